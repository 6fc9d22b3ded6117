// What a family of attention kernels is: how it cuts the cache, and its dispatches on a span of it.

import type { AttendShape } from './attendShape';
import { u32, type BufferSpec, type Context, type Dispatch, type StepSizes } from './dispatch';
import { keysIn, spanSlot, type Span } from './rebuilt';

/** Where a dispatch leaves what it finds: finished, or as partial results for the merge. */
export interface AttendResult {
  readonly kind: 'context' | 'partials';
  /** Buffer id. */
  readonly buffer: string;
}

export type AttendFamily = (
  context: Context,
  shape: AttendShape,
  spans: readonly Span[],
) => {
  /** Keys of each partial result; Infinity where one dispatch sees them all. */
  readonly splitKeys: number;
  /** In the order in which they run. */
  readonly onSpan: (span: Span, result: AttendResult) => readonly Dispatch[];
  /** What its dispatches pass on among themselves. */
  readonly buffers?: readonly BufferSpec[];
  /** Lanes of a merge in which none waits for another; without it a workgroup merges a query row. */
  readonly mergeLanes?: number;
};

/** Of a partial result: its maximum and its weight, in a quad of their own. */
export const statisticsBytes = 16;

/** Bytes of a query row's partial result: its sums, its maximum and its weight. */
export const partialBytes = ({ value }: AttendShape): number => value.quads * 16 + statisticsBytes;

export const spanOf = (shape: AttendShape, span: Span): string =>
  shape.windowed ? 'span/window' : spanSlot(span);

/** Whether a span has nothing to do; the first one still tells a step without keys that its results are 0. */
export const isIdle = (span: Span, sizes: StepSizes): boolean =>
  keysIn(span, sizes) === 0 && (span.chunk ?? 0) > 0;

/** How much of the cached tokens a span has. */
export const shareOf = (span: Span, sizes: StepSizes): number =>
  keysIn(span, sizes) / Math.max(sizes.context, 1);

/** Slices of `splitKeys` keys that a span is cut into. */
export const slicesOf = (span: Span, sizes: StepSizes, splitKeys: number): number => {
  if (span.chunk === undefined) return sizes.splits;
  return isIdle(span, sizes) ? 0 : Math.max(1, Math.ceil(keysIn(span, sizes) / splitKeys));
};

/** Keys that each pack of query rows of one kv head sees, in a sequence as long as the longest. */
export function keysOfPacks(
  { newTokens, context, window = Infinity }: StepSizes,
  { groupSize, causal }: Pick<AttendShape, 'groupSize' | 'causal'>,
  packRows: number,
): number[] {
  const rows = newTokens * groupSize;
  const before = context - newTokens;
  return Array.from({ length: Math.ceil(rows / packRows) }, (_, pack) => {
    if (!causal) return context;
    const firstToken = Math.floor((pack * packRows) / groupSize);
    const lastToken = Math.floor((Math.min((pack + 1) * packRows, rows) - 1) / groupSize);
    return before + lastToken + 1 - Math.max(before + firstToken + 1 - window, 0);
  });
}

/** How many sequences as long as the longest have as many keys as there are: shorter ones count in proportion. */
export function longestSequences(
  sizes: StepSizes,
  shape: Pick<AttendShape, 'groupSize' | 'causal'>,
): number {
  const [seen = 0] = keysOfPacks(sizes, shape, sizes.newTokens * shape.groupSize);
  return seen === 0 ? 0 : sizes.keys / seen;
}

/** Keys that packs of query rows of one kv head see, summed over packs and sequences. */
export const keysOfAllPacks = (
  sizes: StepSizes,
  shape: Pick<AttendShape, 'groupSize' | 'causal'>,
  packRows: number,
): number =>
  longestSequences(sizes, shape) *
  keysOfPacks(sizes, shape, packRows).reduce((sum, keys) => sum + keys, 0);

/** What a kernel that writes by finish/* is given for it, and what it writes. */
export function finishing(shape: AttendShape, { kind, buffer }: AttendResult) {
  const { out } = shape;
  return {
    slot: kind === 'context' ? 'finish/context' : 'finish/partial',
    constants:
      kind === 'context'
        ? u32({ OUT_ROW_QUADS: out.rowStride / 4, OUT_HEAD_QUADS: out.headStride / 4 })
        : {},
    buffers: { [kind]: buffer },
    /** Of all query rows: contexts, or a partial result for each slice. */
    writtenBytes: ({ batch, newTokens }: StepSizes, slices = 1): number =>
      batch *
      newTokens *
      (kind === 'context' ? out.rowStride * 4 : out.heads * slices * partialBytes(shape)),
  };
}

/** Query rows of a pack of at most `largest`: as even as the group allows, and never more than there can be. */
export function packSize(groupSize: number, maxNewTokens: number, largest: number): number {
  const rows = groupSize * maxNewTokens;
  if (maxNewTokens > 1) return Math.min(largest, rows);
  return Math.ceil(rows / Math.ceil(rows / largest));
}
