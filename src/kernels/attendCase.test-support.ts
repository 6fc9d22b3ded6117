// Runs an attend step alone on the device, over rows that are written beforehand, and in float64 over the same rows.

import { attendPlan } from '../../bench/peers/own';
import { sizeOf, find, type Plan } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { compare } from '../reference/agreement';
import { ReferenceCache } from '../reference/cache';
import { Reference } from '../reference/reference';
import type { Knobs } from './dispatch';
import { gpu } from './kernelCase.test-support';
import { pageTokens } from './pages';
import { Session } from './session';
import { shufflePages } from './shufflePages.test-support';

/** What rows of queries, keys and values look like. */
export interface RowShape {
  readonly queryHeads: number;
  readonly kvHeads: number;
  readonly qkDim: number;
  readonly vDim: number;
  /** The value is the first columns of the key: MLA's latent beside its rotary key. */
  readonly latent: boolean;
}

export interface AttendCase extends RowShape {
  readonly newTokens: number;
  /** Cached tokens of each sequence, the new ones included. */
  readonly lengths: readonly number[];
  readonly knobs: Partial<Knobs>;
  /** `paged`: in shuffled pages, two of which stay free; contiguous if not given. */
  readonly layout?: 'contiguous' | 'paged';
}

const seed = 20261122;

export function planOf({ latent, newTokens, ...shape }: AttendCase): Plan {
  const phase = newTokens > 1 ? 'prefill' : 'decode';
  // Scores vary by about 1.5 either way, so that no key takes all the weight.
  const scale = 4.5 / Math.sqrt(shape.qkDim);
  return attendPlan({
    ...shape,
    id: '',
    phase,
    newTokens,
    context: Math.max(...shape.lengths),
    scale,
    valueIsKeyPrefix: latent,
  });
}

/** Rows [batch, heads, capacity, width] of which a sequence's own are random and all others NaN. */
function poisonedRows(id: string, heads: number, width: number, lengths: readonly number[]) {
  const capacity = Math.max(...lengths);
  const rows = uniforms(seedOf(seed, id), lengths.length * heads * capacity * width);
  for (const [sequence, length] of lengths.entries()) {
    for (let head = 0; head < heads; head++) {
      const first = (sequence * heads + head) * capacity;
      rows.fill(NaN, (first + length) * width, (first + capacity) * width);
    }
  }
  return rows;
}

/** The largest error of the result against float64 over the rows as they are stored. */
export async function attendError(one: AttendCase): Promise<number> {
  const { lengths, newTokens, layout } = one;
  const pages = lengths.length * Math.ceil(Math.max(...lengths) / pageTokens) + 2;
  const knobs = { ...one.knobs, ...(layout === 'paged' ? { pages } : {}) };
  const plan = planOf(one);
  const batch = lengths.length;
  const longest = Math.max(...lengths);
  // Rows past the longest sequence stay NaN.
  const capacity = longest + 3;
  const size = { batch, capacity, maxNewTokens: newTokens };
  const session = await Session.create(await gpu(), plan, { ...size, ...knobs });
  try {
    const { format = 'f32' } = knobs;
    const cache = new ReferenceCache(plan.cache, batch, capacity, { format });
    session.cache.poison();
    shufflePages(session.cache.pages, batch, longest);
    session.poisonActivations();
    for (const { id, heads, width } of plan.cache) {
      const rows = poisonedRows(id, heads, width, lengths);
      session.cache.write(id, rows);
      cache.write(id, rows, 0);
    }
    const inputs = Object.fromEntries(
      plan.inputs.map((id) => {
        const { axes } = find(plan.tensors, id);
        return [id, uniforms(seedOf(seed, `input ${id}`), batch * newTokens * sizeOf(axes))];
      }),
    );
    const starts = lengths.map((length) => length - newTokens);
    const step = { newTokens, starts, lengths, offsets: starts, inputs };
    await session.step(step);
    const { output } = new Reference(plan, {}, cache).step(step);
    return compare(await session.read(plan.output), output, 0).error;
  } finally {
    session.dispose();
  }
}
