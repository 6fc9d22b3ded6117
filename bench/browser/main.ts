// The page of npm run bench: runs one job for the driver, which reads what it says from the console.

import '../../src/polyfill';
import { openGpu, requestAdapter } from '../../src/gpu/device';
import { runJob, type Job, type JobResult, type Runtime } from '../jobs';
import { jaxSystems } from '../peers/jaxjs';
import { onnxruntimeSystems } from '../peers/onnxruntime';
import { ownSystem } from '../peers/own';
import { ownCpuSystem } from '../peers/ownCpu';
import { tensorflow } from '../peers/tfjs';

/** What the driver calls. */
export interface BenchPage {
  describe(): Promise<string>;
  run(job: Job): Promise<JobResult>;
}

const runtime: Runtime = {
  openDevice: () => openGpu(),
  async systems(threads) {
    // jax-js takes as many threads as the machine says it has, and nothing else tells it.
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: threads });
    return [
      ownSystem(() => openGpu()),
      ownCpuSystem(threads),
      ...onnxruntimeSystems({ threads, folder: '/node_modules/onnxruntime-web/dist/' }),
      tensorflow,
      ...jaxSystems,
    ];
  },
  say: (line) => console.info(line),
};

const page: BenchPage = {
  async describe() {
    const { info } = await requestAdapter();
    return [info.vendor, info.architecture, info.description].filter(Boolean).join(' ');
  },
  run: (job) => runJob(job, runtime),
};

Object.assign(globalThis, { benchPage: page });
