// What writing a config.json gives: its fields with what they leave unsaid, or why no file can say it.

import type { Values } from '../import/model';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Fields of a config.json, in the order in which they are written. */
export type Fields = { readonly [name: string]: Json };

/** A sentence by its code and what is filled in. */
export interface Said<Code extends string> {
  readonly code: Code;
  readonly values: Values;
}

/** What an engine is not told by the file, and takes from its own defaults or does otherwise. */
export const configNoteCodes = [
  // Of the rest of the model, which nothing here describes.
  'vocabulary',
  'mlp',
  'norms',
  'weights',
  'weightType',
  'context',
  'layerOrder',
  // Of attention, which no `model_type` that engines know has all together.
  'unsaidWindows',
  'unsaidLocalRotation',
  'unsaidRotation',
  'unsaidPairs',
  'unsaidRotaryDim',
  'unsaidCosSin',
  'unsaidBiases',
  'unsaidHeadNorm',
  'unsaidSinks',
  'unsaidSoftcap',
  'unsaidScale',
] as const;
export type ConfigNoteCode = (typeof configNoteCodes)[number];
export type ConfigNote = Said<ConfigNoteCode>;

export const configRefusalCodes = [
  'noConfiguration',
  'notServed',
  'valueWidth',
  'windowsDiffer',
] as const;
export type ConfigRefusal = Said<(typeof configRefusalCodes)[number]>;

export type ConfigResult =
  | {
      readonly kind: 'config';
      readonly config: Fields;
      /** The file as it is saved. */
      readonly text: string;
      readonly notes: readonly ConfigNote[];
    }
  | { readonly kind: 'refusal'; readonly refusal: ConfigRefusal };

/** A part of the file. */
export interface Written {
  readonly fields: Fields;
  readonly notes: readonly ConfigNote[];
}
