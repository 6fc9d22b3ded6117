// The time that a device's ceilings allow, and which ceiling sets it. Williams et al. 2009, "Roofline".
//
// It is a bound for arithmetic of the kind chosen that reads every byte from memory once: a cache that stays in L2 from
// step to step can beat it.

export interface Work {
  readonly bytes: number;
  readonly flops: number;
}

/** A device's limits, as stated or as measured. */
export interface Ceilings {
  readonly bandwidthBytesPerSecond: number;
  readonly flopsPerSecond: number;
}

/** What a device states of its rates. */
export interface Rates {
  readonly bandwidthBytesPerSecond: number;
  /** Of plain shader arithmetic: what WebGPU reaches. */
  readonly f32FlopsPerSecond: number;
  /** Of matrix units, dense products of 16-bit numbers summed in f32: what native kernels reach; null: not known. */
  readonly matrixFlopsPerSecond?: number | null;
}

export const shaderCeilings = ({
  bandwidthBytesPerSecond,
  f32FlopsPerSecond,
}: Rates): Ceilings => ({ bandwidthBytesPerSecond, flopsPerSecond: f32FlopsPerSecond });

/** Null where the rate of the matrix units is not known. */
export const matrixCeilings = ({
  bandwidthBytesPerSecond,
  matrixFlopsPerSecond = null,
}: Rates): Ceilings | null =>
  matrixFlopsPerSecond === null
    ? null
    : { bandwidthBytesPerSecond, flopsPerSecond: matrixFlopsPerSecond };

export interface RooflineTime {
  /** max(memorySeconds, computeSeconds). */
  readonly seconds: number;
  readonly memorySeconds: number;
  readonly computeSeconds: number;
  /** Which side takes longer; `memory` where they tie. */
  readonly bound: 'memory' | 'compute';
}

/** max(bytes / bandwidth, flops / peak), under the assumptions named above. */
export function rooflineSeconds(
  { bytes, flops }: Work,
  { bandwidthBytesPerSecond, flopsPerSecond }: Ceilings,
): RooflineTime {
  const memorySeconds = bytes / bandwidthBytesPerSecond;
  const computeSeconds = flops / flopsPerSecond;
  return {
    seconds: Math.max(memorySeconds, computeSeconds),
    memorySeconds,
    computeSeconds,
    bound: memorySeconds >= computeSeconds ? 'memory' : 'compute',
  };
}

/** Arithmetic intensity, flops per byte moved. */
export const flopsPerByte = ({ bytes, flops }: Work): number => flops / bytes;

/** The intensity at which a device's two ceilings meet: below it memory binds, above it arithmetic. */
export const kneeFlopsPerByte = ({ bandwidthBytesPerSecond, flopsPerSecond }: Ceilings): number =>
  flopsPerSecond / bandwidthBytesPerSecond;

/** Flops per second that the ceilings allow at an intensity: the roof itself. */
export const attainableFlopsPerSecond = (intensity: number, ceilings: Ceilings): number =>
  Math.min(intensity * ceilings.bandwidthBytesPerSecond, ceilings.flopsPerSecond);
