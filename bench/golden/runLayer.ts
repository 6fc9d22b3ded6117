// Runs a golden layer, attention_layer or mla_layer, through a reader: all its steps, in every mode, on a real cache.

import { find, type Plan } from '../../src/attention/plan';
import { cut } from '../../src/attention/scope';
import { ReferenceCache } from '../../src/reference/cache';
import { Reference } from '../../src/reference/reference';
import type { CaseChecks } from './compareCase';
import { swapped } from './layouts';
import { cacheTensor, layerOf, modesOf, stepTensor, weightsOf, type ModePlans } from './layerCase';
import { dim, type GoldenCase, type GoldenValues } from './manifest';
import { phaseOf, readView, type Floats, type OpenLayer, type Reader } from './reader';

/** Rows more than the case needs, so that capacity and length differ and rows stay unused. */
const spareTokens = 5;

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

async function compareStep(
  checks: CaseChecks,
  reader: Reader,
  { mode, plans }: ModePlans,
  layer: OpenLayer,
  { index, length }: GoldenCase['steps'][number],
): Promise<void> {
  const plan = plans[phaseOf(length)];
  for (const name of checks.expected) {
    const [, what] = new RegExp(`^s${index}\\.(.*)$`).exec(name) ?? [];
    if (what === undefined) continue;
    if (what === 'probs') {
      const probs = layer.probs();
      if (probs) checks.add(reader, mode, name, probs);
      continue;
    }
    const view = stepTensor(plan, what);
    if (view) checks.add(reader, mode, name, await readView(layer, plan, view));
  }
}

/** The cache after the last step; cases with a past expect the appended rows alone. */
async function compareCache(
  checks: CaseChecks,
  reader: Reader,
  { mode, plans: { decode: plan } }: ModePlans,
  layer: OpenLayer,
  golden: GoldenCase,
): Promise<void> {
  const total = dim(golden, 'total');
  for (const name of checks.expected) {
    const fieldId = cacheTensor(plan, name);
    if (!fieldId) continue;
    const { heads, width } = find(plan.cache, fieldId);
    const rows = await layer.readCache(fieldId);
    const capacity = rows.length / (dim(golden, 'batch') * heads * width);
    const byToken = swapped(rows, [heads, capacity, width]);
    const first = name.endsWith('_new') ? dim(golden, 'past') : 0;
    const row = heads * width;
    const used = Array.from({ length: dim(golden, 'batch') }, (_, sequence) => {
      const at = sequence * capacity * row;
      return [...byToken.subarray(at + first * row, at + total * row)];
    });
    checks.add(reader, mode, name, Float64Array.from(used.flat()));
  }
}

async function runMode(
  golden: GoldenCase,
  values: GoldenValues,
  reader: Reader,
  modePlans: ModePlans,
  checks: CaseChecks,
): Promise<void> {
  const { plans } = modePlans;
  const batch = dim(golden, 'batch');
  const all = (position: number) => Array.from({ length: batch }, () => position);
  const layer = await reader.open({
    plans,
    weights: weightsOf(plans.decode, values),
    batch,
    capacity: dim(golden, 'total') + spareTokens,
    maxNewTokens: Math.max(...golden.steps.map(({ length }) => length)),
  });
  try {
    if (golden.dims['past']) {
      for (const [id, rows] of pastRows(plans.decode, golden, values)) {
        layer.writeCache(id, rows, 0);
      }
    }
    for (const step of golden.steps) {
      await layer.step({
        newTokens: step.length,
        inputs: { x: values.floats(`s${step.index}.x`) },
        starts: all(step.start),
        lengths: all(step.total),
        offsets: all(step.start),
        ...(step.window ? { window: step.window } : {}),
      });
      await compareStep(checks, reader, modePlans, layer, step);
    }
    await compareCache(checks, reader, modePlans, layer, golden);
  } finally {
    layer.dispose();
  }
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
    try {
      await runMode(golden, values, reader, modePlans, checks);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : 'stopped without an error';
      stoppedBy ??= new Error(`${reader.name} ${modePlans.mode}: ${why}`, { cause });
    }
  }
  if (stoppedBy) throw stoppedBy;
  checks.requireAll(reader);
}
