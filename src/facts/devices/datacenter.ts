// Accelerators of data centres.

import { derived, device, gpuPoor, llmfit, system, verified, type DeviceFacts } from '../device';

const llmAnalysis = 'cli99/llm-analysis@d841e40aec:llm_analysis/gpu_configs/';
const h100 = 'glennklockwood.com/garden/processors/h100';
const h200 = 'hmc-tech.com/gpu/nvidia-h100-vs-nvidia-h200-sxm-vs-nvidia-gb200';
const l4AndT4 = 'hmc-tech.com/gpu/nvidia-l4-vs-nvidia-t4';
/** AMD's own table of dense peaks. */
const hyperloom =
  'AMD-AGI/Hyperloom@6db0f287e3:src/hyperloom/inference_optimizer/roofline_ceiling.py';
const flashMla = 'deepseek-ai/FlashMLA@9241ae3ef9:docs/20250422-new-kernel-deep-dive.md';

export const datacenterDevices: readonly DeviceFacts[] = [
  device('t4', 'Tesla T4', 'datacenter', {
    gigabytes: verified(16, 'topcpu.net'),
    gigabytesPerSecond: verified(320, `topcpu.net; ${llmfit}`),
    f32Teraflops: verified(8.14, 'topcpu.net'),
    f16Teraflops: verified(16.28, l4AndT4),
    matrixTeraflops: verified(65.1, `${l4AndT4} (f16; it has no bf16)`),
  }),
  device('l4', 'L4', 'datacenter', {
    gigabytes: verified(24, system('l4')),
    gigabytesPerSecond: verified(300, system('l4')),
    f32Teraflops: verified(30.3, 'topcpu.net (30.29); cloudgputracker'),
    f16Teraflops: verified(30.3, 'topcpu.net'),
    matrixTeraflops: verified(121, `${system('l4')} (dense)`),
  }),
  device('a100-40', 'A100 40GB SXM', 'datacenter', {
    gigabytes: verified(40, `${llmAnalysis}a100-sxm-40gb.json`),
    gigabytesPerSecond: verified(
      1555,
      `${llmAnalysis}; hahnyuan/LLM-Viewer@472f71f1a1:hardwares/hardware_params.py`,
    ),
    f32Teraflops: verified(19.5, gpuPoor),
    matrixTeraflops: verified(312, llmAnalysis),
  }),
  device('a100-80', 'A100 80GB SXM', 'datacenter', {
    gigabytes: verified(80, system('a100_sxm')),
    gigabytesPerSecond: verified(2039, system('a100_sxm')),
    f32Teraflops: verified(19.5, gpuPoor),
    matrixTeraflops: verified(312, llmAnalysis),
  }),
  device('h100-sxm', 'H100 80GB SXM5', 'datacenter', {
    gigabytes: verified(80, system('h100_sxm')),
    gigabytesPerSecond: verified(3350, system('h100_sxm')),
    f32Teraflops: verified(66.9, h100),
    f16Teraflops: verified(133.8, h100),
    matrixTeraflops: verified(989.4, `${h100}; ${system('h100_sxm')} (989)`),
  }),
  device('h800', 'H800 SXM5', 'datacenter', {
    gigabytes: null,
    gigabytesPerSecond: verified(3350, flashMla),
    f32Teraflops: null,
    matrixTeraflops: verified(990, `${flashMla} (about 865 sustained)`),
  }),
  device('h20', 'H20 96GB', 'datacenter', {
    gigabytes: verified(96, 'ke60.top; willitrunai.com'),
    gigabytesPerSecond: verified(4000, 'willitrunai.com; zangshuxian.com'),
    f32Teraflops: verified(44, 'zangshuxian.com'),
    matrixTeraflops: verified(148, 'willitrunai.com; zangshuxian.com'),
  }),
  device('h200', 'H200 SXM', 'datacenter', {
    gigabytes: verified(141, `${system('h200_sxm')} (in GiB); itkb.uw.cz`),
    gigabytesPerSecond: verified(4800, system('h200_sxm')),
    f32Teraflops: verified(66.9, h200),
    f16Teraflops: verified(133.8, h200),
    matrixTeraflops: verified(989, system('h200_sxm')),
  }),
  device('b200', 'B200 SXM', 'datacenter', {
    gigabytes: verified(180, `${system('b200_sxm')} (usable; 192 in some datasheets)`),
    gigabytesPerSecond: verified(7700, `${system('b200_sxm')} (8.0 TB/s on GB200)`),
    f32Teraflops: derived(80, 'half of the hmc-tech GB200 row (160.04 TFLOPS for 2 GPUs)'),
    matrixTeraflops: verified(2250, system('b200_sxm')),
  }),
  device('mi300x', 'Instinct MI300X', 'datacenter', {
    gigabytes: verified(192, 'codesota; tomshardware; emergentmind'),
    gigabytesPerSecond: verified(5300, `${llmfit}; emergentmind`),
    f32Teraflops: verified(163.4, hyperloom),
    f16Teraflops: derived(326.8, '2x FP32 vector; gpu.blog lists 330.6'),
    matrixTeraflops: verified(1307.4, hyperloom),
  }),
];
