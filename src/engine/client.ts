// The page's engine: a worker, or the page's own thread where only the page has WebGPU.

import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import type { DeviceReport, Engine } from './protocol';

/** A running worker with its remote engine and what it said of its device. */
interface WorkerEngine {
  readonly worker: Worker;
  readonly remote: Remote<Engine>;
}

/** Starts the worker and hears from it; rejects where it fails to start. */
async function startWorker(): Promise<WorkerEngine & { report: DeviceReport }> {
  // In one expression: only so does Vite see a worker to build.
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: 'engine',
  });
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      reject(new Error(event.message || 'the worker did not start'));
    });
  });
  const remote = wrap<Engine>(worker);
  try {
    return { worker, remote, report: await Promise.race([remote.device(), failed]) };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** Trials run in a worker of their own, started when the first is asked for. */
const apart = async () => (await import('./trials')).trialsIn(startWorker);

/** The worker's engine as this side calls it: functions given to it are proxied. */
function overMessages({ worker, remote }: WorkerEngine): Engine {
  let trials: ReturnType<typeof apart> | undefined;
  return {
    device: () => remote.device(),
    onDevice: (listener) => remote.onDevice(proxy(listener)),
    runDecode: (request, onEvent, madeFor) => remote.runDecode(request, proxy(onEvent), madeFor),
    race: (request, pace, onEvent, madeFor) => remote.race(request, pace, proxy(onEvent), madeFor),
    setPace: (pace) => remote.setPace(pace),
    tune: (request, onEvent) => remote.tune(request, proxy(onEvent)),
    examine: (request) => remote.examine(request),
    measureCeilings: (onEvent) => remote.measureCeilings(proxy(onEvent)),
    runToken: (request, onEvent, madeFor) => remote.runToken(request, proxy(onEvent), madeFor),
    stop: () => remote.stop(),
    fetchAhead: () => remote.fetchAhead(),
    shaders: (request) => remote.shaders(request),
    offersTrials: () => Promise.resolve(true),
    tryShader: async (request, onEvent) => (await (trials ??= apart())).run(request, onEvent),
    stopTrial: async () => (await trials)?.stop(),
    async dispose() {
      (await trials)?.stop();
      await remote.dispose();
      remote[releaseProxy]();
      worker.terminate();
    },
  };
}

/** Loaded only where it is needed: the worker has its own copy. */
async function onThisThread(): Promise<Engine> {
  const { LocalEngine } = await import('./localEngine');
  return new LocalEngine();
}

async function choose(): Promise<Engine> {
  let started;
  try {
    started = await startWorker();
  } catch {
    return onThisThread();
  }
  const pageHasGpu = 'gpu' in navigator;
  if (started.report.reason === 'unsupported' && pageHasGpu) {
    started.worker.terminate();
    return onThisThread();
  }
  return overMessages(started);
}

/** Starts at once; calls wait until it is known on which thread the engine runs. */
export function createEngine(): Engine {
  const chosen = choose();
  return {
    device: async () => (await chosen).device(),
    onDevice: async (listener) => (await chosen).onDevice(listener),
    runDecode: async (...run) => (await chosen).runDecode(...run),
    race: async (...asked) => (await chosen).race(...asked),
    setPace: async (pace) => (await chosen).setPace(pace),
    tune: async (...asked) => (await chosen).tune(...asked),
    fetchAhead: async () => (await chosen).fetchAhead(),
    shaders: async (request) => (await chosen).shaders(request),
    offersTrials: async () => (await chosen).offersTrials(),
    tryShader: async (...asked) => (await chosen).tryShader(...asked),
    stopTrial: async () => (await chosen).stopTrial(),
    examine: async (request) => (await chosen).examine(request),
    measureCeilings: async (onEvent) => (await chosen).measureCeilings(onEvent),
    runToken: async (...asked) => (await chosen).runToken(...asked),
    stop: async () => (await chosen).stop(),
    dispose: async () => (await chosen).dispose(),
  };
}
