// The manifest of a set of golden vectors, format attention-golden/1, and the values of one of its cases.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { uniforms } from '../../src/attention/random';
import { readSafetensors, type StoredTensor } from './safetensors';

const scalingSchema = v.variant('type', [
  v.object({ type: v.literal('linear'), factor: v.number() }),
  v.object({
    type: v.literal('yarn'),
    factor: v.number(),
    original_max_position: v.number(),
    beta_fast: v.number(),
    beta_slow: v.number(),
  }),
  v.object({
    type: v.literal('llama3'),
    factor: v.number(),
    original_max_position: v.number(),
    low_freq_factor: v.number(),
    high_freq_factor: v.number(),
  }),
]);

const ropeSchema = v.object({
  style: v.picklist(['interleaved', 'half', 'deinterleave-half', 'table']),
  dim: v.number(),
  theta: v.optional(v.number(), 10000),
  scaling: v.nullish(scalingSchema),
  cos_sin_scale: v.optional(v.number(), 1),
});
export type GoldenRope = v.InferOutput<typeof ropeSchema>;

const tensorSchema = v.object({
  shape: v.array(v.number()),
  role: v.picklist(['weight', 'input', 'past', 'output', 'cache', 'intermediate']),
  meaning: v.optional(v.string(), ''),
  max_abs: v.nullish(v.number()),
  /** How far the published code in float32 is from itself in float64. */
  f32_source_err: v.nullish(v.number()),
  tolerance: v.nullish(v.number()),
  /** Values given by a formula, with the checksum of their bytes. */
  synth: v.nullish(v.object({ seed: v.number(), scale: v.number(), offset: v.number() })),
  sha256: v.nullish(v.string()),
});
export type GoldenTensor = v.InferOutput<typeof tensorSchema>;

const caseSchema = v.object({
  name: v.string(),
  kind: v.string(),
  file: v.string(),
  dims: v.record(v.string(), v.number()),
  conventions: v.object({
    rope: v.nullish(ropeSchema),
    softmax_scale: v.nullish(v.number()),
    norm_eps: v.nullish(v.number()),
    qk_norm_eps: v.nullish(v.number()),
    softcap: v.nullish(v.number()),
    window: v.nullish(v.number()),
    causal: v.nullish(v.boolean()),
    layout: v.nullish(v.string()),
  }),
  steps: v.optional(
    v.array(
      v.object({
        index: v.number(),
        start: v.number(),
        length: v.number(),
        total: v.number(),
        window: v.nullish(v.number()),
      }),
    ),
    [],
  ),
  tensors: v.record(v.string(), tensorSchema),
  tags: v.optional(v.array(v.string()), []),
  /** Present where the expected values were computed in float32. */
  onnx_test: v.nullish(v.string()),
});
export type GoldenCase = v.InferOutput<typeof caseSchema>;

const manifestSchema = v.object({
  format: v.literal('attention-golden/1'),
  cases: v.array(caseSchema),
});

/** The cases of the set in a folder. */
export function readManifest(folder: string): readonly GoldenCase[] {
  const json: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return v.parse(manifestSchema, json).cases;
}

/** The values of a case, by name. */
export class GoldenValues {
  private constructor(
    private readonly name: string,
    private readonly tensors: ReadonlyMap<string, StoredTensor>,
  ) {}

  /** Reads the stored values and computes the others; throws where a checksum or a shape is not the manifest's. */
  static load(folder: string, { name, file, tensors }: GoldenCase): GoldenValues {
    const values = readSafetensors(join(folder, file));
    for (const [id, { shape, synth, sha256 }] of Object.entries(tensors)) {
      if (synth) {
        const { seed, scale, offset } = synth;
        const count = shape.reduce((a, b) => a * b, 1);
        // Rounded once: a sum of float32 values would round twice.
        const data = Float32Array.from(uniforms(seed, count), (u) => u * scale + offset);
        if (createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex') !== sha256) {
          throw new Error(`${name}: the formula of ${id} gives other bytes than its checksum`);
        }
        values.set(id, { shape, data });
      }
      if (values.get(id)?.shape.join() !== shape.join()) {
        throw new Error(`${name}: ${id} is not stored with the shape ${shape.join(' x ')}`);
      }
    }
    return new GoldenValues(name, values);
  }

  has(id: string): boolean {
    return this.tensors.has(id);
  }

  /** Row-major, in the shape that the manifest states. */
  floats(id: string): Float32Array {
    const data = this.tensors.get(id)?.data;
    if (!(data instanceof Float32Array)) throw new Error(`${this.name}: no float values "${id}"`);
    return data;
  }

  integers(id: string): Int32Array {
    const data = this.tensors.get(id)?.data;
    if (!(data instanceof Int32Array)) throw new Error(`${this.name}: no integers "${id}"`);
    return data;
  }
}

/** A number of the case's `dims`; throws where it is missing. */
export function dim({ name, dims }: GoldenCase, id: string): number {
  const value = dims[id];
  if (value === undefined) throw new Error(`${name}: dims has no "${id}"`);
  return value;
}
