// Bytes of cached rows that views of a field touch, with the scales that their elements need.

import { fieldFormat, formats, groupsOf, rowBytes, type FormatId } from '../attention/format';
import type { Axis, Field, Slice } from '../attention/plan';
import { coveredElements } from './covered';

/** A slice of rows of `size` columns a group, in groups: every group that it touches is read whole. */
function inGroups(slice: Slice, { size, count }: { size: number; count: number }): Slice {
  const last = slice.whole.length - 1;
  const columns = slice.axes[last]?.[1] ?? 0;
  const start = slice.cut === last ? slice.from : 0;
  const first = Math.floor(start / size);
  const end = Math.ceil((start + columns) / size);
  const resized = (axes: readonly Axis[], groups: number) =>
    axes.map(([name, n], i): Axis => [name, i === last ? groups : n]);
  return {
    ...slice,
    whole: resized(slice.whole, count),
    axes: resized(slice.axes, end - first),
    from: slice.cut === last ? first : slice.from,
  };
}

/** Bytes of the union of slices of one token's rows of a field, [heads, width], when the cache is kept in `chosen`. */
export function touchedRowBytes(field: Field, chosen: FormatId, slices: readonly Slice[]): number {
  const format = fieldFormat(chosen, field.format);
  const groups = groupsOf(format, field.width);
  if (groups.count === 0) return (coveredElements(slices) * formats[format].bitsPerElement) / 8;
  const bytesPerGroup = rowBytes(format, field.width) / groups.count;
  return coveredElements(slices.map((slice) => inGroups(slice, groups))) * bytesPerGroup;
}
