// Rotary position embedding: frequencies and cos/sin tables, in float64.
// Su et al. 2021, arXiv:2104.09864, section 3.2.2.
//
// Tables are made here and never in a shader: angles in float32 are off by up to 7e-4 at position 16383, and
// WGSL promises sin and cos only to 2^-11.

/**
 * Which columns of a row form pair i of `dim / 2`, and where the turned pair is written.
 * `interleaved`: 2i and 2i+1, in place (GPT-J, DeepSeek-V3's own code). `half`: i and i + dim/2, in place
 * (GPT-NeoX, Llama on Hugging Face). `deinterleaveHalf`: read at 2i and 2i+1, written at i and i + dim/2
 * (DeepSeek-V2 on Hugging Face): the same scores as `interleaved`, another order in the cache.
 */
export type RopePairs = 'interleaved' | 'half' | 'deinterleaveHalf';

/** How a model stretches its positions beyond the context it was first trained on. */
export type RopeScaling =
  | { readonly type: 'linear'; readonly factor: number }
  | {
      /** arXiv:2309.00071, section 3.2. */
      readonly type: 'yarn';
      readonly factor: number;
      readonly originalMaxPosition: number;
      readonly betaFast: number;
      readonly betaSlow: number;
      /** Whether the ramp begins and ends at whole pairs; it does if not given, and does not in gpt-oss. */
      readonly truncate?: boolean;
    }
  | {
      /** Llama 3.1's model code, `apply_scaling`. */
      readonly type: 'llama3';
      readonly factor: number;
      readonly originalMaxPosition: number;
      readonly lowFreqFactor: number;
      readonly highFreqFactor: number;
    };

export interface RopeSpec {
  readonly pairs: RopePairs;
  readonly theta: number;
  readonly scaling: RopeScaling | null;
  /** Multiplies cos and sin alike: YaRN's attention factor where a model applies it to the rotation. */
  readonly cosSinScale: number;
  /**
   * The cosines and sines themselves, [positions, dim / 2, 2], of a caller who has nothing else; angles and scale
   * then count for nothing.
   */
  readonly given?: Float32Array;
}

/** Angle per position of each of the `dim / 2` pairs, in radians. */
export function frequencies({ theta, scaling }: RopeSpec, dim: number): number[] {
  const plain = Array.from({ length: dim / 2 }, (_, i) => theta ** ((-2 * i) / dim));
  if (!scaling) return plain;
  switch (scaling.type) {
    case 'linear':
      return plain.map((f) => f / scaling.factor);
    case 'yarn': {
      const { factor, originalMaxPosition, betaFast, betaSlow, truncate = true } = scaling;
      // The pair that makes `turns` full turns over the original context.
      const pairOf = (turns: number) =>
        (dim * Math.log(originalMaxPosition / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
      const [first, last] = [pairOf(betaFast), pairOf(betaSlow)];
      const low = Math.max(truncate ? Math.floor(first) : first, 0);
      let high = Math.min(truncate ? Math.ceil(last) : last, dim - 1);
      if (low === high) high += 0.001;
      return plain.map((f, i) => {
        const ramp = Math.min(Math.max((i - low) / (high - low), 0), 1);
        return (f / factor) * ramp + f * (1 - ramp);
      });
    }
    case 'llama3': {
      const { factor, originalMaxPosition, lowFreqFactor, highFreqFactor } = scaling;
      return plain.map((f) => {
        const wavelength = (2 * Math.PI) / f;
        if (wavelength < originalMaxPosition / highFreqFactor) return f;
        if (wavelength > originalMaxPosition / lowFreqFactor) return f / factor;
        const smooth =
          (originalMaxPosition / wavelength - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
        return ((1 - smooth) * f) / factor + smooth * f;
      });
    }
  }
}

/** Cosine and sine by turns, [positions, dim / 2, 2], for positions `first` to `first + positions - 1`. */
export function ropeTable(
  spec: RopeSpec,
  dim: number,
  first: number,
  positions: number,
): Float64Array {
  const { given } = spec;
  if (given) {
    if (given.length < (first + positions) * dim) {
      throw new Error(`the table has ${given.length / dim} positions, not ${first + positions}`);
    }
    return Float64Array.from(given.subarray(first * dim, (first + positions) * dim));
  }
  const angles = frequencies(spec, dim);
  const table = new Float64Array(positions * dim);
  for (let p = 0; p < positions; p++) {
    for (const [i, angle] of angles.entries()) {
      table[p * dim + 2 * i] = Math.cos((first + p) * angle) * spec.cosSinScale;
      table[p * dim + 2 * i + 1] = Math.sin((first + p) * angle) * spec.cosSinScale;
    }
  }
  return table;
}

/** What YaRN multiplies an MLA model's softmax scale by, squared: m = 0.1 mscale ln(factor) + 1. DeepSeek-V3's `model.py`. */
export const yarnMscale = (factor: number, mscale: number): number =>
  factor <= 1 ? 1 : 0.1 * mscale * Math.log(factor) + 1;
