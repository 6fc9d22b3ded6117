// Schedules heads that are sums of outer products: of the new tokens, or of a span of the cached ones.

import { find, headsOf, type OuterProductStep, type View } from '../attention/plan';
import {
  f32,
  fieldsSlot,
  flatGrid,
  u32,
  type Context,
  type Dispatch,
  type StepSizes,
} from './dispatch';
import { bytesPerQuad, rowLayout } from './layout';
import { keysIn, ofSpan, spanSlot, type Span } from './rebuilt';
import { runOf } from './scaled';
import { cachedRows } from './scaled';

/** Where a factor's rows lie: a cache field's, or a tensor's. */
function factorOf(context: Context, { of }: View) {
  const { plan } = context;
  const field = plan.cache.find(({ id }) => id === of);
  if (field) return cachedRows(context, field);
  const { headStride } = rowLayout(find(plan.tensors, of).axes);
  return { buffer: of, rowQuads: headStride / 4, format: 'f32' as const, restored: false };
}

/** `span`: the cached tokens that are worked on; null where the factors belong to the new tokens. */
export function scheduleOuterProduct(
  step: OuterProductStep,
  context: Context,
  span: Span | null,
): Dispatch {
  const { plan, knobs, index } = context;
  const [left, right] = [factorOf(context, step.left), factorOf(context, step.right)];
  const rank = headsOf(plan, step.left);
  const out = rowLayout(find(plan.tensors, step.out).axes);
  const rowsOf = (sizes: StepSizes) => sizes.batch * (span ? keysIn(span, sizes) : sizes.newTokens);
  return {
    covers: [index],
    kernel: '1_outer_product',
    slots: span
      ? {
          key: `key/${left.format}`,
          value: `value/${right.format}`,
          ...(left.restored
            ? { place: 'place/rebuilt' }
            : { place: 'place/field', fields: fieldsSlot(knobs) }),
          factors: 'factors/cached',
          span: spanSlot(span),
          into: 'into/rebuilt',
        }
      : {
          key: 'key/f32',
          value: 'value/f32',
          place: 'place/new',
          factors: 'factors/new',
          into: 'into/activation',
        },
    constants: {
      ...u32({
        RANK: rank,
        OUT_HEADS: out.heads,
        OUT_HEAD_QUADS: out.headStride / 4,
        KEY_ROW_QUADS: left.rowQuads,
        VALUE_ROW_QUADS: right.rowQuads,
        ...runOf('KEY', left.format, 1),
        ...runOf('VALUE', right.format, 1),
        ...(span ? { REBUILT_KEYS: span.rebuiltKeys } : { OUT_ROW_QUADS: out.rowStride / 4 }),
      }),
      SCALE: f32(step.scale),
    },
    buffers: { keys: left.buffer, values: right.buffer, results: step.out },
    ...(span ? ofSpan(span) : {}),
    grid: (sizes) =>
      rowsOf(sizes) > 0 ? flatGrid(rowsOf(sizes) * (out.rowStride / 4)) : [0, 1, 1],
    traffic: (sizes) => ({
      readBytes:
        rowsOf(sizes) *
        (out.rowStride / 4) *
        rank *
        (bytesPerQuad[left.format] + bytesPerQuad[right.format]),
      writtenBytes: rowsOf(sizes) * out.rowStride * 4,
    }),
  };
}
