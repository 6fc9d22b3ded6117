// Runs jobs in Node on Dawn: what a page does, on any driver that AP_ADAPTER names.

import { platform, release } from 'node:os';
import { openGpu, type Gpu } from '../src/gpu/device';
import type { Driver } from './browser/drive';
import { dawnAdapter, type DawnAdapter } from './dawn';
import { runJob, type Runtime } from './jobs';
import { ownSystem } from './peers/own';

async function adapterOrThrow(): Promise<DawnAdapter> {
  const dawn = await dawnAdapter();
  if (dawn) return dawn;
  throw new Error('no WebGPU adapter: install Chromium, which brings SwiftShader, or a GPU driver');
}

const openDevice = async (): Promise<Gpu> => openGpu((await adapterOrThrow()).adapter);

/** Other systems are made for pages: here ours runs alone. */
export async function drive(say: (line: string) => void): Promise<Driver> {
  const systems = () => Promise.resolve([ownSystem(openDevice)]);
  const runtime: Runtime = { openDevice, systems, say };
  return Promise.resolve({
    describe: async () => ({
      device: (await adapterOrThrow()).name,
      versions: { node: process.versions.node, system: `${platform()} ${release()}` },
    }),
    run: (job) => runJob(job, runtime),
    close: () => Promise.resolve(),
  });
}
