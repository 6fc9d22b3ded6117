// What the attention kernels need to know of an attend step: where its rows lie, its slots and its constants.

import {
  find,
  headsOf,
  slice,
  type AttendStep,
  type Field,
  type Piece,
  type Plan,
} from '../attention/plan';
import type { FormatId } from '../attention/format';
import { f32, fieldsSlot, formatOf, u32, type Context } from './dispatch';
import { bytesPerQuad, fieldRowQuads, quads, rowLayout } from './layout';
import { rebuiltKeysOf } from './rebuilt';
import { hasScales, runOf, scaleBytesOf, scaleConstants, turnAround } from './scaled';

/** Where a key or value piece lies: a cache field, rows rebuilt from one, or tensors of the new tokens. */
interface Rows {
  readonly buffer: string;
  readonly place: 'field' | 'rebuilt' | 'new';
  readonly heads: number;
  readonly rowQuads: number;
  readonly format: FormatId;
  /** Quads of a row that count. */
  readonly quads: number;
  /** Where it is a cache field. */
  readonly field?: Field;
  /** Whether the last quad holds nothing but the piece's columns and zeros. */
  readonly clean: boolean;
}

function rowsOf({ plan, knobs }: Context, piece: Piece): Rows {
  const { from, axes, of } = slice(plan, piece.from);
  if (from !== 0) throw new Error(`a key or value that begins at column ${from} of "${of}"`);
  const width = axes.at(-1)?.[1] ?? 0;
  const field = plan.cache.find(({ id }) => id === of);
  if (field) {
    const format = formatOf(field, knobs);
    const rowQuads = fieldRowQuads(format, field.width);
    const clean = width === field.width || width % 4 === 0;
    const rows = { buffer: of, heads: field.heads, rowQuads, format, quads: quads(width) };
    return { ...rows, place: 'field', field, clean };
  }
  const tensor = find(plan.tensors, of);
  const { heads, headStride } = rowLayout(tensor.axes);
  return {
    buffer: of,
    place: tensor.rows === 'cached' ? 'rebuilt' : 'new',
    heads,
    rowQuads: headStride / 4,
    format: 'f32',
    quads: quads(width),
    clean: true,
  };
}

function queryOf({ plan }: Context, piece: Piece) {
  const x = rowLayout(find(plan.tensors, piece.from.of).axes);
  const { from, axes } = slice(plan, piece.from);
  if (from % 4 !== 0) throw new Error(`a query piece begins at ${from}, not at a multiple of 4`);
  return {
    buffer: piece.from.of,
    quads: quads(axes.at(-1)?.[1] ?? 0),
    clean: from + (axes.at(-1)?.[1] ?? 0) === x.width || (axes.at(-1)?.[1] ?? 0) % 4 === 0,
    rowQuads: x.rowStride / 4,
    headQuads: x.headStride / 4,
    fromQuads: from / 4,
  };
}

/** The rows of a step's pieces; throws where no kernel takes them as they are. */
function piecesOf(step: AttendStep, context: Context) {
  const { index, knobs } = context;
  const [q, qTail] = step.q.map((piece) => queryOf(context, piece));
  const [key, keyTail] = step.key.map((piece) => rowsOf(context, piece));
  const [value] = step.value.map((piece) => rowsOf(context, piece));
  if (!q || !key || !value || step.value.length > 1 || step.key.length > 2) {
    throw new Error(`step ${index}: a key of one or two pieces and a value of one only`);
  }
  if (
    step.q.length !== step.key.length ||
    q.quads !== key.quads ||
    qTail?.quads !== keyTail?.quads
  ) {
    throw new Error(`step ${index}: query and key rows are made of different pieces`);
  }
  if (!q.clean && !key.clean && !hasScales(key.format)) {
    throw new Error(`step ${index}: query and key both end within a quad of a wider row`);
  }
  if (key.format !== value.format || key.place !== value.place) {
    throw new Error(
      `step ${index}: keys in ${key.format} (${key.place}), values in ${value.format} (${value.place})`,
    );
  }
  if (qTail && qTail.fromQuads !== 0) throw new Error(`step ${index}: a query tail that is a view`);
  if (keyTail && keyTail.place !== 'field') {
    throw new Error(`step ${index}: a second key piece that is no cache field`);
  }
  if (keyTail && hasScales(keyTail.format)) {
    throw new Error(`step ${index}: a second key piece in ${keyTail.format}`);
  }
  if (knobs.ring && (key.place !== 'field' || !step.mask.window)) {
    throw new Error(`step ${index}: a ring is for cache fields that are seen through a window`);
  }
  return { q, qTail, key, keyTail, value };
}

/** What key/* or value/* reads to find the scales of a field's rows, where it has any. */
const scalesOf = (prefix: 'KEY' | 'VALUE', { field, format, heads }: Rows) =>
  field && hasScales(format)
    ? { [`${prefix}_HEADS`]: heads, ...scaleConstants(prefix, format, field.width) }
    : {};

function turnedOf({ q: [q], out }: AttendStep, context: Context, key: Rows, value: Rows) {
  if (!q || !key.field || !value.field || !hasScales(key.format)) return undefined;
  return turnAround(context, { query: q.from, out, key: key.field, value: value.field });
}

/** Query heads of a step, and its kv heads, each of which as many of them share. */
function headsOfStep(plan: Plan, step: AttendStep) {
  const own = [...step.key, ...step.value].filter(({ heads }) => heads === 'own');
  const kvHeads = own.length > 0 ? Math.max(...own.map(({ from }) => headsOf(plan, from))) : 1;
  const out = rowLayout(find(plan.tensors, step.out).axes);
  return { out, kvHeads, groupSize: out.heads / kvHeads };
}

/** Whether a value is the first columns of its key, so that a row is loaded once for both. */
function isKeyPrefix(plan: Plan, { key: [key], value: [value] }: AttendStep): boolean {
  if (!key || !value || key.from.of !== value.from.of) return false;
  const quadsOf = ({ from }: Piece) => quads(slice(plan, from).axes.at(-1)?.[1] ?? 0);
  return quadsOf(value) <= quadsOf(key);
}

/** Query heads that share a latent, which is their key and value at once; 0 where a value is no part of its key. */
export function headsOfLatent(plan: Plan): number {
  const step = plan.steps.find(({ op }) => op === 'attend');
  if (step?.op !== 'attend' || !isKeyPrefix(plan, step)) return 0;
  return headsOfStep(plan, step).groupSize;
}

/** What key/counting and its like count: quads of keys, of values and of second key pieces. */
const loadsBuffer = { id: 'loads', role: 'loads', bytes: 12 } as const;

/** Everything that the attention kernels need to know of a step. */
export function shapeOf(step: AttendStep, context: Context) {
  const { plan, knobs } = context;
  const { qTail, key, keyTail, value, ...pieces } = piecesOf(step, context);
  const turned = turnedOf(step, context, key, value);
  const q = turned ? { ...pieces.q, ...turned.query } : pieces.q;
  const { out, kvHeads, groupSize } = headsOfStep(plan, step);
  const queryTail = qTail ?? { ...q, quads: 0 };
  const { softcap, scale, mask, sinks } = step;
  const rebuilt = key.place === 'rebuilt';
  if (knobs.counting && key.format !== 'f32') throw new Error(`loads are counted in f32 only`);
  const counted = knobs.counting ? 'counting' : undefined;
  const bytesPerValue =
    value.quads * bytesPerQuad[value.format] + scaleBytesOf(value.format, value.quads * 4);
  if (mask.window && !mask.causal)
    throw new Error(`step ${context.index}: a window of a full mask`);
  const maskHeads = mask.additive === 'perHead' ? out.heads : 1;
  const maskBuffer = `additive ${step.out}`;
  return {
    key,
    keyTail,
    value,
    out,
    kvHeads,
    groupSize,
    rebuilt,
    causal: mask.causal,
    windowed: mask.window !== undefined && !rebuilt,
    sinks,
    lse: step.lse,
    /** Where contexts are of spread values: what turns the queries of quantised fields, and contexts back. */
    turned,
    /** Where contexts are written. */
    result: turned?.context ?? step.out,
    buffers: {
      query: q.buffer,
      query_tail: queryTail.buffer,
      keys: key.buffer,
      ...(keyTail ? { key_tails: keyTail.buffer } : {}),
      ...(mask.additive ? { additive: maskBuffer } : {}),
      ...(counted ? { loads: loadsBuffer.id } : {}),
    },
    loadsBuffers: counted ? [loadsBuffer] : [],
    /** The additive mask as the step brings it, with room for the largest. */
    maskBuffers: mask.additive
      ? [
          {
            id: maskBuffer,
            role: 'mask' as const,
            heads: maskHeads,
            bytes:
              knobs.batch *
              maskHeads *
              knobs.maxNewTokens *
              Math.max(knobs.capacity, knobs.maxPositions ?? 0) *
              4,
          },
        ]
      : [],
    slots: {
      key: `key/${counted ?? key.format}`,
      key_tail: keyTail ? `key_tail/${counted ?? keyTail.format}` : 'key_tail/none',
      place: `place/${key.place}`,
      fields: fieldsSlot(knobs),
      mask: !mask.causal ? 'mask/full' : mask.window ? 'mask/window' : 'mask/causal',
      score: softcap ? 'score/softcap' : 'score/plain',
      bias: mask.additive ? 'bias/additive' : 'bias/none',
    },
    /** What every kernel reads that makes scores. */
    scoreConstants: {
      ...u32({
        KV_HEADS: kvHeads,
        GROUP_SIZE: groupSize,
        QUERY_QUADS: q.quads,
        QUERY_ROW_QUADS: q.rowQuads,
        QUERY_HEAD_QUADS: q.headQuads,
        QUERY_FROM_QUADS: q.fromQuads,
        TAIL_QUADS: keyTail?.quads ?? 0,
        TAIL_QUERY_ROW_QUADS: queryTail.rowQuads,
        TAIL_QUERY_HEAD_QUADS: queryTail.headQuads,
        KEY_HEADS: key.heads,
        KEY_ROW_QUADS: key.rowQuads,
        ...runOf('KEY', key.format, 1),
        ...runOf('TAIL', keyTail?.format, 1),
        TAIL_HEADS: keyTail?.heads ?? 1,
        ...scalesOf('KEY', key),
        ...(keyTail ? { TAIL_ROW_QUADS: keyTail.rowQuads } : {}),
        ...(mask.additive ? { MASK_HEADS: maskHeads } : {}),
        ...(rebuilt ? { REBUILT_KEYS: rebuiltKeysOf(plan, knobs) } : {}),
      }),
      SCALE: f32(scale),
      ...(softcap ? { SOFTCAP: f32(softcap) } : {}),
    },
    /** What those have besides that weigh values, and what they load them by. */
    valueConstants: u32({ VALUE_HEADS: value.heads, VALUE_QUADS: value.quads }),
    valueSlots: { value: `value/${counted ?? value.format}` },
    valueLoadConstants: u32({
      VALUE_ROW_QUADS: value.rowQuads,
      ...runOf('VALUE', value.format, 1),
      ...scalesOf('VALUE', value),
    }),
    valueBuffers: { values: value.buffer },
    valueIsKey: isKeyPrefix(plan, step),
    /** Bytes of one key and value, loaded once, and of the value alone. */
    bytesPerKey:
      key.quads * bytesPerQuad[key.format] +
      scaleBytesOf(key.format, key.quads * 4) +
      (keyTail ? keyTail.quads * bytesPerQuad[keyTail.format] : 0) +
      bytesPerValue,
    bytesPerValue,
    /** Bytes of one query row. */
    queryBytes: (q.quads + (keyTail?.quads ?? 0)) * 16,
  };
}

export type AttendShape = ReturnType<typeof shapeOf>;
