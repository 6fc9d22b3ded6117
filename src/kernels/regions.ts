// Which buffers a schedule needs, and which of them are regions of one: a kernel binds but eight.

import { find, type Plan } from '../attention/plan';
import { formatOf, type BufferSpec, type Knobs } from './dispatch';
import { fieldBytes, fieldRows, rowLayout } from './layout';
import { isTransposed } from './matrix';
import { rebuiltKeysOf } from './rebuilt';

/** The default limit of maxStorageBufferBindingSize. */
const leastBindingBytes = 128 * 2 ** 20;

/** The default limit of minStorageBufferOffsetAlignment. */
const alignment = 256;

const aligned = (bytes: number) => Math.ceil(bytes / alignment) * alignment;

/** Whether a weight is stored in the format of weights. Norm weights, biases and sinks are few, and added in f32: they stay so. */
export const isMatrix = ({ weights }: Pick<Plan, 'weights'>, id: string): boolean =>
  find(weights, id).axes.length > 1 && !weights.some(({ bias }) => bias === id);

function weightBytes(plan: Plan, { weightFormat }: Knobs, id: string): number {
  const { axes } = find(plan.weights, id);
  return rowLayout(axes).rowStride * (isMatrix(plan, id) && weightFormat === 'f16' ? 2 : 4);
}

/** Cuts a list where what it holds would no longer be bound as one. */
function cutAt(limit: number, ids: readonly string[], bytesOf: (id: string) => number): string[][] {
  const lists: string[][] = [];
  let bytes = Infinity;
  for (const id of ids) {
    const own = aligned(bytesOf(id));
    if (bytes + own > limit) {
      lists.push([]);
      bytes = 0;
    }
    lists.at(-1)?.push(id);
    bytes += own;
  }
  return lists;
}

/**
 * Lists of weights that share a buffer: matrices that meet the same input and nothing else, their biases, and the
 * weights of norms. Whatever the number of rows: sessions for prefill and decode share their weights.
 */
export function weightJoins(plan: Plan, knobs: Knobs): readonly (readonly string[])[] {
  const limit = knobs.bindingBytes ?? leastBindingBytes;
  const inputs = new Map<string, Set<string>>();
  const note = (weight: string, input: string) =>
    inputs.set(weight, (inputs.get(weight) ?? new Set()).add(input));
  for (const [index, step] of plan.steps.entries()) {
    if (step.op === 'rebuild') note(step.by.of, `step ${index}`);
    if (step.op !== 'project') continue;
    const plain = !step.perHead && !isTransposed(plan, step);
    note(step.w.of, plain ? JSON.stringify([step.x, step.contract]) : `step ${index}`);
  }
  const meeting = new Map<string, string[]>();
  for (const [weight, [input = '', ...more]] of inputs) {
    if (more.length === 0) meeting.set(input, [...(meeting.get(input) ?? []), weight]);
  }
  const bytesOf = (id: string) => weightBytes(plan, knobs, id);
  const matrices = [...meeting.values()].flatMap((ids) => cutAt(limit, ids, bytesOf));
  const biases = matrices.map((ids) => ids.flatMap((id) => find(plan.weights, id).bias ?? []));
  const norms = plan.steps.flatMap((step) => (step.op === 'normalize' ? [step.weight] : []));
  return [...matrices, ...biases, [...new Set(norms)]].filter(({ length }) => length > 1);
}

/** What a shared buffer is called. */
const nameOf = (ids: readonly string[]) => ids.join(' + ');

/** Makes the specs of each list regions of one buffer. */
function within(specs: readonly BufferSpec[], joins: readonly (readonly string[])[]): BufferSpec[] {
  const places = new Map<string, NonNullable<BufferSpec['within']>>();
  for (const ids of joins) {
    let offsetBytes = 0;
    for (const id of ids) {
      places.set(id, { buffer: nameOf(ids), offsetBytes });
      offsetBytes += aligned(find(specs, id).bytes);
    }
  }
  return specs.map((spec) => {
    const place = places.get(spec.id);
    return place ? { ...spec, within: place } : spec;
  });
}

/** Every buffer of a plan's own, those in `joins` as regions; tensors that are `skipped` are made nowhere. */
export function buffersOf(
  plan: Plan,
  knobs: Knobs,
  joins: readonly (readonly string[])[],
  skipped: ReadonlySet<string>,
): BufferSpec[] {
  const { batch, capacity, maxNewTokens, maxPositions = capacity } = knobs;
  const buffers: BufferSpec[] = [];
  for (const { id, axes, rows } of plan.tensors) {
    if (skipped.has(id)) continue;
    const { rowStride } = rowLayout(axes);
    const role = rows === 'new' ? 'activation' : 'rebuilt';
    const count = rows === 'new' ? maxNewTokens : rebuiltKeysOf(plan, knobs);
    buffers.push({ id, role, bytes: batch * count * rowStride * 4 });
  }
  for (const { id } of plan.weights) {
    buffers.push({ id, role: 'weight', bytes: weightBytes(plan, knobs, id) });
  }
  for (const { id, dim } of plan.tables) {
    buffers.push({ id, role: 'table', bytes: maxPositions * dim * 4 });
  }
  for (const field of plan.cache) {
    const bytes = fieldBytes(field, formatOf(field, knobs), fieldRows(knobs));
    buffers.push({ id: field.id, role: 'cache', bytes });
  }
  return within(buffers, joins);
}

/** What a region is bound by when its buffer is bound whole, and where it begins there. */
export function placeOf(
  buffers: readonly BufferSpec[],
  id: string,
): { readonly buffer: string; readonly offsetBytes: number } {
  return find(buffers, id).within ?? { buffer: id, offsetBytes: 0 };
}

/** Bytes of each buffer that is allocated, by its name. */
export function allocations(buffers: readonly BufferSpec[]): Map<string, number> {
  const bytes = new Map<string, number>();
  for (const spec of buffers) {
    const { buffer, offsetBytes } = placeOf(buffers, spec.id);
    bytes.set(buffer, Math.max(bytes.get(buffer) ?? 0, offsetBytes + spec.bytes));
  }
  return bytes;
}
