// Opens a device with all that the adapter offers of what we can use, and notices when it is lost.

import { NoDeviceError } from './errors';

export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** A CPU that imitates a GPU: its speed is not a GPU's. */
  readonly software: boolean;
}

/** What an adapter has, whether or not it was asked for. */
export interface Offer {
  readonly features: readonly string[];
  /** Bytes or counts, by the names of WebGPU; those that an older browser does not know are missing. */
  readonly limits: Readonly<Record<string, number>>;
}

/** An open device. Nothing throws on a lost one, so `lost` is to be read after every await. */
export interface Gpu {
  readonly device: GPUDevice;
  readonly info: AdapterInfo;
  /** Of its adapter; missing where somebody else opened the device. */
  readonly offer?: Offer;
  readonly canTimestamp: boolean;
  readonly lost: boolean;
  /** Resolves, with the reason in the browser's words, when the device is lost; never rejects. */
  readonly whenLost: Promise<string>;
}

/** Used where offered; every path works without. */
export const optionalFeatures: readonly GPUFeatureName[] = [
  'timestamp-query',
  'shader-f16',
  'subgroups',
];

/** Asked for up to what the adapter offers; the others stay at WebGPU's defaults. */
export const raisedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxStorageBuffersPerShaderStage',
] as const;

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i;

function describe(info: GPUAdapterInfo): AdapterInfo {
  const { vendor, architecture, description } = info;
  const named = softwareNames.test(`${vendor} ${architecture} ${description} ${info.device}`);
  // The flag is younger than the rest of GPUAdapterInfo: absent in older browsers.
  return { vendor, architecture, description, software: named || info.isFallbackAdapter === true };
}

/** Asks the browser for an adapter. Throws NoDeviceError. */
export async function requestAdapter(): Promise<GPUAdapter> {
  // Typed as always there, but absent where the browser lacks WebGPU or the page is not secure.
  const gpu: GPU | undefined = globalThis.navigator?.gpu;
  if (!gpu) {
    if (globalThis.isSecureContext === false) {
      throw new NoDeviceError('insecureContext', 'WebGPU needs https or localhost');
    }
    throw new NoDeviceError('unsupported', 'this browser has no navigator.gpu');
  }
  let adapter: GPUAdapter | null;
  try {
    adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  } catch (error) {
    throw new NoDeviceError('noAdapter', String(error));
  }
  if (!adapter) throw new NoDeviceError('noAdapter', 'the browser offers no adapter');
  return adapter;
}

/**
 * Opens a device. An adapter gives one device only, so each call needs a new one: the browser is asked where
 * none is given. Throws NoDeviceError.
 */
export async function openGpu(adapter?: GPUAdapter): Promise<Gpu> {
  const from = adapter ?? (await requestAdapter());
  const requiredFeatures = optionalFeatures.filter((feature) => from.features.has(feature));
  const requiredLimits = offeredLimits(from);
  let device: GPUDevice;
  try {
    device = await from.requestDevice({ requiredFeatures, requiredLimits, label: 'playground' });
  } catch (error) {
    throw new NoDeviceError('noDevice', error instanceof Error ? error.message : String(error));
  }
  return watch(device, describe(from.info), {
    features: [...from.features].toSorted(),
    limits: requiredLimits,
  });
}

/** A limit unknown to an older browser is undefined, which some browsers refuse in a request. */
function offeredLimits({ limits }: GPUAdapter): Record<string, number> {
  const offered: Record<string, number> = {};
  for (const name of raisedLimits) {
    const limit: number | undefined = limits[name];
    if (limit !== undefined) offered[name] = limit;
  }
  return offered;
}

function watch(device: GPUDevice, info: AdapterInfo, offer?: Offer): Gpu {
  let lost = false;
  const whenLost = device.lost.then(({ reason, message }) => {
    lost = true;
    return message || reason;
  });
  return {
    device,
    info,
    ...(offer && { offer }),
    canTimestamp: device.features.has('timestamp-query'),
    get lost() {
      return lost;
    },
    whenLost,
  };
}

const adopted = new WeakMap<GPUDevice, Gpu>();

/** A device that somebody else opened, with the features and limits that they asked for. */
export function adoptGpu(device: GPUDevice): Gpu {
  const known = adopted.get(device);
  if (known) return known;
  // Younger than the rest of WebGPU: absent in older browsers.
  const info: GPUAdapterInfo | undefined = device.adapterInfo;
  const unknown = { vendor: '', architecture: '', description: '', software: false };
  const gpu = watch(device, info ? describe(info) : unknown);
  adopted.set(device, gpu);
  return gpu;
}
