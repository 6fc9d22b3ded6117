// The sliding window of a model: its size, and whether it is switched on.

import type { DimRange } from '../attention/dims';
import { contextField } from './context';
import { attentionPartNames } from './fieldNames';
import type { JsonField } from './json';
import type { KnownType } from './modelType';
import type { FieldReader } from './reader';

export interface WindowSize {
  /** Null where no window is in force. */
  readonly tokens: number | null;
  /** The field that gives a size, in force or not. */
  readonly field: JsonField | undefined;
}

const windowRange: DimRange = { min: 1, max: 4194304 };

const windowNames = [
  'sliding_window',
  'sliding_window_size',
  'attention_window_size',
  'attention_chunk_size',
] as const;

/**
 * Nothing where the size is wrong. A window is not in force unless the file says to use it (Qwen), or where it is as wide
 * as the longest context (Phi).
 */
export function readWindow(
  fields: FieldReader,
  known: KnownType | undefined,
): WindowSize | undefined {
  const parts = attentionPartNames.flatMap((name) => fields.inside(name) ?? []);
  const field =
    fields.oneOf(windowNames) ?? parts.flatMap((part) => part.oneOf(windowNames) ?? [])[0];
  if (!field || field.value === -1 || field.value === false) {
    return { tokens: null, field: undefined };
  }
  const used = fields.flag('use_sliding_window');
  if (used === false) {
    fields.ignore(field, 'windowOff');
    return { tokens: null, field };
  }
  // Qwen's code, whose files have `max_window_layers`, has no window unless the file asks for it.
  const counts = fields.field('max_window_layers') !== undefined;
  const needsFlag = known?.window?.needsFlag ?? counts;
  if (used === undefined && needsFlag && !fields.names('use_sliding_window')) {
    fields.ignore(field, 'windowOffByDefault');
    return { tokens: null, field };
  }
  // Where a layer sees only its own chunk of the text, it keeps at most that chunk.
  if (field.place.path.endsWith('chunk_size')) fields.wonder(field, 'chunked');
  const tokens = fields.wholeIn(field, windowRange);
  if (tokens === undefined) return undefined;
  const context = contextField(fields)?.value;
  if (typeof context === 'number' && tokens >= context) {
    fields.ignore(field, 'windowTooWide');
    return { tokens: null, field };
  }
  return { tokens, field };
}
