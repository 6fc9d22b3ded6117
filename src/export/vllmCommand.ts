// A `vllm serve` command for a model and what is asked of it, each argument with the reason for its value.
//
// Flags and the values they take: docs.vllm.ai, pages of versions 0.9 to 0.12, and vllm-project/vllm@002f10e0cf,
// vllm/config/cache.py; data parallelism: @01e4fce074, docs/serving/data_parallel_deployment.md. `--kv-cache-dtype` is
// given only values that all of these have. From about 0.23 on there are int8_per_token_head and int4_per_token_head
// too, with one scale for each token and head, for some attention backends.

import type { FormatId } from '../attention/format';
import { cachePerToken } from '../price/cache';
import {
  fewestDevices,
  largestBatch,
  longestContext,
  needed,
  roomBytes,
  type Demand,
  type Room,
} from '../price/capacity';
import { deviceCounts, oneDevice, onOneDevice } from '../price/parallel';
import type { ServedModel } from '../price/served';
import type {
  CommandArgument,
  CommandNote,
  CommandRequest,
  CommandResult,
  ReasonCode,
} from './command';
import { commandText } from './shell';

/** What vLLM stores for each of our formats, and the format here whose bytes are not fewer. */
const caches: Readonly<
  Record<FormatId, { value: 'auto' | 'fp8'; priced: FormatId; code: ReasonCode }>
> = {
  // The cache has the type of the model, which is 16 bits wide: 32 would take the whole model along.
  f32: { value: 'auto', priced: 'bf16', code: 'cacheNot32' },
  f16: { value: 'auto', priced: 'f16', code: 'cacheAsModel' },
  bf16: { value: 'auto', priced: 'bf16', code: 'cacheAsModel' },
  int8: { value: 'fp8', priced: 'int8', code: 'cacheEight' },
  int4: { value: 'fp8', priced: 'int8', code: 'cacheNotFour' },
};

/** Tokens of a block where none are asked for. */
const usualBlock = 16;

/** Devices that one machine has, as a rule. */
const machineDevices = 8;

const argument = (
  flag: CommandArgument['flag'],
  value: string | number | null,
  code: ReasonCode,
  values: CommandArgument['because']['values'] = {},
): CommandArgument => ({
  flag,
  value: value === null ? null : String(value),
  because: { code, values },
});

const isMixture = ({ rest }: ServedModel): boolean => rest.active < rest.total;

/**
 * What one device holds. vLLM's data parallelism shares out the experts of a mixture alone and repeats a dense model
 * whole, which is then a model on one device with its share of the sequences.
 */
function demandOf(
  model: ServedModel,
  { tokens, batch, format, attention, blockTokens }: CommandRequest,
  devices: number,
): Demand {
  const block = blockTokens ?? usualBlock;
  const whole = { model, tokens: Math.ceil(tokens / block) * block, format: caches[format].priced };
  return attention === 'tensor' || isMixture(model)
    ? { ...whole, batch, deployment: { devices, attention } }
    : { ...whole, batch: Math.ceil(batch / devices), deployment: oneDevice };
}

/** The fewest devices on which everything that is asked fits, or null. */
function fewest(model: ServedModel, request: CommandRequest, room: Room): number | null {
  const { attention, batch } = request;
  const demand = demandOf(model, request, 1);
  if (attention === 'tensor' || isMixture(model)) return fewestDevices(demand, attention, room);
  const each = largestBatch(demand, room);
  if (each.outcome === 'unlimited') return 1;
  return each.outcome === 'fits' ? Math.ceil(batch / each.value) : null;
}

/** The most devices that are worth trying for a shorter context. */
const mostDevices = (model: ServedModel, { attention, batch }: CommandRequest): number =>
  attention === 'tensor' ? (deviceCounts(model.plan).at(-1) ?? 1) : batch;

/** Of a choice that fits: the devices, and tokens of each sequence. */
type Fitted =
  | { readonly outcome: 'fits'; readonly devices: number; readonly tokens: number }
  | { readonly outcome: 'nothingFits'; readonly devices: number; readonly neededBytes: bigint };

function fitted(model: ServedModel, request: CommandRequest, room: Room): Fitted {
  const { tokens, blockTokens } = request;
  const devices = request.devices ?? fewest(model, request, room) ?? mostDevices(model, request);
  const demand = demandOf(model, request, devices);
  if (needed(demand).totalBytes <= roomBytes(room)) return { outcome: 'fits', devices, tokens };
  const longest = longestContext(demand, room);
  const block = blockTokens ?? usualBlock;
  const blocks = longest.outcome === 'fits' ? Math.floor(longest.value / block) : 0;
  if (blocks > 0) return { outcome: 'fits', devices, tokens: Math.min(blocks * block, tokens) };
  const least = needed({ ...demand, tokens: block });
  return { outcome: 'nothingFits', devices, neededBytes: least.totalBytes };
}

function parallel(
  { served, attention, devices: asked, batch }: CommandRequest,
  devices: number,
  isChecked: boolean,
): CommandArgument[] {
  if (attention === 'tensor') {
    const checked = asked === null ? 'tensorFewest' : 'tensorAsked';
    const code = isChecked ? checked : 'tensorUnchecked';
    return [argument('--tensor-parallel-size', devices, code, { devices })];
  }
  const values = { devices, each: Math.ceil(batch / devices) };
  const known = served && isMixture(served) ? 'dataMixture' : 'dataDense';
  const size = argument('--data-parallel-size', devices, served ? known : 'dataUnchecked', values);
  return served && isMixture(served) && devices > 1
    ? [size, argument('--enable-expert-parallel', null, 'expertParallel', { devices })]
    : [size];
}

function contextArgument(
  { tokens: asked, maxContext, batch }: CommandRequest,
  tokens: number,
  isChecked: boolean,
): CommandArgument {
  const flag = '--max-model-len';
  if (maxContext !== null && tokens === maxContext && asked > maxContext) {
    return argument(flag, tokens, 'contextOfModel', { tokens, asked });
  }
  if (!isChecked) return argument(flag, tokens, 'contextUnchecked', { tokens });
  return tokens < asked
    ? argument(flag, tokens, 'contextThatFits', { tokens, asked, batch })
    : argument(flag, tokens, 'contextAsked', { tokens, batch });
}

function memoryArgument({ memoryBytes, reserveBytes }: Room): CommandArgument {
  const share = roomBytes({ memoryBytes, reserveBytes }) / memoryBytes;
  const thousandths = Math.min(Math.max(Math.floor(share * 1000), 1), 1000);
  const values = { memoryBytes, reserveBytes, percent: thousandths / 10 };
  return argument('--gpu-memory-utilization', thousandths / 1000, 'memoryShare', values);
}

function notesOn(
  { served, room, attention }: CommandRequest,
  devices: number,
): readonly CommandNote[] {
  const notes: CommandNote[] = [];
  if (!served) notes.push({ code: 'weightsUnknown', values: {} });
  if (!room) notes.push({ code: 'memoryUnknown', values: {} });
  if (served && attention === 'tensor' && devices > 1) {
    const each = onOneDevice(served.plan, 1, { devices, attention }).plan;
    const elements = (plan: ServedModel['plan']) => cachePerToken(plan, 'f16').elements;
    const percent = Math.round((100 * elements(each)) / elements(served.plan));
    if (elements(each) * devices > elements(served.plan)) {
      notes.push({ code: 'repeatedCache', values: { devices, percent } });
    }
  }
  if (served?.groups.some(({ window }) => window !== undefined)) {
    notes.push({ code: 'windows', values: {} });
  }
  if (devices > machineDevices) notes.push({ code: 'severalMachines', values: { devices } });
  return notes;
}

export function vllmCommand(asked: CommandRequest): CommandResult {
  const { maxContext, served, room, attention, batch, format, blockTokens, model } = asked;
  const request = { ...asked, tokens: Math.min(asked.tokens, maxContext ?? asked.tokens) };
  const choices = served && attention === 'tensor' ? deviceCounts(served.plan) : null;
  if (choices && asked.devices !== null && !choices.includes(asked.devices)) {
    const values = { devices: asked.devices, choices: choices.join(', ') };
    return { kind: 'refusal', refusal: { code: 'headsDoNotDivide', values } };
  }
  const found: Fitted =
    served && room
      ? fitted(served, request, room)
      : { outcome: 'fits', devices: asked.devices ?? 1, tokens: request.tokens };
  if (found.outcome === 'nothingFits') {
    const { devices, neededBytes } = found;
    const values = {
      devices,
      neededBytes: Number(neededBytes),
      roomBytes: room ? roomBytes(room) : 0,
    };
    return { kind: 'refusal', refusal: { code: 'nothingFits', values } };
  }
  const { devices, tokens } = found;
  const isChecked = served !== null && room !== null;
  const shares = attention === 'data' && devices > 1;
  const each = shares ? Math.ceil(batch / devices) : batch;
  const cache = caches[format];
  const list: readonly CommandArgument[] = [
    ...parallel(request, devices, isChecked),
    contextArgument(asked, tokens, isChecked),
    argument('--max-num-seqs', each, shares ? 'sequencesOfEach' : 'sequences', {
      batch,
      each,
      devices,
    }),
    argument('--kv-cache-dtype', cache.value, cache.code),
    ...(room ? [memoryArgument(room)] : []),
    ...(blockTokens !== null && blockTokens !== usualBlock
      ? [argument('--block-size', blockTokens, 'blockTokens', { blockTokens })]
      : []),
    ...(asked.hasWeights
      ? []
      : [
          argument('--load-format', 'dummy', 'madeUpWeights'),
          argument('--skip-tokenizer-init', null, 'noTokenizer'),
        ]),
  ];
  return {
    kind: 'command',
    arguments: list,
    notes: notesOn(request, devices),
    // A folder whose name begins like a flag is not one.
    text: commandText(['vllm', 'serve', model.startsWith('-') ? `./${model}` : model], list),
  };
}
