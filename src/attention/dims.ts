// The sizes that fix an attention layer, and what is wrong with them, in words.

/**
 * One flat record serves every variant: a variant reads the fields it needs (see `Variant.fields`) and the
 * others keep the user's values. All are counts of elements or heads.
 */
export interface Dims {
  /** Width of the hidden state `x`. */
  readonly modelDim: number;
  readonly queryHeads: number;
  /** Heads of keys and values that are shared by `queryHeads / kvHeads` query heads each (GQA). */
  readonly kvHeads: number;
  /** Width of a query or key head of MHA, GQA and MQA. Never `modelDim / queryHeads`. */
  readonly headDim: number;
  /** Width of a value head, of every variant. */
  readonly vDim: number;
  /** MLA: width of the cached latent, `kv_lora_rank`, d_c in the paper. */
  readonly latentDim: number;
  /** MLA: width of the decoupled rotary key shared by all heads, `qk_rope_head_dim`, d_h^R. */
  readonly ropeDim: number;
  /** MLA: width of a head's part without rotation, `qk_nope_head_dim`. */
  readonly nopeDim: number;
  /** MLA: rank of the query compression, `q_lora_rank`; 0 where the model has none. */
  readonly queryRank: number;
  /** Heads of latents, where `latentDim` columns are split among them and each serves a group of query heads. */
  readonly latentHeads: number;
  /** Outer products that a token's queries, keys or values are sums of, where heads are factored: R_Q, R_K, R_V. */
  readonly queryFactors: number;
  readonly keyFactors: number;
  readonly valueFactors: number;
}

export type DimName = keyof Dims;

/** The inclusive range in which a dimension makes sense; outside it `problems` says so. */
export interface DimRange {
  readonly min: number;
  readonly max: number;
}

export const dimRanges: Record<DimName, DimRange> = {
  modelDim: { min: 1, max: 65536 },
  queryHeads: { min: 1, max: 256 },
  kvHeads: { min: 1, max: 256 },
  headDim: { min: 1, max: 512 },
  vDim: { min: 1, max: 512 },
  latentDim: { min: 1, max: 4096 },
  ropeDim: { min: 2, max: 256 },
  nopeDim: { min: 1, max: 512 },
  queryRank: { min: 0, max: 16384 },
  latentHeads: { min: 1, max: 64 },
  queryFactors: { min: 1, max: 64 },
  keyFactors: { min: 1, max: 64 },
  valueFactors: { min: 1, max: 64 },
};

/** English sentences for every problem; `{{name}}` is filled from `Problem.values`. Translations use the same codes. */
export const problemTemplates = {
  notWhole: '{{field}} is {{value}}: give a whole number',
  outOfRange: '{{field}} is {{value}}: give a number from {{min}} to {{max}}',
  notDivisible: '{{queryHeads}} query heads do not divide by {{kvHeads}} kv heads',
  notMultiple: '{{field}} is {{value}}: give a multiple of {{of}}',
  oddRotation: '{{field}} is {{value}}: rotation turns pairs, so give an even number',
} as const;

export interface Problem {
  /** The control to stand beside. */
  readonly field: DimName;
  readonly code: keyof typeof problemTemplates;
  readonly values: Readonly<Record<string, string | number>>;
}

/** The problem as an English sentence. */
export function describeProblem({ code, values }: Problem): string {
  return problemTemplates[code].replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
    String(values[name]),
  );
}

/** Problems of single fields: whole numbers within `dimRanges`. */
export function rangeProblems(dims: Dims, fields: readonly DimName[]): Problem[] {
  return fields.flatMap((field): Problem[] => {
    const value = dims[field];
    const { min, max } = dimRanges[field];
    if (!Number.isInteger(value)) return [{ field, code: 'notWhole', values: { field, value } }];
    if (value < min || value > max) {
      return [{ field, code: 'outOfRange', values: { field, value, min, max } }];
    }
    return [];
  });
}

/** Every kv head serves as many query heads as any other. */
export const groupProblems = ({ queryHeads, kvHeads }: Dims): Problem[] =>
  queryHeads % kvHeads === 0
    ? []
    : [{ field: 'kvHeads', code: 'notDivisible', values: { queryHeads, kvHeads } }];

/** A rotary part of its own turns as a whole, in pairs. */
export const rotationProblems = ({ ropeDim: value }: Dims): Problem[] =>
  value % 2 === 0
    ? []
    : [{ field: 'ropeDim', code: 'oddRotation', values: { field: 'ropeDim', value } }];

/** The divisors of `n`, ascending: the kv head counts that GQA can have. */
export function divisors(n: number): number[] {
  const found: number[] = [];
  for (let d = 1; d <= n; d++) if (n % d === 0) found.push(d);
  return found;
}
