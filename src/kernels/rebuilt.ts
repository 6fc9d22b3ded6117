// How keys and values that are rebuilt from the cache are cut into chunks, so that no buffer grows with the context.

import type { Plan } from '../attention/plan';
import { splitKeys, type Knobs, type StepSizes } from './dispatch';
import { rowLayout } from './layout';

/** Bytes that one rebuilt tensor may take: well within the smallest binding limit, 128 MiB. */
const mostBytes = 64 * 2 ** 20;
const mostKeys = 1024;

/** Cached tokens that a dispatch works on: all of them, or one chunk. */
export interface Span {
  readonly chunk: number | undefined;
  /** Tokens of a chunk, and rows that a rebuilt tensor has room for, per sequence and head. */
  readonly rebuiltKeys: number;
}

/** Tokens whose keys and values are rebuilt at a time: the largest power of two that fits, of 256 to 1024. */
export function rebuiltKeysOf(plan: Plan, { rebuiltKeys, batch }: Knobs): number {
  if (rebuiltKeys !== undefined) {
    if (rebuiltKeys < 1 || rebuiltKeys % splitKeys !== 0) {
      throw new RangeError(
        `${rebuiltKeys} tokens rebuilt at a time: give a multiple of ${splitKeys}`,
      );
    }
    return rebuiltKeys;
  }
  const bytesPerKey = Math.max(
    1,
    ...plan.tensors
      .filter(({ rows }) => rows === 'cached')
      .map(({ axes }) => batch * rowLayout(axes).rowStride * 4),
  );
  let keys = mostKeys;
  while (keys > splitKeys && keys * bytesPerKey > mostBytes) keys /= 2;
  return keys;
}

/** The chunks that cover a full cache; a single one is worked on as a whole. */
export function spansOf(plan: Plan, knobs: Knobs): Span[] {
  const rebuiltKeys = rebuiltKeysOf(plan, knobs);
  const count = Math.ceil(knobs.capacity / rebuiltKeys);
  if (count === 1) return [{ chunk: undefined, rebuiltKeys }];
  return Array.from({ length: count }, (_, chunk) => ({ chunk, rebuiltKeys }));
}

/** Tokens of the span that the longest sequence has. */
export function keysIn({ chunk, rebuiltKeys }: Span, { context }: StepSizes): number {
  if (chunk === undefined) return context;
  return Math.min(Math.max(context - chunk * rebuiltKeys, 0), rebuiltKeys);
}

/** The slot that names the span in a shader. */
export const spanSlot = ({ chunk }: Span): string =>
  chunk === undefined ? 'span/whole' : 'span/chunk';

/** What a dispatch on the span adds to its description. */
export const ofSpan = ({ chunk }: Span): { chunk?: number } =>
  chunk === undefined ? {} : { chunk };
