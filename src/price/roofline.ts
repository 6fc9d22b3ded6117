// The time that a device's ceilings allow, and which ceiling sets it. Williams et al. 2009, "Roofline".
//
// It is a bound for plain f32 shader arithmetic that reads every byte from memory once: matrix units, or a cache that
// stays in L2 from step to step, can beat it.

export interface Work {
  readonly bytes: number;
  readonly flops: number;
}

/** A device's limits, as stated or as measured. */
export interface Ceilings {
  readonly bandwidthBytesPerSecond: number;
  readonly f32FlopsPerSecond: number;
}

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
  { bandwidthBytesPerSecond, f32FlopsPerSecond }: Ceilings,
): RooflineTime {
  const memorySeconds = bytes / bandwidthBytesPerSecond;
  const computeSeconds = flops / f32FlopsPerSecond;
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
export const kneeFlopsPerByte = ({
  bandwidthBytesPerSecond,
  f32FlopsPerSecond,
}: Ceilings): number => f32FlopsPerSecond / bandwidthBytesPerSecond;
