// What a command for an engine is made of: what is asked, and arguments that each say why.

import type { FormatId } from '../attention/format';
import type { Room } from '../price/capacity';
import type { Deployment } from '../price/parallel';
import type { ServedModel } from '../price/served';
import type { Said } from './config';

export interface CommandRequest {
  /** A name on the Hugging Face hub, or the folder that holds the written config.json. */
  readonly model: string;
  /** Whether there are weights of these sizes; where sizes were changed, vLLM can make some up. */
  readonly hasWeights: boolean;
  /** With the decode plan; null where the bytes of the weights are not known. */
  readonly served: ServedModel | null;
  /** Tokens that the model allows; null where that is not known. */
  readonly maxContext: number | null;
  /** Asked for: tokens of each sequence, sequences in all. */
  readonly tokens: number;
  readonly batch: number;
  readonly format: FormatId;
  /** Of each device; null where it is not known. */
  readonly room: Room | null;
  readonly attention: Deployment['attention'];
  /** Devices; null for as few as fit. */
  readonly devices: number | null;
  /** Tokens of a page of the cache; null for vLLM's own choice. */
  readonly blockTokens: number | null;
}

/** Why an argument has its value. Values whose names end in `Bytes` are bytes, to be shown in the reader's unit. */
export const reasonCodes = [
  'tensorFewest',
  'tensorAsked',
  'tensorUnchecked',
  'dataMixture',
  'dataDense',
  'dataUnchecked',
  'expertParallel',
  'contextAsked',
  'contextOfModel',
  'contextThatFits',
  'contextUnchecked',
  'cacheAsModel',
  'cacheNot32',
  'cacheEight',
  'cacheNotFour',
  'sequences',
  'sequencesOfEach',
  'memoryShare',
  'blockTokens',
  'madeUpWeights',
  'noTokenizer',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** What the arguments do not show. */
export const commandNoteCodes = [
  'weightsUnknown',
  'memoryUnknown',
  'repeatedCache',
  'windows',
  'severalMachines',
] as const;

export type CommandNote = Said<(typeof commandNoteCodes)[number]>;

export const commandRefusalCodes = ['nothingFits', 'headsDoNotDivide'] as const;

export interface CommandArgument {
  readonly flag: `--${string}`;
  /** Null where the flag says it all. */
  readonly value: string | null;
  readonly because: Said<ReasonCode>;
}

export type CommandResult =
  | {
      readonly kind: 'command';
      readonly arguments: readonly CommandArgument[];
      readonly notes: readonly CommandNote[];
      /** To be pasted into a shell. */
      readonly text: string;
    }
  | {
      readonly kind: 'refusal';
      readonly refusal: Said<(typeof commandRefusalCodes)[number]>;
    };
