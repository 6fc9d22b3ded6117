// What one of several devices holds and computes: heads shared out, or sequences.
//
// Tensor parallelism gives each device the same number of query heads and the heads of keys and values, or of latents,
// that these read, with their weights and cached rows. What has no head axis cannot be shared out: latents that all
// heads read, the rotary key, compressions and norms are on every device. With more devices than heads of keys and
// values, these are repeated (Shoeybi et al. 2019, arXiv:1909.08053, section 3; Zadouri et al. 2025, arXiv:2505.21487,
// table 5). Data-parallel attention repeats the weights and shares out the sequences instead, each with its whole cache
// (DeepSeek-V3, arXiv:2412.19437, section 3.4). Not counted: what devices send each other.

import { divisors } from '../attention/dims';
import { headsOf, rowWidth, type Axis, type Field, type Plan } from '../attention/plan';

export interface Deployment {
  readonly devices: number;
  /** How attention is split; the rest of the model is split evenly either way. */
  readonly attention: 'tensor' | 'data';
}

export const oneDevice: Deployment = { devices: 1, attention: 'tensor' };

/** What a plan is shared out to, asked for at each place of a chart. */
const known = new WeakMap<
  Plan,
  { readonly heads: readonly number[]; readonly shards: Map<number, Plan> }
>();

function knownOf(plan: Plan) {
  const before = known.get(plan);
  if (before) return before;
  const heads = [...plan.tensors, ...plan.weights].flatMap(({ axes }) =>
    axes.flatMap(([name, size]) => (name === 'head' ? [size] : [])),
  );
  const now = { heads: [...new Set(heads)], shards: new Map([[1, plan]]) };
  known.set(plan, now);
  return now;
}

/** Sizes of the plan's head axes, each once: query heads, and those that serve several of them. */
const headCounts = (plan: Plan): readonly number[] => knownOf(plan).heads;

const queryHeadsOf = (plan: Plan): number => Math.max(1, ...headCounts(plan));

/**
 * Whether each device can have as many query heads as any other and just the heads that these read: they divide among
 * the devices, and the heads they read divide too or are repeated, each as often. Otherwise the query heads of a
 * device would straddle heads of keys and values, and how many it needs would depend on the device. Engines refuse
 * that too: vllm-project/vllm@e06c9ba2a6:vllm/model_executor/models/llama.py (LlamaAttention).
 */
const canShare = (plan: Plan, devices: number): boolean =>
  queryHeadsOf(plan) % devices === 0 &&
  headCounts(plan).every((heads) => heads % devices === 0 || devices % heads === 0);

/** The numbers of devices among which tensor parallelism can share out the heads, ascending. */
export const deviceCounts = (plan: Plan): number[] =>
  divisors(queryHeadsOf(plan)).filter((devices) => canShare(plan, devices));

/** The plan that each device runs, the same object each time. */
function shard(plan: Plan, devices: number): Plan {
  const { shards } = knownOf(plan);
  const sharded = shards.get(devices) ?? cutHeads(plan, devices);
  shards.set(devices, sharded);
  return sharded;
}

/** An axis called `head` has size / devices of them, or one that is repeated. */
function cutHeads(plan: Plan, devices: number): Plan {
  if (!canShare(plan, devices)) {
    const heads = headCounts(plan)
      .toSorted((a, b) => b - a)
      .join(' and ');
    throw new Error(
      `${heads} heads cannot be shared out evenly to ${devices} devices: ` +
        `choose ${deviceCounts(plan).join(', ')}, or share out sequences`,
    );
  }
  const cut = <T extends { readonly axes: readonly Axis[] }>(item: T): T => ({
    ...item,
    axes: item.axes.map(([name, size]): Axis => [
      name,
      name === 'head' ? Math.max(size / devices, 1) : size,
    ]),
  });
  const sharded: Plan = {
    ...plan,
    tensors: plan.tensors.map(cut),
    weights: plan.weights.map(cut),
  };
  return { ...sharded, cache: plan.cache.map((field) => shardField(sharded, field)) };
}

/** A field holds what is appended to it: its rows are as many and as wide as those of the pieces. */
function shardField(sharded: Plan, field: Field): Field {
  const append = sharded.steps.find((step) => step.op === 'append' && step.field === field.id);
  if (append?.op !== 'append') throw new Error(`no step appends to "${field.id}"`);
  return {
    ...field,
    heads: Math.max(...append.x.map(({ from }) => headsOf(sharded, from))),
    width: rowWidth(sharded, append.x),
  };
}

/**
 * The plan that one device runs, and how many of the sequences it has; of the device with most of them. Tensor
 * parallelism throws for a number of devices that is not one of `deviceCounts`.
 */
export function onOneDevice(
  plan: Plan,
  batch: number,
  { devices, attention }: Deployment,
): { readonly plan: Plan; readonly batch: number } {
  return attention === 'tensor'
    ? { plan: shard(plan, devices), batch }
    : { plan, batch: Math.ceil(batch / devices) };
}
