// Schedules the append of new rows to a cache field.

import { find, slice, type AppendStep, type Piece } from '../attention/plan';
import { paddedRowBytes } from '../attention/format';
import { fieldRowQuads, rowLayout } from './layout';
import {
  fieldsSlot,
  flatGrid,
  formatOf,
  groupLanes,
  u32,
  type Context,
  type Dispatch,
} from './dispatch';
import { groupEncoding } from './encoding';
import { foldedGrid, hasScales } from './scaled';

/** Where a piece's columns are read: strides in elements, the head's being 0 where all heads share it. */
function columnsOf({ plan }: Context, piece: Piece | undefined) {
  if (!piece) return { WIDTH: 0, ROW: 0, HEAD: 0, FROM: 0 };
  const x = rowLayout(find(plan.tensors, piece.from.of).axes);
  const { from, axes } = slice(plan, piece.from);
  return {
    WIDTH: axes.at(-1)?.[1] ?? 0,
    ROW: x.rowStride,
    HEAD: piece.heads === 'own' ? x.headStride : 0,
    FROM: from,
  };
}

const prefixed = (prefix: string, values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, value]));

export function scheduleAppend(step: AppendStep, context: Context): Dispatch {
  const { plan, knobs, index } = context;
  const field = find(plan.cache, step.field);
  const format = formatOf(field, knobs);
  const rowQuads = fieldRowQuads(format, field.width);
  const [front, back, ...more] = step.x;
  if (!front || more.length > 0) throw new Error(`step ${index}: rows of one or two pieces only`);
  const rowsOf = ({ batch, newTokens }: { batch: number; newTokens: number }) =>
    batch * newTokens * field.heads;
  const encoding = hasScales(format) ? groupEncoding(format, field, groupLanes(knobs)) : undefined;
  return {
    covers: [index],
    kernel: encoding ? '4_append_scaled' : '4_append',
    slots: {
      store: `store/${format}`,
      fields: fieldsSlot(knobs),
      ...encoding?.slots,
    },
    constants: u32({
      HEADS: field.heads,
      ...(encoding?.constants ?? { ROW_QUADS: rowQuads }),
      ...prefixed('FRONT', columnsOf(context, front)),
      ...prefixed('BACK', columnsOf(context, back)),
    }),
    buffers: {
      front: front.from.of,
      back: (back ?? front).from.of,
      stored: field.id,
    },
    grid: (sizes) =>
      encoding
        ? foldedGrid(sizes.batch * sizes.newTokens, field.heads * encoding.groups)
        : flatGrid(rowsOf(sizes) * rowQuads),
    traffic: (sizes) => ({
      readBytes: rowsOf(sizes) * field.width * 4,
      writtenBytes: rowsOf(sizes) * paddedRowBytes(format, field.width),
    }),
  };
}
