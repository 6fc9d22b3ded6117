// Ratios that carry their baseline: "57 times" means nothing without "of what".

/** A figure and whose it is: a variant's, a mode's or a model's id. */
export interface Named {
  readonly id: string;
  readonly value: number;
}

export interface Ratio {
  readonly value: number;
  /** Whose figure the ratio is taken against. */
  readonly baselineId: string;
}

/** How many times `part` goes into the baseline: 56.9 for MLA's 576 elements against MHA's 32,768. */
export const timesLess = (part: Named, baseline: Named): Ratio => ({
  value: baseline.value / part.value,
  baselineId: baseline.id,
});

/** The share of the baseline that `part` saves, from 0 to 1; negative where it is larger. */
export const shareSaved = (part: Named, baseline: Named): Ratio => ({
  value: 1 - part.value / baseline.value,
  baselineId: baseline.id,
});
