// The command for vLLM: its arguments follow from the capacity reader, and each says why.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatIds } from '../attention/format';
import { proposeDims } from '../attention/propose';
import { nativeVariant } from '../attention/variants';
import { publishedWeightBits } from '../facts/model';
import { modelById } from '../facts/models';
import { needed, roomBytes } from '../price/capacity';
import { deviceCounts } from '../price/parallel';
import { anyModel, llama8b } from '../price/served.test-support';
import { restOf, type ServedModel } from '../price/served';
import type { CommandRequest } from './command';
import { vllmCommand } from './vllmCommand';

const GiB = 2 ** 30;

/** A preset as it was published; null where its parameters or their bits are not known. */
function presetServed(id: string): ServedModel | null {
  const model = modelById(id);
  const { dims, conventions, groups, parameters, experts } = model;
  const weightBits = publishedWeightBits(model);
  if (!parameters || weightBits === null) return null;
  const plan = nativeVariant(dims).plan(proposeDims(dims), { phase: 'decode', conventions });
  const { count: total, active } = parameters;
  const rest = restOf({ total, active, ...(experts ? { experts } : {}) }, { groups, plan });
  return { groups, plan, rest, weightBits };
}

const request = (more: Partial<CommandRequest> = {}): CommandRequest => ({
  model: 'meta-llama/Llama-3.1-8B',
  hasWeights: true,
  served: llama8b(),
  maxContext: 131072,
  tokens: 32768,
  batch: 4,
  format: 'f16',
  room: { memoryBytes: 80 * GiB, reserveBytes: 4 * GiB },
  attention: 'tensor',
  devices: null,
  blockTokens: null,
  ...more,
});

function command(more: Partial<CommandRequest> = {}) {
  const result = vllmCommand(request(more));
  if (result.kind === 'refusal') throw new Error(JSON.stringify(result.refusal));
  return result;
}

/** Value and reason of each flag. */
const flags = (more: Partial<CommandRequest> = {}) =>
  Object.fromEntries(
    command(more).arguments.map(({ flag, value, because }) => [flag, [value, because.code]]),
  );

const notes = (more: Partial<CommandRequest> = {}) => command(more).notes.map(({ code }) => code);

describe('the command', () => {
  test('for a model that fits on one device', () => {
    expect(flags()).toEqual({
      '--tensor-parallel-size': ['1', 'tensorFewest'],
      '--max-model-len': ['32768', 'contextAsked'],
      '--max-num-seqs': ['4', 'sequences'],
      '--kv-cache-dtype': ['auto', 'cacheAsModel'],
      '--gpu-memory-utilization': ['0.95', 'memoryShare'],
    });
    expect(notes()).toEqual([]);
  });

  test('is a text for a shell, one argument to a line', () => {
    expect(command({ devices: 2 }).text).toBe(
      [
        'vllm serve meta-llama/Llama-3.1-8B',
        '--tensor-parallel-size 2',
        '--max-model-len 32768',
        '--max-num-seqs 4',
        '--kv-cache-dtype auto',
        '--gpu-memory-utilization 0.95',
      ].join(' \\\n  '),
    );
  });

  test('quotes a folder, whatever its name', () => {
    const first = (model: string) => command({ model }).text.split(' \\\n')[0];
    expect(first('./my model')).toBe("vllm serve './my model'");
    expect(first("it's $HOME; rm")).toBe(`vllm serve 'it'\\''s $HOME; rm'`);
    expect(first('-x')).toBe('vllm serve ./-x');
    expect(first('模型')).toBe("vllm serve '模型'");
  });

  test('makes up weights for sizes that nobody trained', () => {
    expect(flags({ hasWeights: false, model: './exported' })).toMatchObject({
      '--load-format': ['dummy', 'madeUpWeights'],
      '--skip-tokenizer-init': [null, 'noTokenizer'],
    });
    expect(command({ hasWeights: false }).text).toMatch(/--skip-tokenizer-init$/);
    expect(flags()).not.toHaveProperty('--load-format');
  });
});

describe('devices', () => {
  const small = { room: { memoryBytes: 12 * GiB, reserveBytes: GiB } };

  test('are the fewest that fit, and one fewer would not', () => {
    // 15 GiB of weights and 16 GiB of cache in 11 GiB of room.
    expect(flags(small)['--tensor-parallel-size']).toEqual(['4', 'tensorFewest']);
    const half = command({ ...small, devices: 2 });
    expect(half.arguments[1]?.because.code).toBe('contextThatFits');
  });

  test('are those that were chosen, where heads divide among them', () => {
    expect(flags({ devices: 8 })['--tensor-parallel-size']).toEqual(['8', 'tensorAsked']);
    expect(vllmCommand(request({ devices: 3 }))).toEqual({
      kind: 'refusal',
      refusal: {
        code: 'headsDoNotDivide',
        values: { devices: 3, choices: '1, 2, 4, 8, 16, 32' },
      },
    });
  });

  test('of more than one machine are said to be', () => {
    expect(notes({ devices: 8 })).not.toContain('severalMachines');
    expect(notes({ devices: 16 })).toContain('severalMachines');
  });

  test('each keep the whole of a latent cache, or share out the sequences instead', () => {
    const v3 = { served: presetServed('deepseek-v3'), batch: 16 };
    const room = { memoryBytes: 141e9, reserveBytes: 8e9 };
    const tensor = command({ ...v3, room });
    expect(tensor.notes).toContainEqual({
      code: 'repeatedCache',
      values: { devices: 8, percent: 100 },
    });
    const data = flags({ ...v3, room, attention: 'data' });
    expect(data['--data-parallel-size']?.[1]).toBe('dataMixture');
    expect(data['--enable-expert-parallel']).toEqual([null, 'expertParallel']);
    expect(data).not.toHaveProperty('--tensor-parallel-size');
    const devices = Number(data['--data-parallel-size']?.[0]);
    expect(data['--max-num-seqs']).toEqual([String(Math.ceil(16 / devices)), 'sequencesOfEach']);
    expect(notes({ ...v3, room, attention: 'data' })).not.toContain('repeatedCache');
    expect(notes({ devices: 8 })).not.toContain('repeatedCache');
    expect(notes({ devices: 16 })).toContain('repeatedCache');
  });

  test('repeat a dense model whole where they share out sequences', () => {
    const room = { memoryBytes: 24 * GiB, reserveBytes: GiB };
    // A sequence takes 4 GiB beside 15 GiB of weights: two on each.
    const data = flags({ attention: 'data', room, batch: 5 });
    expect(data['--data-parallel-size']).toEqual(['3', 'dataDense']);
    expect(data['--max-num-seqs']).toEqual(['2', 'sequencesOfEach']);
    expect(data).not.toHaveProperty('--enable-expert-parallel');
    expect(vllmCommand(request({ attention: 'data', room: small.room }))).toMatchObject({
      refusal: { code: 'nothingFits' },
    });
  });
});

describe('the context', () => {
  test('is cut to what the model allows', () => {
    expect(flags({ tokens: 500000, maxContext: 8192 })['--max-model-len']).toEqual([
      '8192',
      'contextOfModel',
    ]);
  });

  test('is the longest that fits, in whole blocks', () => {
    const room = { memoryBytes: 20 * GiB, reserveBytes: 2 * GiB };
    const { served } = request();
    if (!served) throw new Error('llama8b is served');
    const [tokens, code] = flags({ room, devices: 1 })['--max-model-len'] ?? [];
    expect(code).toBe('contextThatFits');
    expect(Number(tokens) % 16).toBe(0);
    const bytes = (count: number) =>
      needed({
        model: served,
        deployment: { devices: 1, attention: 'tensor' },
        tokens: count,
        batch: 4,
        format: 'f16',
      }).totalBytes;
    expect(bytes(Number(tokens))).toBeLessThanOrEqual(roomBytes(room));
    expect(bytes(Number(tokens) + 16)).toBeGreaterThan(roomBytes(room));
  });

  test('is refused where not even a block of it fits', () => {
    const room = { memoryBytes: 15 * GiB, reserveBytes: 2 * GiB };
    const result = vllmCommand(request({ room, devices: 1 }));
    expect(result).toMatchObject({
      refusal: { code: 'nothingFits', values: { devices: 1, roomBytes: 13 * GiB } },
    });
    if (result.kind === 'refusal') {
      expect(result.refusal.values['neededBytes']).toBeGreaterThan(13 * GiB);
    }
  });

  test('and the devices go unchecked where weights or memory are unknown', () => {
    expect(notes({ served: null, room: null })).toEqual(['weightsUnknown', 'memoryUnknown']);
    const unknown = flags({ served: null, devices: 2 });
    expect(unknown['--tensor-parallel-size']).toEqual(['2', 'tensorUnchecked']);
    expect(unknown['--max-model-len']).toEqual(['32768', 'contextUnchecked']);
    expect(unknown['--gpu-memory-utilization']?.[0]).toBe('0.95');
    expect(flags({ room: null })).not.toHaveProperty('--gpu-memory-utilization');
    expect(flags({ served: null, attention: 'data', devices: 4 })).toMatchObject({
      '--data-parallel-size': ['4', 'dataUnchecked'],
      '--max-num-seqs': ['1', 'sequencesOfEach'],
    });
  });
});

describe('the cache', () => {
  test.each(formatIds)('in %s has a type that vLLM knows', (format) => {
    const [value, code] = flags({ format })['--kv-cache-dtype'] ?? [];
    expect(['auto', 'fp8']).toContain(value);
    const said = { f32: 'cacheNot32', int8: 'cacheEight', int4: 'cacheNotFour' };
    expect(code).toBe(Object.entries(said).find(([id]) => id === format)?.[1] ?? 'cacheAsModel');
  });

  test('in 4 bits is reckoned with what vLLM would store instead', () => {
    const room = { memoryBytes: 20 * GiB, reserveBytes: 2 * GiB };
    const longest = (format: CommandRequest['format']) =>
      flags({ room, devices: 1, tokens: 131072, format })['--max-model-len']?.[0];
    expect(longest('int4')).toBe(longest('int8'));
    expect(Number(longest('int8'))).toBeGreaterThan(1.8 * Number(longest('f16')));
    expect(longest('f32')).toBe(longest('f16'));
  });

  test('has blocks of another size only where they were chosen', () => {
    expect(flags({ blockTokens: 64 })['--block-size']).toEqual(['64', 'blockTokens']);
    expect(flags({ blockTokens: 16 })).not.toHaveProperty('--block-size');
  });

  test('of windows counts on an engine that frees them', () => {
    expect(notes({ served: presetServed('gemma2-9b') })).toContain('windows');
  });
});

test('whatever is asked of whatever model, the command fits the room that it was made for', () => {
  const anyRequest = fc.record({
    served: anyModel,
    tokens: fc.integer({ min: 1, max: 50000 }),
    batch: fc.integer({ min: 1, max: 40 }),
    format: fc.constantFrom(...formatIds),
    memoryBytes: fc.integer({ min: 1e6, max: 4e9 }),
    attention: fc.constantFrom('tensor' as const, 'data' as const),
    devices: fc.option(fc.integer({ min: 1, max: 12 })),
  });
  let commands = 0;
  fc.assert(
    fc.property(anyRequest, ({ memoryBytes, ...asked }) => {
      const room = { memoryBytes, reserveBytes: memoryBytes / 10 };
      const result = vllmCommand(request({ ...asked, room, maxContext: null }));
      if (result.kind === 'refusal') return;
      commands++;
      const value = (flag: string) =>
        Number(result.arguments.find((each) => each.flag === flag)?.value ?? NaN);
      const tokens = value('--max-model-len');
      expect(tokens).toBeGreaterThanOrEqual(1);
      expect(tokens).toBeLessThanOrEqual(asked.tokens);
      const { served, attention, batch } = asked;
      const isMixture = served.rest.active < served.rest.total;
      const devices =
        attention === 'tensor' ? value('--tensor-parallel-size') : value('--data-parallel-size');
      if (attention === 'tensor') expect(deviceCounts(served.plan)).toContain(devices);
      expect(value('--max-num-seqs')).toBe(
        attention === 'data' ? Math.ceil(batch / devices) : batch,
      );
      const alone = attention === 'data' && !isMixture;
      const { totalBytes } = needed({
        model: served,
        deployment: alone ? { devices: 1, attention: 'tensor' } : { devices, attention },
        tokens,
        batch: alone ? value('--max-num-seqs') : batch,
        format: 'int8',
      });
      if (asked.format === 'int8') expect(totalBytes).toBeLessThanOrEqual(roomBytes(room));
    }),
    { seed: 20261122, numRuns: 400, endOnFailure: true },
  );
  expect(commands).toBeGreaterThan(100);
});
