// What the product states about a device: its figures, each with its source, and nothing in place of those unknown.

/** Where a figure comes from; `derived`: arithmetic on verified parts, which `source` names. */
export interface FigureSource {
  readonly status: 'verified' | 'derived';
  readonly source: string;
}

/** Every figure is null where no source was found. A multiply-add is 2 flops. */
export interface DeviceFacts {
  readonly id: string;
  /** The name on the box, the same in every language. */
  readonly name: string;
  readonly kind: 'discrete' | 'unified' | 'mobile' | 'datacenter';
  /** Of the largest configuration where there are several (`largestConfiguration`). Shared with the CPU if unified or mobile. */
  readonly memoryBytes: number | null;
  readonly bandwidthBytesPerSecond: number | null;
  /** Of plain shader arithmetic: what WebGPU can reach, without matrix units. */
  readonly f32FlopsPerSecond: number | null;
  readonly f16FlopsPerSecond: number | null;
  /** Of matrix units on f16 or bf16 with sums in f32, dense: what native kernels reach and WebGPU does not. */
  readonly matrixFlopsPerSecond: number | null;
  readonly sources: {
    readonly memory: FigureSource | null;
    readonly bandwidth: FigureSource | null;
    readonly f32Flops: FigureSource | null;
  };
  /** Of the rates that few devices state. */
  readonly rateSources: {
    readonly f16Flops: FigureSource | null;
    readonly matrixFlops: FigureSource | null;
  };
  readonly largestConfiguration: boolean;
}

/** A figure in the units on the box, or null. */
type Figure = readonly [value: number, source: FigureSource] | null;

export const verified = (value: number, source: string): Figure => [
  value,
  { status: 'verified', source },
];
export const derived = (value: number, source: string): Figure => [
  value,
  { status: 'derived', source },
];

/**
 * From the units on the box. Memory is sold in "GB" of 2^30 bytes (an H100's 80 GB shows as 79.6 GiB); bandwidth and
 * rates count in powers of ten.
 */
export function device(
  id: string,
  name: string,
  kind: DeviceFacts['kind'],
  figures: {
    readonly gigabytes: Figure;
    /** There are smaller configurations. */
    readonly upTo?: true;
    readonly gigabytesPerSecond: Figure;
    readonly f32Teraflops: Figure;
    readonly f16Teraflops?: Figure;
    readonly matrixTeraflops?: Figure;
  },
): DeviceFacts {
  const { gigabytes, upTo = false, gigabytesPerSecond, f32Teraflops } = figures;
  const { f16Teraflops = null, matrixTeraflops = null } = figures;
  const times = (figure: Figure, unit: number) => figure && Math.round(figure[0] * unit);
  const from = (figure: Figure) => figure && figure[1];
  return {
    id,
    name,
    kind,
    memoryBytes: times(gigabytes, 2 ** 30),
    bandwidthBytesPerSecond: times(gigabytesPerSecond, 1e9),
    f32FlopsPerSecond: times(f32Teraflops, 1e12),
    f16FlopsPerSecond: times(f16Teraflops, 1e12),
    matrixFlopsPerSecond: times(matrixTeraflops, 1e12),
    sources: {
      memory: from(gigabytes),
      bandwidth: from(gigabytesPerSecond),
      f32Flops: from(f32Teraflops),
    },
    rateSources: { f16Flops: from(f16Teraflops), matrixFlops: from(matrixTeraflops) },
    largestConfiguration: upTo,
  };
}

export const llmfit = 'AlexsJones/llmfit@3f44fd30a4:llmfit-core/src/hardware.rs';
export const gpuPoor = 'RahulSChand/gpu_poor@ad2fc0ef0e:src/gpu_config.json';
/** The system descriptions of aiconfigurator. */
export const system = (name: string): string =>
  `ai-dynamo/aiconfigurator@095f58a51c:aic-core/src/aiconfigurator_core/systems/${name}.yaml`;
