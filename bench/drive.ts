// Runs jobs in Node on Dawn: what a page does, on any driver that AP_ADAPTER names.

import { platform, release } from 'node:os';
import { openGpu, type Gpu } from '../src/gpu/device';
import type { Driver } from './browser/drive';
import { dawnAdapter, dawnGpu, type DawnAdapter } from './dawn';
import { runJob, type Runtime } from './jobs';
import { lookLikePage } from './nodePage';
import { ownSystem } from './peers/own';
import { ownCpuSystem } from './peers/ownCpu';
import type { PeerSystem } from './peers/system';

async function adapterOrThrow(): Promise<DawnAdapter> {
  const dawn = await dawnAdapter();
  if (dawn) return dawn;
  throw new Error('no WebGPU adapter: install Chromium, which brings SwiftShader, or a GPU driver');
}

const openDevice = async (): Promise<Gpu> => openGpu((await adapterOrThrow()).adapter);

/** Systems that are made for pages run here too, as far as they can; onnxruntime-web's WebGPU refuses Dawn's objects. */
async function systems(threads: number): Promise<PeerSystem[]> {
  lookLikePage(await dawnGpu());
  const { onnxruntimeSystems } = await import('./peers/onnxruntime');
  const { tensorflow } = await import('./peers/tfjs');
  const { jaxSystems } = await import('./peers/jaxjs');
  return [
    ownSystem(openDevice),
    ownCpuSystem(1),
    ...onnxruntimeSystems({ threads }),
    tensorflow,
    ...jaxSystems,
  ];
}

export async function drive(say: (line: string) => void): Promise<Driver> {
  // What was opened for one shape serves the next: first runs after the first are not cold here.
  let opened: Promise<readonly PeerSystem[]> | undefined;
  const runtime: Runtime = {
    openDevice,
    systems: (threads) => (opened ??= systems(threads)),
    say,
  };
  return Promise.resolve({
    describe: async () => ({
      device: (await adapterOrThrow()).name,
      versions: { node: process.versions.node, system: `${platform()} ${release()}` },
    }),
    run: (job) => runJob(job, runtime),
    close: () => Promise.resolve(),
  });
}
