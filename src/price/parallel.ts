// What one of several devices holds and computes: heads shared out, or sequences.
//
// Tensor parallelism gives each device a share of the heads, with their weights and cached rows. What has no head axis
// cannot be shared out: latents that all heads read, the rotary key, compressions and norms are on every device. With
// more devices than heads, heads are repeated (Shoeybi et al. 2019, arXiv:1909.08053, section 3; Zadouri et al. 2025,
// arXiv:2505.21487, table 5). Data-parallel attention repeats the weights and shares out the sequences instead, each
// with its whole cache (DeepSeek-V3, arXiv:2412.19437, section 3.4). Not counted: what devices send each other.

import { headsOf, rowWidth, type Axis, type Field, type Plan } from '../attention/plan';

export interface Deployment {
  readonly devices: number;
  /** How attention is split; the rest of the model is split evenly either way. */
  readonly attention: 'tensor' | 'data';
}

export const oneDevice: Deployment = { devices: 1, attention: 'tensor' };

/** The plan of the device that has most heads: an axis called `head` has ceil(size / devices) of them. */
function shard(plan: Plan, devices: number): Plan {
  const cut = <T extends { readonly axes: readonly Axis[] }>(item: T): T => ({
    ...item,
    axes: item.axes.map(([name, size]): Axis => [
      name,
      name === 'head' ? Math.ceil(size / devices) : size,
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

/** The plan that one device runs, and how many of the sequences it has; of the device with most of either. */
export function onOneDevice(
  plan: Plan,
  batch: number,
  { devices, attention }: Deployment,
): { readonly plan: Plan; readonly batch: number } {
  return attention === 'tensor'
    ? { plan: shard(plan, devices), batch }
    : { plan, batch: Math.ceil(batch / devices) };
}
