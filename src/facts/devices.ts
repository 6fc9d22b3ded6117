// Devices whose memory, bandwidth and f32 rate could all be read or derived: what the roofline and the ceilings use.

/** Where a figure comes from; `derived`: arithmetic on verified parts, which `source` names. */
export interface FigureSource {
  readonly status: 'verified' | 'derived';
  readonly source: string;
}

export interface Device {
  readonly id: string;
  /** The name on the box, the same in every language. */
  readonly name: string;
  readonly kind: 'discrete' | 'unified' | 'datacenter';
  /** Of the largest configuration where there are several (`largestConfiguration`). Shared with the CPU if `unified`. */
  readonly memoryBytes: number;
  readonly bandwidthBytesPerSecond: number;
  /** Of plain shader arithmetic, a multiply-add being 2: what WebGPU can reach, without matrix units. */
  readonly f32FlopsPerSecond: number;
  readonly sources: {
    readonly memory: FigureSource;
    readonly bandwidth: FigureSource;
    readonly f32Flops: FigureSource;
  };
  readonly largestConfiguration: boolean;
}

const llmfit = 'AlexsJones/llmfit@3f44fd30a4:llmfit-core/src/hardware.rs';
const systems = 'ai-dynamo/aiconfigurator@095f58a51c:aic-core/src/aiconfigurator_core/systems';
const metal = 'philipturner/metal-benchmarks@dc2adc640a:README.md (GOPS32 table)';
const m4Article = 'goodnewsapodcast.com copy of an M4-family comparison article';
const gpuPoor = 'RahulSChand/gpu_poor@ad2fc0ef0e:src/gpu_config.json';

const verified = (source: string): FigureSource => ({ status: 'verified', source });
const derived = (source: string): FigureSource => ({ status: 'derived', source });

/**
 * From the units on the box. Memory is sold in "GB" of 2^30 bytes (an H100's 80 GB shows as 79.6 GiB);
 * bandwidth and rates count in powers of ten.
 */
function device(
  id: string,
  name: string,
  kind: Device['kind'],
  [memoryGiB, memory]: readonly [number, FigureSource],
  [gigabytesPerSecond, bandwidth]: readonly [number, FigureSource],
  [teraflops, f32Flops]: readonly [number, FigureSource],
  largestConfiguration = false,
): Device {
  return {
    id,
    name,
    kind,
    memoryBytes: memoryGiB * 2 ** 30,
    bandwidthBytesPerSecond: Math.round(gigabytesPerSecond * 1e9),
    f32FlopsPerSecond: Math.round(teraflops * 1e12),
    sources: { memory, bandwidth, f32Flops },
    largestConfiguration,
  };
}

export const devices: readonly Device[] = [
  device(
    'rtx4060',
    'GeForce RTX 4060 8GB',
    'discrete',
    [8, verified('fpsbench.com rtx-4060; topcpu.net')],
    [272, verified(`${llmfit}; fpsbench.com`)],
    [15.11, verified('fpsbench.com; hmc-tech')],
  ),
  device(
    'rtx3060',
    'GeForce RTX 3060 12GB',
    'discrete',
    [12, verified('topcpu.net rtx-3060 vs 4060; hmc-tech')],
    [360, verified(`${llmfit}; ${gpuPoor}`)],
    [12.74, verified('hmc-tech.com/gpu/nvidia-geforce-rtx-4060-vs-nvidia-geforce-rtx-3060')],
  ),
  device(
    'arc-b580',
    'Intel Arc B580',
    'discrete',
    [12, verified('fpsbench.com')],
    [456, verified('fpsbench.com')],
    [13.67, verified('fpsbench.com')],
  ),
  device(
    'rtx4090',
    'GeForce RTX 4090',
    'discrete',
    [24, verified('hmc-tech')],
    [1008, verified(`${llmfit}; pages (1.01 TB/s)`)],
    [82.58, verified('hmc-tech.com/gpus/nvidia-geforce-rtx-4090-vs-nvidia-rtx-pro-5000-blackwell')],
  ),
  device(
    'rtx5090',
    'GeForce RTX 5090',
    'discrete',
    [32, verified('pocketmags Linux Format May 2025; spheron.network')],
    [1792, verified(`${llmfit}; pocketmags; spheron`)],
    [104.8, verified('fpsbench.com')],
  ),
  device(
    'm4',
    'Apple M4 (10-core)',
    'unified',
    [32, verified(m4Article)],
    [120, verified(`${m4Article}; ${llmfit}`)],
    [3.76, verified('hmc-tech.com/gpu/apple-10-core-m4-vs-apple-30-core-m3-max at 1470 MHz')],
    true,
  ),
  device(
    'm4pro',
    'Apple M4 Pro (20-core)',
    'unified',
    [64, verified(m4Article)],
    [273, verified(`${m4Article}; ${llmfit}`)],
    [7.53, derived('20*128*2*1.470 GHz; 16-core row 6.02 verified on hmc-tech')],
    true,
  ),
  device(
    'm2max',
    'Apple M2 Max (38-core)',
    'unified',
    [96, verified('casgirl.blogg.se copy of Apple text')],
    [400, verified(`${llmfit}; casgirl.blogg.se copy of Apple text`)],
    [13.6, verified(metal)],
    true,
  ),
  device(
    'm4max',
    'Apple M4 Max (40-core)',
    'unified',
    [128, verified('gamebastion')],
    [546, verified(`macmegasite.com; gamebastion; ${llmfit}`)],
    [17.18, derived('40*128*2*1.678 GHz; 32-core row 13.74 verified on hmc-tech')],
    true,
  ),
  device(
    'snapdragon-x-elite',
    'Snapdragon X Elite (Adreno X1-85)',
    'unified',
    [64, verified('tweaktown; meterpreter')],
    [136, verified('tweaktown; meterpreter (LPDDR5X-8533)')],
    [4.6, verified('notebookcheck.net (1536 ALU at 1.5 GHz)')],
    true,
  ),
  device(
    'a100-80',
    'A100 80GB SXM',
    'datacenter',
    [80, verified(`${systems}/a100_sxm.yaml`)],
    [2039, verified(`${systems}/a100_sxm.yaml`)],
    [19.5, verified(gpuPoor)],
  ),
  device(
    'h100-sxm',
    'H100 80GB SXM5',
    'datacenter',
    [80, verified(`${systems}/h100_sxm.yaml`)],
    [3350, verified(`${systems}/h100_sxm.yaml`)],
    [66.9, verified('glennklockwood.com/garden/processors/h100')],
  ),
  device(
    'h20',
    'H20 96GB',
    'datacenter',
    [96, verified('ke60.top; willitrunai.com')],
    [4000, verified('willitrunai.com; zangshuxian.com')],
    [44, verified('zangshuxian.com')],
  ),
  device(
    'h200',
    'H200 SXM',
    'datacenter',
    [141, verified(`${systems}/h200_sxm.yaml (in GiB); itkb.uw.cz`)],
    [4800, verified(`${systems}/h200_sxm.yaml`)],
    [66.9, verified('hmc-tech.com/gpu/nvidia-h100-vs-nvidia-h200-sxm-vs-nvidia-gb200')],
  ),
];

export function deviceById(id: string): Device {
  const found = devices.find((item) => item.id === id);
  if (!found) throw new Error(`no device "${id}": choose ${devices.map((d) => d.id).join(', ')}`);
  return found;
}
