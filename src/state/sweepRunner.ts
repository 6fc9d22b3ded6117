// Commands: measure a sweep, stop it. Runs follow each other, and leave out what the one before showed to be hopeless.

import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  Contender,
  DeviceReport,
  Engine,
  MeasuredPoint,
  RunFailure,
} from '../engine/protocol';
import { createCeilingRunner } from './ceilingRunner';
import { ceilingStore } from './ceilings';
import { controlsStore } from './controls';
import { deviceStore } from './device';
import { createMeasurement } from './measurement';
import { modelOf } from './modelShape';
import { noResults, type Results } from './results';
import type { LeftReason, PlannedRun, Sweep, SweepKind, SweepTry } from './sweep';
import { noSweep, sweepStores, type SweepState } from './sweepResults';

export interface SweepRunner {
  /** Resolves when it has ended, however it ended; at once where the device is not known. */
  start(sweep: Sweep): Promise<void>;
  stop(): Promise<void>;
}

/** A step foreseen to take longer is not tried: a sweep has many, and each is taken several times. */
const longestStepNs = 250e6;

const sameDevice = (a: DeviceReport | undefined, b: DeviceReport): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** How long what a run told last may take to come: events come another way than the run's end, and may come after it. */
const lateMs = 1000;

const isOf =
  ({ entry }: SweepTry) =>
  ({ variantId, mode }: Contender): boolean =>
    variantId === entry.variant.id && mode === entry.mode;

const pointOf = (tried: SweepTry, { points }: Results): MeasuredPoint | undefined =>
  points.find(isOf(tried));

/** What a run told of one of its entries, where that ends the entry's measurements. */
function endOf(tried: SweepTry, { failures, agreements }: Results): LeftReason | null {
  const failed = failures.find(isOf(tried));
  if (failed) return failed.failure;
  return agreements.some((each) => isOf(tried)(each) && !each.agrees)
    ? { code: 'disagrees' }
    : null;
}

export function createSweepRunner(engine: Engine, store: StoreApi<SweepState>): SweepRunner {
  const inner = createStore<Results>(() => noResults);
  const measurement = createMeasurement(engine, inner);
  const ceilings = createCeilingRunner(engine);
  // What a sweep that another has replaced still tells is dropped.
  let current = 0;

  /** Of a GPU, once; false where that was stopped. */
  async function knowLimits(device: DeviceReport): Promise<boolean> {
    if (device.runsOn === 'cpu') return true;
    if (sameDevice(ceilingStore.getState().measured?.device, device)) return true;
    store.setState({ under: 'ceilings' });
    await ceilings.measure();
    return ceilingStore.getState().status !== 'stopped';
  }

  /** Waits until every entry of a run that has ended has its last sample, or the reason why it has none. */
  function allTold({ tries, request: { rounds } }: PlannedRun): Promise<void> {
    const isAll = (results: Results) =>
      tries.every(
        (tried) =>
          (pointOf(tried, results)?.samplesNs.length ?? 0) >= rounds || endOf(tried, results),
      );
    if (isAll(inner.getState())) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        unheard();
        resolve();
      };
      const unheard = inner.subscribe((results) => {
        if (isAll(results)) end();
      });
      const timer = setTimeout(end, lateMs);
    });
  }

  /** Measures one run, told to the store as it goes on while nobody asks for another sweep. */
  async function measure(planned: PlannedRun, begun: number): Promise<Results> {
    const mine = current;
    const { runs, asked } = store.getState();
    const total = Math.max(asked?.sweep.runs.length ?? 1, 1);
    const untell = inner.subscribe((results) => {
      if (mine !== current) return;
      store.setState({
        under: planned.size,
        fraction: (begun + (results.progress?.fraction ?? 0)) / total,
        runs: [...runs, { planned, results }],
      });
    });
    await measurement.start(planned.request);
    if (inner.getState().status === 'finished') await allTold(planned);
    untell();
    return inner.getState();
  }

  return {
    async start(sweep) {
      const { device } = deviceStore.getState();
      if (device.status !== 'known') return;
      const { report } = device;
      const mine = ++current;
      const end = (status: SweepState['status'], failure: RunFailure | null = null) => {
        if (mine === current) store.setState({ status, failure, under: null });
      };
      const isOver = () => mine !== current || store.getState().status !== 'running';
      const { name: model } = modelOf(controlsStore.getState());
      store.setState({ ...noSweep, status: 'running', asked: { model, sweep, device: report } });
      if (!(await knowLimits(report)) || isOver()) return end('stopped');

      const left = new Set<string>();
      const leave = ({ entry }: SweepTry, size: number, reason: LeftReason) => {
        left.add(entry.key);
        store.setState((now) => ({ left: [...now.left, { entry, size, reason }] }));
      };
      /** Of what was measured, the time of a flop at the largest size so far. */
      const nsPerFlop = new Map<string, number>();
      const isBearable = (tried: SweepTry, size: number): boolean => {
        const { entry, work } = tried;
        if (left.has(entry.key)) return false;
        const foreseenNs = (nsPerFlop.get(entry.key) ?? 0) * work.flops;
        if (foreseenNs <= longestStepNs) return true;
        leave(tried, size, { code: 'tooSlow', foreseenNs, limitNs: longestStepNs });
        return false;
      };

      for (const [begun, planned] of sweep.runs.entries()) {
        const { size } = planned;
        const tries = planned.tries.filter((tried) => isBearable(tried, size));
        if (tries.length === 0) continue;
        const contenders = tries.map(({ contender }) => contender);
        const request = { ...planned.request, contenders };
        const results = await measure({ ...planned, tries, request }, begun);
        if (mine !== current) return;
        for (const tried of tries) {
          const { entry, work } = tried;
          const reason = endOf(tried, results);
          if (reason) leave(tried, size, reason);
          const point = pointOf(tried, results);
          if (point) nsPerFlop.set(entry.key, point.medianNs / work.flops);
        }
        if (results.status !== 'finished') return end(results.status, results.failure);
        if (!sameDevice(results.run?.device, report)) {
          const message = 'another one took its place, and times of two are not one sweep';
          return end('failed', { code: 'deviceLost', message });
        }
        if (isOver()) return end('stopped');
      }
      end('finished');
    },

    async stop() {
      if (store.getState().status !== 'running') return;
      store.setState({ status: 'stopping' });
      await engine.stop();
    },
  };
}

type SweepRunners = Readonly<Record<SweepKind, SweepRunner>>;

const made = new WeakMap<Engine, SweepRunners>();

/** Those of an engine, one of each kind: the figures may be taken away and shown again. */
export function sweepRunnersOf(engine: Engine): SweepRunners {
  const runners = made.get(engine) ?? {
    batch: createSweepRunner(engine, sweepStores.batch),
    prompt: createSweepRunner(engine, sweepStores.prompt),
  };
  made.set(engine, runners);
  return runners;
}
