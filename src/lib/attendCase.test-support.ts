// Attention on a caller's own buffers and in float64 over the same rows, for the tests beside this file.

import { dawnAdapter } from '../../bench/dawn';
import type { FormatId } from '../attention/format';
import { storedRows } from '../attention/quantize';
import { seedOf, uniforms } from '../attention/random';
import { download } from '../gpu/buffers';
import { adoptGpu, openGpu } from '../gpu/device';
import { compare } from '../reference/agreement';
import { attendRow, sightOf } from '../reference/attend';
import { createAttend, type Attend, type AttendPositions } from './attend';
import type { AttendBuffers, AttendShape } from './attendSpec';
import { encodeCacheRows } from './cacheRows';

export const dawn = await dawnAdapter();
let opened: Promise<GPUDevice> | undefined;
export const openDevice = (): Promise<GPUDevice> =>
  (opened ??= openGpu(dawn?.adapter).then(({ device }) => device));

const seed = 20261122;

/** A buffer with these bytes. */
function bufferOf(device: GPUDevice, label: string, data: ArrayBufferView<ArrayBuffer>): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ label, size: data.byteLength, usage });
  device.queue.writeBuffer(buffer, 0, data.buffer, data.byteOffset, data.byteLength);
  return buffer;
}

/** Rows [batch, heads, capacity, width] of which a sequence's own are random and all others NaN. */
function poisonedRows(
  id: string,
  { batch, kvHeads, capacity }: AttendShape,
  width: number,
  lengths: readonly number[],
): Float32Array<ArrayBuffer> {
  const rows = uniforms(seedOf(seed, id), batch * kvHeads * capacity * width);
  for (let block = 0; block < batch * kvHeads; block++) {
    const length = lengths[Math.floor(block / kvHeads)] ?? 0;
    rows.fill(NaN, (block * capacity + length) * width, (block + 1) * capacity * width);
  }
  return rows;
}

/** Values of a caller, and their buffers, `out` and what else is written being NaN. */
export interface Rows {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
  readonly mask: Float32Array | undefined;
  readonly buffers: AttendBuffers;
}

/** `lengths`: rows of k and v that are no NaN, the most that a step of the test may see. */
export async function rowsFor(
  shape: AttendShape,
  lengths: readonly number[],
  extras: { readonly lse?: boolean; readonly mask?: boolean } = {},
): Promise<Rows> {
  const device = await openDevice();
  const { batch, newTokens, queryHeads, qkDim, vDim, format, capacity } = shape;
  const rows = batch * newTokens;
  const q = uniforms(seedOf(seed, 'q'), rows * queryHeads * qkDim);
  const k = poisonedRows('k', shape, qkDim, lengths);
  const maskHeads = shape.maskPerHead ? queryHeads : 1;
  const mask = uniforms(seedOf(seed, 'mask'), rows * maskHeads * capacity, 2);
  // What part/hidden.wgsl calls hidden.
  for (let i = 0; i < mask.length; i += 3) mask[i] = -3e38;
  const stored = (values: Float32Array, width: number, prefix?: number) =>
    encodeCacheRows(values, { format, width, ...(prefix === undefined ? {} : { prefix }) });
  const nan = (count: number) => new Float32Array(count).fill(NaN);
  const common = {
    q: bufferOf(device, 'q', q),
    out: bufferOf(device, 'out', nan(rows * queryHeads * vDim)),
    ...(extras.lse ? { lse: bufferOf(device, 'lse', nan(rows * roundUp4(queryHeads))) } : {}),
    ...(extras.mask ? { mask: bufferOf(device, 'mask', mask) } : {}),
  };
  const shared = { q, mask: extras.mask ? mask : undefined };
  if (shape.valueIsKeyPrefix) {
    const buffers = { ...common, k: bufferOf(device, 'k', stored(k, qkDim, vDim)) };
    const back = storedRows(k, format, { width: qkDim, ...(vDim < qkDim ? { prefix: vDim } : {}) });
    const v = back.filter((_, i) => i % qkDim < vDim);
    return { ...shared, k: back, v, buffers };
  }
  const v = poisonedRows('v', shape, vDim, lengths);
  return {
    ...shared,
    k: kept(k, format, qkDim),
    v: kept(v, format, vDim),
    buffers: {
      ...common,
      k: bufferOf(device, 'k', stored(k, qkDim)),
      v: bufferOf(device, 'v', stored(v, vDim)),
    },
  };
}

const kept = (rows: Float32Array, format: FormatId, width: number) =>
  storedRows(rows, format, { width });

const roundUp4 = (count: number) => Math.ceil(count / 4) * 4;

/** What `out` [batch, newTokens, queryHeads, vDim] and `lse` [batch, newTokens, queryHeads] should hold. */
export function expected(
  shape: AttendShape,
  { q, k, v, mask }: Rows,
  { lengths, offsets }: AttendPositions,
): { readonly out: Float64Array; readonly lse: Float64Array } {
  const { batch, newTokens, queryHeads, kvHeads, qkDim, vDim, capacity, causal, scale } = shape;
  const { window, softcap } = shape;
  const maskOf = { causal, ...(window === undefined ? {} : { window: 'perStep' as const }) };
  const out = new Float64Array(batch * newTokens * queryHeads * vDim);
  const lse = new Float64Array(batch * newTokens * queryHeads);
  for (let row = 0; row < batch * newTokens * queryHeads; row++) {
    const head = row % queryHeads;
    const token = Math.floor(row / queryHeads) % newTokens;
    const sequence = Math.floor(row / queryHeads / newTokens);
    const length = lengths[sequence] ?? 0;
    const offset = offsets?.[sequence] ?? length - newTokens;
    const block = sequence * kvHeads + Math.floor((head * kvHeads) / queryHeads);
    const rowsOf = (rows: Float32Array, width: number) =>
      Float64Array.from(rows.subarray(block * capacity * width).subarray(0, length * width));
    const maskRow = shape.maskPerHead
      ? (sequence * queryHeads + head) * newTokens + token
      : sequence * newTokens + token;
    const added = mask
      ?.slice(maskRow * capacity, (maskRow + 1) * capacity)
      .map((value) => (value < -1e38 ? -Infinity : value));
    lse[row] = attendRow(
      {
        query: Float64Array.from(q.subarray(row * qkDim, (row + 1) * qkDim)),
        keys: rowsOf(k, qkDim),
        values: rowsOf(v, vDim),
      },
      sightOf(maskOf, token, { length, offset, window: window ?? Infinity }),
      { scale, ...(softcap ? { softcap } : {}), ...(added ? { added } : {}) },
      new Float64Array(length),
      out.subarray(row * vDim, (row + 1) * vDim),
    );
  }
  return { out, lse };
}

/** The same f32 rows in pages [pages, kvHeads, 64, width], NaN where none stands; `table`: [batch, blocks]. */
export async function inPages(
  { kvHeads, capacity, qkDim, vDim }: AttendShape,
  { k, v, buffers }: Rows,
  table: readonly number[],
  pages: number,
): Promise<AttendBuffers> {
  const device = await openDevice();
  const blocks = Math.ceil(capacity / 64);
  const paged = (rows: Float32Array, width: number) => {
    const all = new Float32Array(pages * kvHeads * 64 * width).fill(NaN);
    for (const [i, page] of table.entries()) {
      if (page >= pages) continue;
      const [sequence, first] = [Math.floor(i / blocks), (i % blocks) * 64];
      for (let head = 0; head < kvHeads; head++) {
        const row = (sequence * kvHeads + head) * capacity;
        const part = rows.subarray((row + first) * width, (row + capacity) * width);
        all.set(part.subarray(0, 64 * width), (page * kvHeads + head) * 64 * width);
      }
    }
    return all;
  };
  return {
    ...buffers,
    k: bufferOf(device, 'k in pages', paged(k, qkDim)),
    v: bufferOf(device, 'v in pages', paged(v, vDim)),
    pages: bufferOf(device, 'pages', Uint32Array.from(table)),
  };
}

/** Encodes and submits one attention. */
export async function run(attend: Attend, ...steps: AttendPositions[]): Promise<void> {
  const device = await openDevice();
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  for (const positions of steps) attend.encode(pass, positions);
  pass.end();
  device.queue.submit([encoder.finish()]);
}

export async function readFloats(buffer: GPUBuffer): Promise<Float32Array> {
  return new Float32Array(await download(adoptGpu(await openDevice()), buffer));
}

/** The largest error of `out`, and of `lse` where it is asked for. */
export async function attendError(
  shape: AttendShape,
  positions: AttendPositions,
  extras: { readonly lse?: boolean; readonly mask?: boolean } = {},
): Promise<number> {
  const rows = await rowsFor(shape, positions.lengths, extras);
  const { buffers } = rows;
  const attend = await createAttend(await openDevice(), { ...shape, buffers });
  await run(attend, positions);
  const wanted = expected(shape, rows, positions);
  const errors = [compare(await readFloats(buffers.out), wanted.out, 0).error];
  if (buffers.lse) {
    const { queryHeads } = shape;
    const all = await readFloats(buffers.lse);
    const lse = all.filter((_, i) => i % roundUp4(queryHeads) < queryHeads);
    errors.push(compare(lse, wanted.lse, 0).error);
  }
  attend.dispose();
  const { q, k, v, out, lse, mask } = buffers;
  for (const buffer of [q, k, v, out, lse, mask]) buffer?.destroy();
  return Math.max(...errors);
}
