// The ways in which a layer's steps are taken: as the case has them, in pieces over a ring that wraps, or from the
// first token on where a plan caches nothing.

import { joinTokens, swapped, takeColumns } from './layouts';
import { stepTensor, type ModePlans } from './layerCase';
import { dim, type GoldenCase, type GoldenValues } from './manifest';
import { phaseOf, readView, type Floats, type LayerSpec, type OpenLayer } from './reader';

type GoldenStep = GoldenCase['steps'][number];

/** What a step gave: `y`, `ctx`, `probs` and so on, in the vectors' layouts, where the plan makes them. */
export interface Taken {
  readonly index: number;
  readonly results: ReadonlyMap<string, Floats>;
}

export interface Walk {
  /** Stands beside the mode; empty for the plain way. */
  readonly name: string;
  readonly sizes: Omit<LayerSpec, 'plans' | 'weights' | 'batch'>;
  /** Takes the steps and reads what is wanted of each. */
  take(
    layer: OpenLayer,
    plans: ModePlans['plans'],
    wanted: (index: number) => readonly string[],
  ): AsyncGenerator<Taken>;
}

/** Rows more than the case needs, so that capacity and length differ and rows stay unused. */
const spareTokens = 5;

/** Tokens that a step over a ring brings at most. */
const mostOfRing = 4;

interface Tokens {
  readonly start: number;
  readonly length: number;
  readonly window?: number | null | undefined;
  /** [batch, length, modelDim] */
  readonly x: Floats;
}

/** One step of the reader; each result is [batch, length, ...], but for the probabilities. */
async function takeTokens(
  layer: OpenLayer,
  plans: ModePlans['plans'],
  wanted: readonly string[],
  { start, length, window, x }: Tokens,
  batch: number,
): Promise<Map<string, Floats>> {
  const all = (position: number) => Array.from({ length: batch }, () => position);
  await layer.step({
    newTokens: length,
    inputs: { x: Float32Array.from(x) },
    starts: all(start),
    lengths: all(start + length),
    offsets: all(start),
    ...(window ? { window } : {}),
  });
  const plan = plans[phaseOf(length)];
  const results = new Map<string, Floats>();
  for (const what of wanted) {
    const view = stepTensor(plan, what);
    if (view) results.set(what, await readView(layer, plan, view));
    if (what === 'probs') results.set(what, await layer.tap('probs'));
  }
  return results;
}

/** Tokens `from` to `from + count - 1` of every sequence of [batch, tokens, ...]. */
function tokensOf(data: Floats, batch: number, tokens: number, from: number, count: number) {
  const row = data.length / (batch * tokens);
  return takeColumns(data, tokens * row, from * row, count * row);
}

const inputOf = (values: GoldenValues, { index }: GoldenStep) => values.floats(`s${index}.x`);

/** Step by step, as the case has it. */
export function cachedWalk(golden: GoldenCase, values: GoldenValues): Walk {
  return {
    name: '',
    sizes: {
      capacity: dim(golden, 'total') + spareTokens,
      maxNewTokens: Math.max(...golden.steps.map(({ length }) => length)),
    },
    async *take(layer, plans, wanted) {
      for (const step of golden.steps) {
        const tokens = { ...step, x: inputOf(values, step) };
        const asked = wanted(step.index);
        const results = await takeTokens(layer, plans, asked, tokens, dim(golden, 'batch'));
        yield { index: step.index, results };
      }
    },
  };
}

/** Over a ring no longer than windows ask for, so that the tokens go round it; null where a step has no window. */
export function ringWalk(golden: GoldenCase, values: GoldenValues): Walk | null {
  const batch = dim(golden, 'batch');
  const windows = golden.steps.map(({ window }) => window ?? Infinity);
  const longest = Math.max(...golden.steps.map(({ length }) => length));
  // A step may see fewer keys than the layer keeps.
  const widest = Math.max(...windows, golden.conventions.window ?? 0);
  if (!Number.isFinite(widest)) return null;
  const piece = Math.min(mostOfRing, longest);
  return {
    name: ' ring',
    // A query sees the window's keys, itself among them, and none of them may be written over before it does.
    sizes: {
      capacity: widest + piece - 1,
      maxNewTokens: piece,
      ring: true,
      maxPositions: dim(golden, 'total'),
    },
    async *take(layer, plans, wanted) {
      for (const step of golden.steps) {
        const { index, start, length, window } = step;
        // Which keys a piece's probabilities are of changes from piece to piece.
        const asked = wanted(index).filter((what) => what !== 'probs');
        const parts: Map<string, Floats>[] = [];
        for (let done = 0; done < length; done += piece) {
          const count = Math.min(piece, length - done);
          const x = tokensOf(inputOf(values, step), batch, length, done, count);
          const tokens = { start: start + done, length: count, window, x };
          parts.push(await takeTokens(layer, plans, asked, tokens, batch));
        }
        const results = asked.flatMap((what): [string, Floats][] => {
          const given = parts.flatMap((part) => part.get(what) ?? []);
          return given.length === parts.length ? [[what, joinTokens(given, batch)]] : [];
        });
        yield { index, results: new Map(results) };
      }
    },
  };
}

/** Every token so far once more in each step, for a plan that caches nothing. */
export function recomputedWalk(golden: GoldenCase, values: GoldenValues): Walk {
  const batch = dim(golden, 'batch');
  const total = dim(golden, 'total');
  return {
    name: '',
    sizes: { capacity: total, maxNewTokens: total },
    async *take(layer, plans, wanted) {
      const inputs: Floats[] = [];
      for (const step of golden.steps) {
        const { index, start, length, window } = step;
        inputs.push(inputOf(values, step));
        const tokens = { start: 0, length: start + length, window, x: joinTokens(inputs, batch) };
        const all = await takeTokens(layer, plans, wanted(index), tokens, batch);
        const results = [...all].map(([what, data]): [string, Floats] => {
          // Probabilities are [batch, heads, tokens, keys]: their heads stand where sequences do.
          const rows = what === 'probs' ? data.length / tokens.length ** 2 : batch;
          return [what, tokensOf(data, rows, tokens.length, start, length)];
        });
        yield { index, results: new Map(results) };
      }
    },
  };
}

/**
 * What a ring of W slots holds of the tokens up to `total`, [batch, W, heads, width]: token p in slot p mod W, zeros
 * where there was none. The rows come from our own ring, which may be longer.
 */
export function asRing(
  rows: Floats,
  {
    batch,
    heads,
    width,
    slots,
    total,
  }: Readonly<Record<'batch' | 'heads' | 'width' | 'slots' | 'total', number>>,
): Float64Array {
  const capacity = rows.length / (batch * heads * width);
  const bySlot = swapped(rows, [heads, capacity, width]);
  const row = heads * width;
  const out = new Float64Array(batch * slots * row);
  for (let sequence = 0; sequence < batch; sequence++) {
    for (let token = Math.max(0, total - slots); token < total; token++) {
      const at = (sequence * capacity + (token % capacity)) * row;
      out.set(bySlot.subarray(at, at + row), (sequence * slots + (token % slots)) * row);
    }
  }
  return out;
}
