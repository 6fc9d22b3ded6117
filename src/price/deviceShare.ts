// What one of several devices keeps of a token, and how often that is kept over all of them.

import type { FormatId } from '../attention/format';
import type { Plan } from '../attention/plan';
import { cachePerToken } from './cache';
import { onOneDevice, type Deployment } from './parallel';

/** Of one token and layer, averaged over the sequences that the devices serve together. */
export interface DeviceShare {
  readonly elements: number;
  readonly bytes: number;
  /** How many devices keep an element on average: 1 where nothing is repeated. */
  readonly copies: number;
}

/**
 * Where heads are shared out, every device keeps its part of each sequence; where sequences are, all of its own and
 * nothing of the others: the average over a batch that divides by the devices. Throws for a number of devices to which
 * heads cannot be shared out.
 */
export function deviceShare(plan: Plan, format: FormatId, deployment: Deployment): DeviceShare {
  const { devices } = deployment;
  const one = onOneDevice(plan, devices, deployment);
  const kept = cachePerToken(one.plan, format);
  const share = one.batch / devices;
  const elements = kept.elements * share;
  return {
    elements,
    bytes: kept.bytes * share,
    copies: (devices * elements) / cachePerToken(plan, format).elements,
  };
}
