// What others have published about attention and its cache, as data to quote or to hold computed figures against.

import { factsDate } from './model';

/**
 * `computed`: this program arrives at the printed value (tested). `inference`: it does, but only with an assumption
 * that the source does not spell out and `note` does. `quoted`: measured or reported, nothing here could compute it.
 * `corrected`: not to be repeated as printed; `correction` has what to say instead.
 */
export type ClaimKind = 'computed' | 'inference' | 'quoted' | 'corrected';

/** What a column of a table holds, and at which scale it was measured. */
export interface ResultColumn {
  readonly name: string;
  readonly better: 'higher' | 'lower';
  /** Of the models in the column, where the column is a size. */
  readonly parameters?: number;
  readonly trainingTokens?: number;
}

export interface ResultRow {
  /** As the source calls it. */
  readonly label: string;
  /** The variant's abbreviation; absent where it is none that this program has. */
  readonly attention?: string;
  readonly parameters?: number;
  readonly activeParameters?: number;
  /** One for each column; null: the source has none. */
  readonly values: readonly (number | null)[];
  /** What is cached of a token, in the table's `cacheUnit`. */
  readonly cache?: number;
  /** Keys and values of these sizes are kept, of as many layers: fewer than the model's where layers share them. */
  readonly kept?: { readonly headDim: number; readonly kvHeads: number; readonly layers: number };
}

/** Quality or speed by attention, to be shown as reported, with its scale, and never as a law. */
export interface ResultTable {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly ResultRow[];
  readonly trainingTokens?: number;
  readonly cacheUnit?: 'elementsPerTokenLayer' | 'elementsPerToken' | 'bytesPerToken';
}

export interface Claim {
  readonly id: string;
  readonly kind: ClaimKind;
  readonly claim: string;
  /** As printed: a number, a range or formula in words, or several figures by name. */
  readonly value?: number | string | Readonly<Record<string, number | string>>;
  readonly unit?: string;
  readonly formula?: string;
  readonly table?: ResultTable;
  /** What to show instead of the printed value, and why. */
  readonly correction?: { readonly value: string; readonly why: string };
  /** What a reader should know before repeating it. */
  readonly note?: string;
  /** `secondary`: read in someone's notes that quote the source. `citation`: title, date and address alone. */
  readonly status: 'verified' | 'secondary' | 'citation';
  readonly source: string;
  /** The day on which the source was read, ISO 8601. */
  readonly date: string;
}

/** A claim read in its source itself, unless it says otherwise. */
export const claim = (
  stated: Omit<Claim, 'status' | 'date'> & Partial<Pick<Claim, 'status'>>,
): Claim => ({ status: 'verified', date: factsDate, ...stated });
