// Graphics cards.

import { derived, device, gpuPoor, llmfit, verified, type DeviceFacts } from '../device';

export const discreteDevices: readonly DeviceFacts[] = [
  device('rtx4060', 'GeForce RTX 4060 8GB', 'discrete', {
    gigabytes: verified(8, 'fpsbench.com rtx-4060; topcpu.net'),
    gigabytesPerSecond: verified(272, `${llmfit}; fpsbench.com`),
    f32Teraflops: verified(15.11, 'fpsbench.com; hmc-tech'),
    f16Teraflops: verified(15.11, 'fpsbench.com (1:1)'),
    matrixTeraflops: derived(30.2, '2x FP32 (4060 Laptop row: 14.13 -> 28.26)'),
  }),
  device('rtx3060', 'GeForce RTX 3060 12GB', 'discrete', {
    gigabytes: verified(12, 'topcpu.net rtx-3060 vs 4060; hmc-tech'),
    gigabytesPerSecond: verified(360, `${llmfit}; ${gpuPoor}`),
    f32Teraflops: verified(
      12.74,
      'hmc-tech.com/gpu/nvidia-geforce-rtx-4060-vs-nvidia-geforce-rtx-3060',
    ),
    f16Teraflops: verified(12.74, 'the page of its FP32 rate (1:1)'),
    matrixTeraflops: derived(
      25.5,
      '2x FP32, as on the RTX 3060 Laptop row of hmc-tech (10.94 -> 21.89)',
    ),
  }),
  device('arc-b580', 'Intel Arc B580', 'discrete', {
    gigabytes: verified(12, 'fpsbench.com'),
    gigabytesPerSecond: verified(456, 'fpsbench.com'),
    f32Teraflops: verified(13.67, 'fpsbench.com'),
    f16Teraflops: verified(27.34, 'fpsbench.com (2:1)'),
    matrixTeraflops: derived(
      109.4,
      '437.45 int4 TOPS / 4: hmc-tech.com/gpu/intel-arc-b580-vs-intel-arc-a580',
    ),
  }),
  device('arc-a770', 'Intel Arc A770 16GB', 'discrete', {
    gigabytes: verified(16, 'cputronic.com/de/gpu/intel-arc-a770; svethardware.cz'),
    gigabytesPerSecond: verified(560, 'svethardware.cz (Intel’s specifications of the A series)'),
    f32Teraflops: verified(19.66, 'cputronic.com/de/gpu/intel-arc-a770'),
  }),
  device('rtx4090', 'GeForce RTX 4090', 'discrete', {
    gigabytes: verified(24, 'hmc-tech'),
    gigabytesPerSecond: verified(1008, `${llmfit}; pages (1.01 TB/s)`),
    f32Teraflops: verified(
      82.58,
      'hmc-tech.com/gpus/nvidia-geforce-rtx-4090-vs-nvidia-rtx-pro-5000-blackwell',
    ),
    f16Teraflops: verified(82.58, 'the page of its FP32 rate (BF16)'),
    matrixTeraflops: verified(165.2, 'the page of its FP32 rate (FP16 tensor, FP32 sums, dense)'),
  }),
  device('rtx5090', 'GeForce RTX 5090', 'discrete', {
    gigabytes: verified(32, 'pocketmags Linux Format May 2025; spheron.network'),
    gigabytesPerSecond: verified(1792, `${llmfit}; pocketmags; spheron`),
    f32Teraflops: verified(104.8, 'fpsbench.com'),
    f16Teraflops: verified(104.8, 'fpsbench.com (1:1)'),
  }),
];
