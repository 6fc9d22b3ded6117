// Reads back what a step made of cached rows, which lies there until the next step makes it again.

import { find } from '../attention/plan';
import { downloadBlocks } from '../gpu/buffers';
import type { Gpu } from '../gpu/device';
import type { Region } from './allocate';
import type { Schedule } from './dispatch';
import { rowLayout, unpadRows } from './layout';
import { rebuiltKeysOf } from './rebuilt';

/**
 * One cached token of a rebuilt tensor, [batch, heads, width], unpadded. Throws RangeError where the token is not among
 * those that are kept together.
 */
export async function readRebuilt(
  gpu: Gpu,
  { plan, knobs }: Schedule,
  { buffer, offsetBytes }: Region,
  id: string,
  token: number,
): Promise<Float32Array> {
  const { heads, headStride, width } = rowLayout(find(plan.tensors, id).axes);
  const keys = rebuiltKeysOf(plan, knobs);
  // In chunks, the last one's rows have taken the place of the others'.
  if (token >= keys || knobs.capacity > keys) {
    throw new RangeError(`token ${token} of ${id}: ${keys} of ${knobs.capacity} are kept together`);
  }
  const bytes = headStride * 4;
  const offsets = Array.from(
    { length: knobs.batch * heads },
    (_, block) => offsetBytes + (block * keys + token) * bytes,
  );
  const data = await downloadBlocks(gpu, buffer, { offsets, bytes });
  return unpadRows(new Float32Array(data), width);
}
