// Derived: where the attention of one step stands under a device's roof: bound by memory, or by arithmetic (chart C5).

import { deviceById, type Device } from '../facts/devices';
import { attentionWork, flopsPerRowByte } from '../price/attentionWork';
import { onOneDevice } from '../price/parallel';
import {
  attainableFlopsPerSecond,
  flopsPerByte,
  kneeFlopsPerByte,
  rooflineSeconds,
  type Ceilings,
  type RooflineTime,
  type Work,
} from '../price/roofline';
import type { Controls } from './controls';
import { canSplit, ceilingsOf, type DeploymentChoice } from './deployment';
import { entriesOf, type Entry } from './entries';
import { remember } from './remember';
import { workloadProblems } from './serving';

export interface Roof {
  readonly device: Device;
  readonly arithmetic: DeploymentChoice['arithmetic'];
  readonly ceilings: Ceilings;
  /** Where the two ceilings meet. */
  readonly ridgeFlopsPerByte: number;
}

/** The attention of one step of an entry, in all its layers, on one device. */
export interface RooflineMark {
  readonly entry: Entry;
  /** That the device computes. */
  readonly queryHeads: number;
  readonly work: Work;
  readonly flopsPerByte: number;
  /** Of cached rows alone: what a long context, or a large batch, brings it to. */
  readonly flopsPerRowByte: number;
  /** What the roof in force allows. */
  readonly flopsPerSecond: number;
  readonly time: RooflineTime;
}

export interface Roofline {
  /** The roof in force: of the device and the arithmetic chosen. */
  readonly roof: Roof;
  /** The same device's other arithmetic; null where no source states the rate of matrix units. */
  readonly otherRoof: Roof | null;
  /** Devices of data centres that readers know, with the arithmetic in force. */
  readonly ghosts: readonly Roof[];
  /** Entries with possible sizes whose heads can be shared out among the devices. */
  readonly marks: readonly RooflineMark[];
  /** Those whose heads cannot. */
  readonly unsplit: readonly Entry[];
  /** Tokens in the cache after the step; null where the context or the batch is impossible. */
  readonly context: number | null;
  readonly batch: number;
  /** Computed in the step for each sequence: as many as chosen, or as many as there are. */
  readonly newTokens: number;
  readonly askedNewTokens: number;
  readonly devices: number;
  readonly split: DeploymentChoice['split'];
}

/** Known devices: two of them stand behind the chosen one. */
const usualDevices: readonly string[] = ['h100-sxm', 'h20', 'a100-80'];

/** Where the slider of new tokens stops: a decode step, drafted tokens, chunks of a prompt. */
export const newTokenStops: readonly number[] = Array.from({ length: 15 }, (_, i) => 2 ** i);

function roofOf(deviceId: string, asked: DeploymentChoice['arithmetic']): Roof {
  const { ceilings, arithmetic } = ceilingsOf({ deviceId, arithmetic: asked });
  const device = deviceById(deviceId);
  return { device, arithmetic, ceilings, ridgeFlopsPerByte: kneeFlopsPerByte(ceilings) };
}

function otherRoofOf({ device, arithmetic }: Roof): Roof | null {
  const other = roofOf(device.id, arithmetic === 'matrix' ? 'shader' : 'matrix');
  return other.arithmetic === arithmetic ? null : other;
}

/** The attention of a step on the device that has most to do. */
function markOf(
  { plan, entry }: { readonly plan: NonNullable<Entry['plan']>; readonly entry: Entry },
  { batch, context, newTokens }: Readonly<Record<'batch' | 'context' | 'newTokens', number>>,
  { devices, split }: Pick<DeploymentChoice, 'devices' | 'split'>,
  ceilings: Ceilings,
): RooflineMark {
  const { groups, format } = entry;
  const one = onOneDevice(plan, batch, { devices, attention: split });
  const size = { batch: one.batch, newTokens, cachedTokens: context, format };
  const work = attentionWork(one.plan, groups, size);
  const intensity = flopsPerByte(work);
  return {
    entry,
    queryHeads: entry.shape.dims.queryHeads / (split === 'tensor' ? devices : 1),
    work,
    flopsPerByte: intensity,
    flopsPerRowByte: flopsPerRowByte(one.plan, { newTokens, format }),
    flopsPerSecond: attainableFlopsPerSecond(intensity, ceilings),
    time: rooflineSeconds(work, ceilings),
  };
}

const derive = remember(
  (
    entries: readonly Entry[],
    batch: number,
    context: number,
    askedNewTokens: number,
    deviceId: string,
    arithmetic: DeploymentChoice['arithmetic'],
    devices: number,
    split: DeploymentChoice['split'],
  ): Roofline => {
    const roof = roofOf(deviceId, arithmetic);
    const possible = workloadProblems({ batch, context }).length === 0;
    const newTokens = possible ? Math.min(askedNewTokens, context) : askedNewTokens;
    const planned = entries.flatMap((entry) => {
      const { plan } = entry;
      return plan && possible ? [{ entry, plan }] : [];
    });
    const countable = Number.isInteger(devices) && devices >= 1;
    const shared = planned.filter(({ plan }) => countable && canSplit(plan, { devices, split }));
    return {
      roof,
      otherRoof: otherRoofOf(roof),
      ghosts: usualDevices
        .filter((id) => id !== deviceId)
        .slice(0, 2)
        .map((id) => roofOf(id, roof.arithmetic)),
      marks: shared.map((each) =>
        markOf(each, { batch, context, newTokens }, { devices, split }, roof.ceilings),
      ),
      unsplit: planned.filter((each) => !shared.includes(each)).map(({ entry }) => entry),
      context: possible ? context : null,
      batch,
      newTokens,
      askedNewTokens,
      devices,
      split,
    };
  },
);

/** The same object as long as nothing that it says changes. */
export const rooflineOf = (c: Controls): Roofline =>
  derive(
    entriesOf(c),
    c.batch,
    c.context,
    c.newTokens,
    c.deviceId,
    c.arithmetic,
    c.devices,
    c.split,
  );
