// The one open device: opened when first asked for, opened again after a loss, given up after too many.

import { threadCount } from '../cpu/threadCount';
import { openGpu, type Gpu } from '../gpu/device';
import { DeviceLostError, NoDeviceError } from '../gpu/errors';
import { Timer } from '../gpu/timer';
import type { DeviceReport, NoGpuReason } from './protocol';

export interface OpenDevice {
  readonly gpu: Gpu;
  readonly timer: Timer;
}

export interface NoDevice {
  readonly reason: NoGpuReason;
  /** The browser's own words. */
  readonly detail: string;
}

/** So many losses within the window, and the device is left alone until the page is loaded again. */
const mostLosses = 5;
const windowMs = 120_000;

/** Wait before opening after the first loss; each more within the window doubles it. */
const firstWaitMs = 100;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What `get` gave, for the page. */
export function reportOf(device: OpenDevice | NoDevice): DeviceReport {
  if ('reason' in device) {
    const { reason, detail } = device;
    return {
      runsOn: 'cpu',
      threads: threadCount(),
      reason,
      detail,
      vendor: '',
      architecture: '',
      description: '',
      software: false,
      timer: 'wallClock',
      features: [],
      maxBufferBytes: 0,
      maxBindingBytes: 0,
    };
  }
  const { gpu, timer } = device;
  return {
    runsOn: 'gpu',
    ...gpu.info,
    timer: timer.kind,
    features: [...gpu.device.features].toSorted(),
    maxBufferBytes: gpu.device.limits.maxBufferSize,
    maxBindingBytes: gpu.device.limits.maxStorageBufferBindingSize,
  };
}

export class DeviceSession {
  private pending: Promise<OpenDevice | NoDevice> | undefined;
  private current: OpenDevice | undefined;
  /** Set when no device is to be opened any more. */
  private ended: NoDevice | undefined;
  private onLost: () => void = () => {};
  private lossesMs: number[] = [];

  /** @param open opens a device on a new adapter; throws NoDeviceError */
  constructor(
    private readonly open: () => Promise<Gpu> = () => openGpu(),
    private readonly wait: (ms: number) => Promise<void> = sleep,
  ) {}

  /**
   * The open device, or why there is none. Never rejects; asked again later, it tries again, unless the device was
   * lost too often or the session is closed.
   */
  get(): Promise<OpenDevice | NoDevice> {
    if (this.current && !this.current.gpu.lost) return Promise.resolve(this.current);
    this.pending ??= this.acquire().finally(() => (this.pending = undefined));
    return this.pending;
  }

  /** Names the one who is told when the open device is lost, not when it is discarded. */
  whenLost(listener: () => void): void {
    this.onLost = listener;
  }

  /**
   * Drops the open device and all that runs on it; the next `get` opens another. Not counted as a loss. A device that
   * is still being opened is kept: nothing runs on it yet, and who waits for it is answered.
   */
  discard(): void {
    const { current } = this;
    this.current = undefined;
    // Some implementations wait for a compile in a call of destroy: the caller need not.
    setTimeout(() => {
      current?.timer.dispose();
      current?.gpu.device.destroy();
    });
  }

  /** Drops the device for good, one that is still being opened too: from now on `get` has none. */
  close(): void {
    this.ended = { reason: 'noDevice', detail: 'the engine was closed' };
    this.discard();
  }

  private recentLosses(): number {
    const now = performance.now();
    this.lossesMs = this.lossesMs.filter((at) => now - at < windowMs);
    return this.lossesMs.length;
  }

  private async acquire(): Promise<OpenDevice | NoDevice> {
    for (;;) {
      const losses = this.recentLosses();
      if (losses >= mostLosses) {
        this.ended ??= { reason: 'lostTooOften', detail: `lost ${losses} times in two minutes` };
      }
      if (this.ended) return this.ended;
      if (losses > 0) await this.wait(firstWaitMs * 2 ** (losses - 1));
      try {
        return await this.acquireOnce();
      } catch (error) {
        if (error instanceof DeviceLostError) continue;
        const detail = error instanceof Error ? error.message : String(error);
        return { reason: error instanceof NoDeviceError ? error.reason : 'noDevice', detail };
      }
    }
  }

  private async acquireOnce(): Promise<OpenDevice> {
    const gpu = await this.open();
    let device: OpenDevice | undefined;
    let failed = false;
    void gpu.whenLost.then(() => {
      // A device that was discarded is not lost, it is no longer wanted.
      if (failed || (device && this.current !== device)) return;
      this.lossesMs.push(performance.now());
      this.current = undefined;
      // One that was lost while it was opened has its next attempt already.
      if (device) this.onLost();
    });
    try {
      const timer = await Timer.open(gpu);
      if (this.ended) throw new NoDeviceError('noDevice', 'closed while it was opened');
      device = { gpu, timer };
      this.current = device;
      return device;
    } catch (error) {
      failed = !(error instanceof DeviceLostError);
      gpu.device.destroy();
      throw error;
    }
  }
}
