// Derived: an entry as a model on the devices chosen, or what stands in its way.

import type { Plan } from '../attention/plan';
import {
  fewestDevices,
  needed,
  roomBytes,
  type Demand,
  type Needed,
  type Room,
} from '../price/capacity';
import { deviceCounts } from '../price/parallel';
import type { ServedModel } from '../price/served';
import { canSplit, deploymentRanges, type DeploymentChoice } from './deployment';
import { weightProblems } from './deploymentProblems';
import type { Entry } from './entries';
import { servedModel } from './served';

/** Not even the least that is asked of it fits: so many sequences of so many tokens. */
export interface NoRoom {
  readonly code: 'noRoom';
  readonly tokens: number;
  readonly batch: number;
  /** Of the device that needs most. */
  readonly needed: Needed;
  readonly roomBytes: number;
  /** The fewest of these devices that would do; null where no number of them would. */
  readonly enough: number | null;
}

export type Hindrance =
  /** Some size is impossible, and the receipt says which; or it is about the parameters of the whole model. */
  | { readonly code: 'sizes' | 'weightsUnknown' | 'weightsImpossible' }
  | { readonly code: 'cannotShare'; readonly counts: readonly number[] }
  | NoRoom;

export interface Hindered {
  readonly entry: Entry;
  readonly hindrance: Hindrance;
}

type Placed = { readonly model: ServedModel } | { readonly hindrance: Hindrance };

/** The model with the plan of a phase. Whether it fits is another question. */
export function placed(entry: Entry, phase: Plan['phase'], choice: DeploymentChoice): Placed {
  const { plan, shape } = entry;
  if (!plan) return { hindrance: { code: 'sizes' } };
  // More active ones than there are count as all of them.
  const impossible = weightProblems(shape).some(({ code }) => code !== 'moreActive');
  if (impossible) return { hindrance: { code: 'weightsImpossible' } };
  const model = servedModel(entry, phase);
  if (!model) return { hindrance: { code: 'weightsUnknown' } };
  if (canSplit(model.plan, choice)) return { model };
  return { hindrance: { code: 'cannotShare', counts: deviceCounts(model.plan) } };
}

/** Why a demand does not fit, and what would. */
export function noRoom(demand: Demand, room: Room): NoRoom {
  const { tokens, batch, deployment } = demand;
  const fewest = fewestDevices(demand, deployment.attention, room);
  return {
    code: 'noRoom',
    tokens,
    batch,
    needed: needed(demand),
    roomBytes: roomBytes(room),
    enough: fewest !== null && fewest <= deploymentRanges.devices.max ? fewest : null,
  };
}

/** The entries whose heads cannot be shared out to so many devices, and how many would suit every one of the list. */
export function unshared(
  entries: readonly Entry[],
  choice: DeploymentChoice,
): { readonly entries: readonly Entry[]; readonly counts: readonly number[] } {
  const possible = entries.flatMap(({ plan }) => plan ?? []);
  const [first = [], ...others] = possible.map(deviceCounts);
  return {
    entries: entries.filter(({ plan }) => plan !== null && !canSplit(plan, choice)),
    counts: first.filter((count) => others.every((counts) => counts.includes(count))),
  };
}
