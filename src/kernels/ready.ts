// Schedules chains of norm, rotation and append in one dispatch.

import { find, slice } from '../attention/plan';
import { paddedRowBytes } from '../attention/format';
import { sizesOfChain, type Chain } from './chains';
import {
  groupLanes,
  reduceSlots,
  fieldsSlot,
  formatOf,
  u32,
  wordRows,
  type Dispatch,
  type Schedule,
  type StepSizes,
} from './dispatch';
import { fieldRowQuads, rowLayout } from './layout';
import { placeOf } from './regions';
import { pairFiles } from './rotate';
import { readyEncoding } from './encoding';
import { hasScales } from './scaled';

type Joined = Pick<Schedule, 'plan' | 'knobs' | 'buffers'>;

/** NONE and RESULT of shaders/part/ready_row.wgsl. */
const none = 0x7fffffff;
const result = 2;

/** The bits of an f32. */
const bitsOf = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;

/** Where a chain's rows go: how many quads each has, workgroups for one, and bytes written. */
function target({ plan, knobs, buffers }: Joined, { to }: Chain, fields: readonly string[]) {
  if ('tensor' in to) {
    const out = rowLayout(find(plan.tensors, to.tensor).axes);
    return {
      to: result,
      headGroups: 1,
      from: placeOf(buffers, to.tensor).offsetBytes / 16,
      row: out.rowStride / 4,
      quads: out.headStride / 4,
      bytes: out.headStride * 4,
    };
  }
  const format = formatOf(to.field, knobs);
  return {
    to: fields.indexOf(to.field.id),
    headGroups: hasScales(format) ? readyEncoding(knobs, format, to.field).groups : 1,
    from: 0,
    row: 0,
    quads: fieldRowQuads(format, to.field.width),
    bytes: paddedRowBytes(format, to.field.width),
  };
}

/** A chain as the kernel reads it, its workgroups for a row, and the bytes that a row moves. */
function chainFor(context: Joined, chain: Chain, fields: readonly string[]) {
  const { plan, buffers } = context;
  const { heads, width } = sizesOfChain(plan, chain);
  const x = rowLayout(find(plan.tensors, chain.view.of).axes);
  const { from } = slice(plan, chain.view);
  const to = target(context, chain, fields);
  const { norm, rotate } = chain;
  const words = (firstGroup: number) => [
    firstGroup,
    to.headGroups,
    heads,
    placeOf(buffers, chain.view.of).offsetBytes / 4 + from,
    x.rowStride,
    chain.shared ? 0 : x.headStride,
    width,
    norm ? placeOf(buffers, norm.weight).offsetBytes / 4 : none,
    bitsOf(norm?.eps ?? 0),
    rotate ? (rotate.at ?? 0) : none,
    to.to,
    to.from,
    to.row,
    to.quads,
  ];
  const table = rotate ? find(plan.tables, rotate.table) : undefined;
  return {
    groups: heads * to.headGroups,
    words,
    // Columns and, where there is a norm, gains; a position's turns once.
    readBytes: heads * width * (norm ? 8 : 4) + (table ? table.dim * 4 : 0),
    writtenBytes: heads * to.bytes,
  };
}

/** Slots and constants of how fields are encoded: those with scales, and the others. */
function encodingOf({ plan, knobs }: Joined, ids: readonly string[]) {
  const fields = ids.map((id) => find(plan.cache, id));
  const [scaled] = fields.filter((field) => hasScales(formatOf(field, knobs)));
  const plain = fields.map((field) => formatOf(field, knobs)).find((format) => !hasScales(format));
  const slots = {
    pack: `pack/${plain ?? 'f32'}`,
    stored: `stored/${['none', 'one', 'two'][fields.length]}`,
  };
  if (!scaled) {
    const reduce = reduceSlots(knobs, groupLanes(knobs));
    return { kernel: '4_ready', slots: { ...reduce, ...slots }, constants: {} };
  }
  const format = formatOf(scaled, knobs);
  const encoding = readyEncoding(knobs, format, scaled);
  const bits = fields.map((field, i) => (hasScales(formatOf(field, knobs)) ? 1 << i : 0));
  return {
    kernel: encoding.kernel,
    slots: { ...encoding.slots, store: `store/${format}`, ...slots },
    constants: { ...encoding.constants, SCALED_FIELDS: bits.reduce((all, bit) => all | bit, 0) },
  };
}

export function scheduleReady(
  { indices, chains }: { readonly indices: readonly number[]; readonly chains: readonly Chain[] },
  context: Joined,
): Dispatch {
  const { plan, knobs, buffers } = context;
  const fields = chains.flatMap(({ to }) => ('field' in to ? [to.field.id] : []));
  const tensors = chains.flatMap(({ to }) => ('tensor' in to ? [to.tensor] : []));
  const { kernel, slots, constants } = encodingOf(context, fields);
  const name = (id: string) => placeOf(buffers, id).buffer;
  const inputs = name(chains[0]?.view.of ?? '');
  const [norm] = chains.flatMap((chain) => chain.norm ?? []);
  const [rotate] = chains.flatMap((chain) => chain.rotate ?? []);
  const table = rotate ? find(plan.tables, rotate.table) : undefined;
  let groups = 0;
  const made = chains.map((chain) => chainFor(context, chain, fields));
  const rows = made.map((each) => {
    groups += each.groups;
    return each.words(groups - each.groups);
  });
  const rowsOf = ({ batch, newTokens }: StepSizes) => batch * newTokens;
  const sum = (of: (each: (typeof made)[number]) => number) =>
    made.reduce((total, each) => total + of(each), 0);
  return {
    covers: indices,
    kernel,
    slots: {
      ...slots,
      fields: fieldsSlot(knobs),
      into: tensors.length > 0 ? 'into/joined' : 'into/nothing',
      pairs: pairFiles[table?.spec.pairs ?? 'interleaved'],
    },
    constants: {
      ...u32({
        LANES: groupLanes(knobs),
        ROTARY_DIM: table?.dim ?? 2,
        CHAIN_COUNT: chains.length,
        ...constants,
      }),
      CHAINS: wordRows(rows),
    },
    buffers: {
      inputs,
      gains: norm ? name(norm.weight) : inputs,
      turns: rotate ? rotate.table : inputs,
      ...(tensors[0] === undefined ? {} : { results: name(tensors[0]) }),
      ...(fields[0] === undefined ? {} : { stored: fields[0] }),
      ...(fields[1] === undefined ? {} : { stored_second: fields[1] }),
    },
    grid: (sizes) => [groups, rowsOf(sizes), 1],
    traffic: (sizes) => ({
      readBytes: rowsOf(sizes) * sum(({ readBytes }) => readBytes),
      writtenBytes: rowsOf(sizes) * sum(({ writtenBytes }) => writtenBytes),
    }),
  };
}
