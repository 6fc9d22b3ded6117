// Counts on the device what one step of attention loads of the cache.

import { find, sizeOf } from '../attention/plan';
import { uniforms } from '../attention/random';
import { planOf, type AttendCase } from './attendCase.test-support';
import type { Knobs } from './dispatch';
import { gpu } from './kernelCase.test-support';
import { Session } from './session';

/** Quads of keys, values and second key pieces that one step loads. */
export async function loadsOf(one: Omit<AttendCase, 'knobs'>, knobs: Partial<Knobs> = {}) {
  const plan = planOf({ ...one, knobs });
  const [length = 0] = one.lengths;
  const { newTokens } = one;
  const size = { batch: 1, capacity: length, maxNewTokens: newTokens };
  const session = await Session.create(await gpu(), plan, { ...size, ...knobs, counting: true });
  try {
    for (const { id, heads, width } of plan.cache) {
      session.cache.write(id, uniforms(1, heads * length * width));
    }
    const inputs = Object.fromEntries(
      plan.inputs.map((id) => [id, uniforms(2, newTokens * sizeOf(find(plan.tensors, id).axes))]),
    );
    const start = length - newTokens;
    await session.step({ newTokens, starts: [start], lengths: [length], offsets: [start], inputs });
    const [keys = 0, values = 0, tails = 0] = new Uint32Array(await session.readRaw('loads'));
    return { keys, values, tails };
  } finally {
    session.dispose();
  }
}
