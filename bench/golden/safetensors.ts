// Reads a safetensors file: u64 little-endian length of a JSON header, the header, raw little-endian values.
// https://huggingface.co/docs/safetensors, section "Format"

import { readFileSync } from 'node:fs';
import * as v from 'valibot';

export interface StoredTensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float32Array | Int32Array;
}

const entrySchema = v.object({
  dtype: v.picklist(['F32', 'I32']),
  shape: v.array(v.number()),
  /** Bytes from the end of the header. */
  data_offsets: v.tuple([v.number(), v.number()]),
});

/** Tensors by name. Throws where the file is not of the format, or holds other types than F32 and I32. */
export function readSafetensors(path: string): Map<string, StoredTensor> {
  const bytes = readFileSync(path);
  const dataAt = 8 + Number(bytes.readBigUInt64LE(0));
  const header: unknown = JSON.parse(bytes.toString('utf8', 8, dataAt));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, value] of Object.entries(v.parse(v.record(v.string(), v.unknown()), header))) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets } = v.parse(entrySchema, value);
    const [from, to] = data_offsets;
    // A copy, since typed arrays must begin at a multiple of their element size.
    const raw = Uint8Array.prototype.slice.call(bytes, dataAt + from, dataAt + to).buffer;
    tensors.set(name, {
      shape,
      data: dtype === 'F32' ? new Float32Array(raw) : new Int32Array(raw),
    });
  }
  return tensors;
}
