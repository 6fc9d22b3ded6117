// Attention as it is written on paper, an invocation for each query row: to be read, and for others to be compared with.

import {
  finishing,
  isIdle,
  keysOfAllPacks,
  shareOf,
  spanOf,
  type AttendFamily,
  type AttendResult,
} from './attendFamily';
import type { AttendShape } from './attendShape';
import { groupLanes, u32, type Context, type Dispatch, type StepSizes } from './dispatch';
import { ofSpan, type Span } from './rebuilt';

/** No row is cut but where keys are rebuilt in chunks, which are gone with the next one. */
export const naiveAttend: AttendFamily = (context, shape, spans) => ({
  splitKeys: spans.length > 1 ? (spans[0]?.rebuiltKeys ?? Infinity) : Infinity,
  onSpan: (span, result) => [rowsAttend(context, shape, span, result)],
});

function rowsAttend(
  { index, knobs }: Context,
  shape: AttendShape,
  span: Span,
  result: AttendResult,
): Dispatch {
  const { kvHeads, out } = shape;
  const lanes = groupLanes(knobs);
  const finish = finishing(shape, result);
  const rows = ({ batch, newTokens }: StepSizes) => batch * newTokens * out.heads;
  return {
    covers: [index],
    kernel: '5_attend_naive',
    slots: {
      ...shape.slots,
      ...shape.valueSlots,
      span: spanOf(shape, span),
      finish: finish.slot,
    },
    constants: {
      ...shape.scoreConstants,
      ...shape.valueConstants,
      ...shape.valueLoadConstants,
      ...u32({ LANES: lanes }),
      ...finish.constants,
    },
    buffers: { ...shape.buffers, ...shape.valueBuffers, ...finish.buffers },
    ...ofSpan(span),
    grid: (sizes) => [isIdle(span, sizes) ? 0 : Math.ceil(rows(sizes) / lanes), 1, 1],
    // Rows share no load, whatever a GPU makes of lanes that ask for the same.
    traffic: (sizes) => ({
      readBytes:
        kvHeads *
        keysOfAllPacks(sizes, shape, 1) *
        shareOf(span, sizes) *
        (2 * (shape.bytesPerKey - shape.bytesPerValue + shape.queryBytes) + shape.bytesPerValue),
      writtenBytes: finish.writtenBytes(sizes),
    }),
  };
}
