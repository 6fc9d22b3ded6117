// What a caller says of a whole attention layer, what of it is refused, and the plans of its two phases.

import { describeProblem, type DimName, type Dims } from '../attention/dims';
import { formatIds, type FormatId, type WeightFormat } from '../attention/format';
import type { Phase, Plan } from '../attention/plan';
import type { Conventions, Variant } from '../attention/variant';
import { variants } from '../attention/variants';
import type { KernelChoice } from '../kernels/choices';
import { LibraryError, requireCount } from './errors';

export interface LayerSpec {
  /** An id of src/attention/variants.ts. */
  readonly variant: string;
  /** Those that the variant reads, in elements or heads; others are ignored. */
  readonly dims: Partial<Dims>;
  readonly batch: number;
  /** Tokens that the cache has room for, of each sequence. */
  readonly capacity: number;
  /** Of the cache; rotary keys stay in 16 bits. */
  readonly format: FormatId;
  /** f16 if not given, but for a cache in f32. */
  readonly weightFormat?: WeightFormat;
  /** By id, row-major, as `weightShapes` says; made from the seed if not given. */
  readonly weights?: Readonly<Record<string, Float32Array>>;
  /** 1 if not given. */
  readonly seed?: number;
  /** Rotation, norms and the like; those of the RoPE paper if not given. Windows and additive masks are refused. */
  readonly conventions?: Conventions;
  /** Tokens of each sequence that prefill takes at a time; 512 or the capacity if not given. */
  readonly maxNewTokens?: number;
  /** Which kernels; what is shipped for such a device if not given. */
  readonly choice?: KernelChoice;
}

function variantOf({ variant: id }: LayerSpec): Variant {
  const found = variants.find((variant) => variant.id === id);
  if (found) return found;
  const ids = variants.map((variant) => variant.id).join(', ');
  throw new LibraryError('unknownVariant', `variant is "${id}": choose ${ids}`);
}

/** The dims that a variant does not read; every one of them makes sense to those that do. */
const unread: Dims = {
  modelDim: 1,
  queryHeads: 1,
  kvHeads: 1,
  headDim: 1,
  vDim: 1,
  latentDim: 1,
  ropeDim: 2,
  nopeDim: 1,
  queryRank: 0,
  latentHeads: 1,
  queryFactors: 1,
  keyFactors: 1,
  valueFactors: 1,
};

function dimsOf(variant: Variant, dims: Partial<Dims>): Dims {
  const read: Partial<Record<DimName, number>> = {};
  for (const name of variant.fields) {
    const value = dims[name];
    if (value === undefined) {
      const what = `dims.${name} is missing: ${variant.name} reads ${variant.fields.join(', ')}`;
      throw new LibraryError('outOfRange', what);
    }
    read[name] = value;
  }
  const all = { ...unread, ...read };
  const [problem] = variant.problems(all);
  if (problem) throw new LibraryError('outOfRange', `dims: ${describeProblem(problem)}`);
  return all;
}

/** Tokens of each sequence that one step of prefill takes. */
export const tokensAtOnce = ({ maxNewTokens, capacity }: LayerSpec): number =>
  maxNewTokens ?? Math.min(512, capacity);

/** The plan of a phase, in the mode that a serving engine would choose. Throws LibraryError. */
export function layerPlan(spec: LayerSpec, phase: Phase): Plan {
  const variant = variantOf(spec);
  const dims = dimsOf(variant, spec.dims);
  const { conventions, batch, capacity, format } = spec;
  requireCount('batch', batch);
  requireCount('capacity', capacity);
  requireCount('maxNewTokens', tokensAtOnce(spec), 1, capacity);
  if (!formatIds.includes(format)) {
    const what = `format is "${String(format)}": choose ${formatIds.join(', ')}`;
    throw new LibraryError('notSupported', what);
  }
  if (conventions?.window || conventions?.additive) {
    const what = 'conventions with a window or an additive mask';
    throw new LibraryError('notSupported', `${what}: leave them out, or use createAttend`);
  }
  return variant.plan(dims, { phase, ...(conventions ? { conventions } : {}) });
}

/** The shape of each weight, outputs before inputs, row-major. Throws LibraryError. */
export const weightShapes = (spec: LayerSpec): Record<string, readonly number[]> =>
  Object.fromEntries(
    layerPlan(spec, 'prefill').weights.map(({ id, axes }) => [id, axes.map(([, size]) => size)]),
  );
