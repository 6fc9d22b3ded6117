// What the suites consist of: jobs, each of which runs alone on a device, in a page or in Node.

import type { FormatId } from '../src/attention/format';
import type { Scope } from '../src/attention/scope';
import { modeFor } from '../src/attention/variant';
import { variantById, variants } from '../src/attention/variants';
import type { MeasuredCeilings } from '../src/bench/ceilingRecords';
import { measureCeilings } from '../src/bench/ceilings';
import type { DecodeDevice } from '../src/bench/decodeRun';
import type { Contender } from '../src/bench/records';
import type { Gpu } from '../src/gpu/device';
import { Timer } from '../src/gpu/timer';
import { decodeSuite } from './decodeSuite';
import { contest } from './peers/contest';
import { projectionShapes } from './peers/projections';
import { attention, projection, type Subject } from './peers/subjects';
import { decodeContexts, decodeShapes, prefillShapes, prefillTokens } from './peers/shapes';
import { ownName } from './peers/own';
import type { PeerShape, PeerSystem, ProjectionShape } from './peers/system';
import type { BenchReport, BenchRow } from './report';

export const suiteNames = ['limits', 'decode', 'prefill', 'mla', 'layer', 'peers'] as const;
export type SuiteName = (typeof suiteNames)[number];

/** Plain data: it crosses into the page. */
export type Job =
  | { readonly kind: 'limits'; readonly rounds: number }
  | {
      readonly kind: 'contexts';
      readonly modelId: string;
      readonly contenders: readonly Contender[];
      readonly contexts: readonly number[];
      readonly formats: readonly FormatId[];
      readonly scope: Scope;
      readonly rounds: number;
      readonly seed: number;
    }
  | {
      readonly kind: 'shape';
      readonly shape: PeerShape;
      /** Part of the names of the systems that take part, and of their ways; ours has all of its own. */
      readonly systems: string;
      readonly ways: string;
      readonly rounds: number;
      readonly seed: number;
      /** Of systems that run on the CPU. */
      readonly threads: number;
    }
  | {
      readonly kind: 'projection';
      readonly shape: ProjectionShape;
      readonly systems: string;
      readonly ways: string;
      readonly rounds: number;
      readonly seed: number;
      readonly threads: number;
    };

export interface JobResult {
  readonly rows: readonly BenchRow[];
  readonly ceilings?: BenchReport['ceilings'];
}

/** What a runtime lends to its jobs. */
export interface Runtime {
  /** Opens a new device. Throws NoDeviceError. */
  readonly openDevice: () => Promise<Gpu>;
  /** The systems that exist there. */
  readonly systems: (threads: number) => Promise<readonly PeerSystem[]>;
  readonly say: (line: string) => void;
}

export interface SuiteOptions {
  readonly modelId: string;
  readonly contexts: readonly number[];
  readonly formats: readonly FormatId[];
  readonly rounds: number;
  readonly threads: number;
  /** Parts of the names of shapes, systems and their ways: the others are left out. */
  readonly shapes: string;
  readonly systems: string;
  readonly ways: string;
}

const seed = 1;

const servedDecode = (): Contender[] =>
  variants.map((variant) => ({ variantId: variant.id, mode: modeFor(variant, 'decode') }));

/** Minutes of other systems' prompts: MQA and MLA only where they are asked for by name. */
const peerPrefills = (asked: string): PeerShape[] =>
  prefillShapes(prefillTokens).filter(({ id }) => /MHA|GQA/.test(id) || /MQA|MLA/.test(asked));

/** The jobs of a suite. */
export function jobsOf(suite: SuiteName, options: SuiteOptions): Job[] {
  const { modelId, contexts, formats, rounds, threads, shapes, systems, ways } = options;
  const growing = { kind: 'contexts', modelId, contexts, formats, rounds, seed } as const;
  const named = (list: readonly PeerShape[], who: string): Job[] =>
    list
      .filter(({ id }) => id.includes(shapes))
      .map((shape) => ({ kind: 'shape', shape, systems: who, ways, rounds, seed, threads }));
  switch (suite) {
    case 'limits':
      return [{ kind: 'limits', rounds }];
    case 'decode':
      return [
        {
          ...growing,
          contenders: servedDecode(),
          scope: 'attentionOnly',
        },
      ];
    case 'mla':
      return [
        {
          ...growing,
          contenders: variantById('mla').modes.map(({ id }) => ({ variantId: 'mla', mode: id })),
          scope: 'attentionOnly',
        },
      ];
    case 'layer':
      return [{ ...growing, contenders: servedDecode(), scope: 'wholeLayer' }];
    case 'prefill':
      return named(prefillShapes(prefillTokens), ownName);
    case 'peers':
      return [
        ...named([...decodeShapes(decodeContexts), ...peerPrefills(shapes)], systems),
        ...projectionShapes
          .filter(({ id }) => id.includes(shapes))
          .map((shape): Job => ({
            kind: 'projection',
            shape,
            systems,
            ways,
            rounds,
            seed,
            threads,
          })),
      ];
  }
}

async function onDevice<T>(
  { openDevice }: Runtime,
  work: (device: DecodeDevice) => Promise<T>,
): Promise<T> {
  const gpu = await openDevice();
  const timer = await Timer.open(gpu);
  try {
    return await work({ gpu, timer });
  } finally {
    timer.dispose();
    gpu.device.destroy();
  }
}

/** In the report's units. */
const inUnits = ({ readBytesPerSecond, flopsPerSecond, dispatchNs }: MeasuredCeilings) => ({
  readGBs: readBytesPerSecond.median / 1e9,
  fmaGflops: flopsPerSecond.median / 1e9,
  dispatchUs: dispatchNs.median / 1e3,
});

/** Sets the systems that a job names to its subject. */
async function compared(
  job: Pick<Extract<Job, { kind: 'shape' }>, 'systems' | 'ways' | 'threads' | 'rounds' | 'seed'>,
  subject: Subject,
  { systems, say }: Runtime,
): Promise<JobResult> {
  const there = await systems(job.threads);
  // Without ours there would be nothing to take a ratio of.
  const named = there.filter(({ id }) => id.startsWith(ownName) || id.includes(job.systems));
  return { rows: await contest(named, subject, job, say) };
}

export async function runJob(job: Job, runtime: Runtime): Promise<JobResult> {
  switch (job.kind) {
    case 'limits':
      return onDevice(runtime, async (device) => {
        const { signal } = new AbortController();
        const { rounds } = job;
        return { rows: [], ceilings: inUnits(await measureCeilings(device, { rounds, signal })) };
      });
    case 'contexts':
      return onDevice(runtime, async (device) => ({
        rows: await decodeSuite(device, job, runtime.say),
      }));
    case 'shape':
      return compared(job, attention(job.shape, job.seed), runtime);
    case 'projection':
      return compared(job, projection(job.shape, job.seed), runtime);
  }
}
