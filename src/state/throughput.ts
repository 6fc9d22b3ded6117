// Derived: tokens per second of all sequences against their number, up to where memory ends (chart C4).

import { largestBatch, roomBytes } from '../price/capacity';
import { decodeRate, type DecodeRate } from '../price/servingTime';
import type { Controls } from './controls';
import { ceilingsOf, deploymentOf, roomOf, type DeploymentChoice } from './deployment';
import { deploymentProblems } from './deploymentProblems';
import { entriesOf, type Entry } from './entries';
import { noRoom, placed, type Hindered } from './placed';
import { remember } from './remember';
import { workloadProblems } from './serving';

export interface ThroughputLine {
  readonly entry: Entry;
  /** One for each of `Throughput.batches`; null where they do not fit. */
  readonly rates: readonly (DecodeRate | null)[];
  /** The most sequences that fit; Infinity where their cache takes nothing. */
  readonly most: number;
  /** The most of them that are drawn, and their rate. */
  readonly last: { readonly batch: number; readonly rate: DecodeRate };
}

export interface Throughput {
  /** Sequences, ascending: steps, and where each line ends. */
  readonly batches: readonly number[];
  /** Tokens of each sequence. */
  readonly context: number;
  readonly choice: DeploymentChoice;
  /** What has to be set right before there is anything to compute. */
  readonly problem: 'context' | 'deployment' | null;
  readonly lines: readonly ThroughputLine[];
  readonly hindered: readonly Hindered[];
}

/** Powers of two and the middles between them. */
const steps: readonly number[] = [
  1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024,
];
const largestDrawn = Math.max(...steps);

const derive = remember(
  (
    entries: readonly Entry[],
    context: number,
    deviceId: string,
    devices: number,
    split: DeploymentChoice['split'],
    arithmetic: DeploymentChoice['arithmetic'],
    reserve: number,
  ): Throughput => {
    const choice = { deviceId, devices, split, arithmetic, reserve };
    const nothing = { batches: steps, context, choice, lines: [], hindered: [] };
    if (workloadProblems({ context, batch: 1 }).length > 0) {
      return { ...nothing, problem: 'context' };
    }
    if (deploymentProblems(choice).length > 0) return { ...nothing, problem: 'deployment' };

    const deployment = deploymentOf(choice);
    const room = roomOf(choice);
    const capacity = { ...ceilingsOf(choice), roomBytes: roomBytes(room) };
    const hindered: Hindered[] = [];
    const fitting = entries.flatMap((entry) => {
      const found = placed(entry, 'decode', choice);
      if ('hindrance' in found) {
        hindered.push({ entry, hindrance: found.hindrance });
        return [];
      }
      const demand = { model: found.model, deployment, tokens: context, format: entry.format };
      const answer = largestBatch(demand, room);
      if (answer.outcome === 'nothingFits') {
        hindered.push({ entry, hindrance: noRoom({ ...demand, batch: 1 }, room) });
        return [];
      }
      const most = answer.outcome === 'unlimited' ? Infinity : answer.value;
      const rateOf = (batch: number) =>
        decodeRate(
          found.model,
          { tokens: context, batch, format: entry.format },
          capacity,
          deployment,
        );
      return [{ entry, most, end: Math.min(most, largestDrawn), rateOf }];
    });
    const batches = [...new Set([...steps, ...fitting.map(({ end }) => end)])].toSorted(
      (a, b) => a - b,
    );
    const lines = fitting.map(({ entry, most, end, rateOf }): ThroughputLine => ({
      entry,
      most,
      rates: batches.map((batch) => (batch <= most ? rateOf(batch) : null)),
      last: { batch: end, rate: rateOf(end) },
    }));
    return { batches, context, choice, problem: null, lines, hindered };
  },
);

/** The same object as long as nothing that it says changes. */
export const throughputOf = (c: Controls): Throughput =>
  derive(entriesOf(c), c.context, c.deviceId, c.devices, c.split, c.arithmetic, c.reserve);
