// Runs a golden layer, attention_layer or mla_layer, through a reader: all its steps, in every mode, on a real cache.

import { find, type Plan } from '../../src/attention/plan';
import { cut } from '../../src/attention/scope';
import { ReferenceCache } from '../../src/reference/cache';
import { Reference } from '../../src/reference/reference';
import type { CaseChecks } from './compareCase';
import { swapped, takeColumns } from './layouts';
import { cacheTensor, layerOf, modesOf, weightsOf, type ModePlans } from './layerCase';
import { dim, type GoldenCase, type GoldenValues } from './manifest';
import type { Floats, OpenLayer, Reader } from './reader';
import { asRing, cachedWalk, recomputedWalk, ringWalk, type Walk } from './walk';

/** What the cache holds before the first step: [batch, heads, past, width] by field id. */
function pastRows(plan: Plan, golden: GoldenCase, values: GoldenValues): Map<string, Floats> {
  const past = dim(golden, 'past');
  const batch = dim(golden, 'batch');
  if (!values.has('past_latent')) {
    return new Map(
      plan.cache.map(({ id, heads, width }) => {
        const rows = values.floats(id === 'keys' ? 'past_k' : 'past_v');
        return [id, swapped(rows, [past, heads, width])];
      }),
    );
  }
  const latent = values.floats('past_latent');
  const keyRope = values.floats('past_rope');
  if (plan.cache.some(({ id }) => id === 'latents')) {
    return new Map([
      ['latents', latent],
      ['ropeKeys', keyRope],
    ]);
  }
  // A cache of keys and values: the plan's own steps make them from the latents, in float64.
  const expand = cut(
    plan,
    (step) => step.op === 'append' || (step.op === 'project' && step.x.of === 'latent'),
  );
  const cache = new ReferenceCache(plan.cache, batch, past);
  const at = (position: number) => Array.from({ length: batch }, () => position);
  new Reference(expand, weightsOf(expand, values), cache).step({
    newTokens: past,
    inputs: { latent, keyRope },
    starts: at(0),
    lengths: at(past),
    offsets: at(0),
  });
  return new Map(plan.cache.map(({ id }) => [id, cache.data(id)]));
}

/** What the case expects of a cache field: all its rows, the appended ones alone, or the slots of a ring. */
async function compareCache(
  checks: CaseChecks,
  reader: Reader,
  mode: string,
  plan: Plan,
  layer: OpenLayer,
  golden: GoldenCase,
  isRing: boolean,
): Promise<void> {
  const [batch, total] = [dim(golden, 'batch'), dim(golden, 'total')];
  for (const name of checks.expected) {
    const fieldId = cacheTensor(plan, name);
    if (!fieldId || name.endsWith('_ring') !== isRing) continue;
    const { heads, width } = find(plan.cache, fieldId);
    const rows = await layer.readCache(fieldId);
    if (isRing) {
      const slots = golden.tensors[name]?.shape[1] ?? 0;
      checks.add(reader, mode, name, asRing(rows, { batch, heads, width, slots, total }));
      continue;
    }
    const capacity = rows.length / (batch * heads * width);
    const byToken = swapped(rows, [heads, capacity, width]);
    const first = name.endsWith('_new') ? dim(golden, 'past') : 0;
    const row = heads * width;
    const used = takeColumns(byToken, capacity * row, first * row, (total - first) * row);
    checks.add(reader, mode, name, used);
  }
}

/** Writes the past where the reader keeps it: a ring has room for its last tokens alone, each in a slot of its own. */
function writePast(
  layer: OpenLayer,
  plan: Plan,
  { capacity, ring = false }: Walk['sizes'],
  past: number,
  rowsOf: ReadonlyMap<string, Floats>,
): void {
  for (const [id, rows] of rowsOf) {
    if (!ring) {
      layer.writeCache(id, rows, 0);
      continue;
    }
    const { width } = find(plan.cache, id);
    for (let token = Math.max(0, past - capacity); token < past; token++) {
      const row = takeColumns(rows, past * width, token * width, width);
      layer.writeCache(id, row, token % capacity);
    }
  }
}

async function runMode(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  { mode, plans }: ModePlans,
  walk: Walk,
  checks: CaseChecks,
): Promise<void> {
  const { name, sizes } = walk;
  const said = `${mode}${name}`;
  const layer = await reader.open({
    plans,
    weights: weightsOf(plans.decode, values),
    batch: dim(golden, 'batch'),
    ...sizes,
  });
  const wanted = (index: number) =>
    checks.expected.flatMap((tensor) => {
      const [step, what] = tensor.split('.');
      return step === `s${index}` && what !== undefined ? [what] : [];
    });
  try {
    const past = golden.dims['past'] ?? 0;
    if (past > 0) {
      writePast(layer, plans.decode, sizes, past, pastRows(plans.decode, golden, values));
    }
    for await (const { index, results } of walk.take(layer, plans, wanted)) {
      for (const [what, data] of results) checks.add(reader, said, `s${index}.${what}`, data);
    }
    await compareCache(checks, reader, said, plans.decode, layer, golden, sizes.ring === true);
  } finally {
    layer.dispose();
  }
}

/** The ways to walk through the case in a mode: none where a plan without a cache would need tokens of the past. */
function walksOf(golden: GoldenCase, values: GoldenValues, { plans }: ModePlans): readonly Walk[] {
  const past = golden.dims['past'] ?? 0;
  if (plans.decode.cache.length === 0) return past > 0 ? [] : [recomputedWalk(golden, values)];
  const ring = ringWalk(golden, values);
  return [cachedWalk(golden, values), ...(ring ? [ring] : [])];
}

/**
 * Runs every mode, whatever stops one of them, and then throws what stopped the first; UnsupportedCase where the
 * case asks for what no mode gives.
 */
export async function runLayer(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  checks: CaseChecks,
): Promise<void> {
  let stoppedBy: Error | undefined;
  for (const modePlans of modesOf(layerOf(golden))) {
    for (const walk of walksOf(golden, values, modePlans)) {
      try {
        await runMode(golden, values, reader, modePlans, walk, checks);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : 'stopped without an error';
        const said = `${reader.name} ${modePlans.mode}${walk.name}: ${why}`;
        stoppedBy ??= new Error(said, { cause });
      }
    }
  }
  if (stoppedBy) throw stoppedBy;
  checks.requireAll(reader);
}
