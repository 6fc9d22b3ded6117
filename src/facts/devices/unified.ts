// Laptops and phones, whose memory the CPU shares.

import { derived, device, llmfit, verified, type DeviceFacts } from '../device';

const metal = 'philipturner/metal-benchmarks@dc2adc640a:README.md (GOPS32 table)';
const m4Article = 'goodnewsapodcast.com copy of an M4-family comparison article';
const limits = 'github.com/ggml-org/llama.cpp/pull/1642 (philipturner, physical limits)';
/** On Apple's GPUs half precision is no faster than single. */
const asF32 = `as FP32: GOPS16 = GOPS32 in ${metal}`;

/** Apple quotes 100, 200 and 400 GB/s for 102.4, 204.8 and 409.6, and publishes no clocks. */
const apple: readonly DeviceFacts[] = [
  device('m1', 'Apple M1 (8-core GPU)', 'unified', {
    gigabytes: verified(16, 'techterms.com/definition/m1'),
    upTo: true,
    gigabytesPerSecond: verified(68.2, limits),
    f32Teraflops: verified(2.617, metal),
    f16Teraflops: verified(2.617, asF32),
  }),
  device('m1pro', 'Apple M1 Pro (16-core)', 'unified', {
    gigabytes: verified(32, 'gizbot: up to 32 GB'),
    upTo: true,
    gigabytesPerSecond: verified(204.8, `${limits}; Apple quotes 200`),
    f32Teraflops: verified(5.308, metal),
    f16Teraflops: verified(5.308, asF32),
  }),
  device('m1max', 'Apple M1 Max (32-core)', 'unified', {
    gigabytes: verified(64, 'gizbot: up to 64 GB'),
    upTo: true,
    gigabytesPerSecond: verified(409.6, `${limits}; Apple quotes 400`),
    f32Teraflops: verified(10.617, metal),
    f16Teraflops: verified(10.617, asF32),
  }),
  device('m2', 'Apple M2 (10-core)', 'unified', {
    gigabytes: verified(24, 'huggingface.co/hardware/apple-m2'),
    upTo: true,
    gigabytesPerSecond: verified(102.4, `${limits}; ${m4Article}`),
    f32Teraflops: verified(3.579, metal),
    f16Teraflops: verified(3.579, asF32),
  }),
  device('m2pro', 'Apple M2 Pro (19-core)', 'unified', {
    gigabytes: verified(32, m4Article),
    upTo: true,
    gigabytesPerSecond: verified(204.8, m4Article),
    f32Teraflops: verified(6.8, metal),
    f16Teraflops: verified(6.8, asF32),
  }),
  device('m2max', 'Apple M2 Max (38-core)', 'unified', {
    gigabytes: verified(96, 'casgirl.blogg.se copy of Apple text'),
    upTo: true,
    gigabytesPerSecond: verified(400, `${llmfit}; casgirl.blogg.se copy of Apple text`),
    f32Teraflops: verified(13.6, metal),
    f16Teraflops: verified(13.6, asF32),
  }),
  device('m3', 'Apple M3 (10-core)', 'unified', {
    gigabytes: verified(24, m4Article),
    upTo: true,
    gigabytesPerSecond: verified(102.4, m4Article),
    f32Teraflops: derived(3.58, '10 cores*128*2*1.398 GHz, clock from hmc-tech M3 rows'),
    f16Teraflops: derived(3.58, asF32),
  }),
  device('m3pro', 'Apple M3 Pro (18-core)', 'unified', {
    gigabytes: verified(36, m4Article),
    upTo: true,
    gigabytesPerSecond: verified(153.6, m4Article),
    f32Teraflops: verified(6.44, 'hmc-tech.com/gpu/apple-32-core-m4-max-vs-apple-18-core-m3-pro'),
    f16Teraflops: verified(6.44, asF32),
  }),
  device('m3max', 'Apple M3 Max (40-core)', 'unified', {
    gigabytes: verified(128, 'huggingface.co/hardware/apple-m3-max'),
    upTo: true,
    gigabytesPerSecond: verified(400, `macmegasite.com; ${llmfit}`),
    f32Teraflops: verified(14.32, 'hmc-tech.com/gpu/apple-8-core-m4-fl-vs-apple-40-core-m3-max'),
    f16Teraflops: verified(14.32, asF32),
  }),
  device('m4', 'Apple M4 (10-core)', 'unified', {
    gigabytes: verified(32, m4Article),
    upTo: true,
    gigabytesPerSecond: verified(120, `${m4Article}; ${llmfit}`),
    f32Teraflops: verified(
      3.76,
      'hmc-tech.com/gpu/apple-10-core-m4-vs-apple-30-core-m3-max at 1470 MHz',
    ),
    f16Teraflops: verified(3.76, asF32),
  }),
  device('m4pro', 'Apple M4 Pro (20-core)', 'unified', {
    gigabytes: verified(64, m4Article),
    upTo: true,
    gigabytesPerSecond: verified(273, `${m4Article}; ${llmfit}`),
    f32Teraflops: derived(7.53, '20*128*2*1.470 GHz; 16-core row 6.02 verified on hmc-tech'),
    f16Teraflops: derived(7.53, asF32),
  }),
  device('m4max', 'Apple M4 Max (40-core)', 'unified', {
    gigabytes: verified(128, 'gamebastion'),
    upTo: true,
    gigabytesPerSecond: verified(546, `macmegasite.com; gamebastion; ${llmfit}`),
    f32Teraflops: derived(17.18, '40*128*2*1.678 GHz; 32-core row 13.74 verified on hmc-tech'),
    f16Teraflops: derived(17.18, asF32),
  }),
];

export const unifiedDevices: readonly DeviceFacts[] = [
  ...apple,
  device('snapdragon-x-elite', 'Snapdragon X Elite (Adreno X1-85)', 'unified', {
    gigabytes: verified(64, 'tweaktown; meterpreter'),
    upTo: true,
    gigabytesPerSecond: verified(136, 'tweaktown; meterpreter (LPDDR5X-8533)'),
    f32Teraflops: verified(4.6, 'notebookcheck.net (1536 ALU at 1.5 GHz)'),
  }),
  device('iris-xe-96', 'Intel Iris Xe G7 96EU', 'unified', {
    gigabytes: null,
    gigabytesPerSecond: null,
    f32Teraflops: verified(1.69, 'topcpu.net / sysrqmts.com at 1.1 GHz'),
    f16Teraflops: verified(3.38, 'topcpu.net / sysrqmts.com'),
  }),
  device('arc-140v', 'Intel Arc 140V (Lunar Lake)', 'unified', {
    gigabytes: null,
    gigabytesPerSecond: null,
    f32Teraflops: verified(4.1, 'topcpu.net'),
  }),
  device('a17pro', 'iPhone 15 Pro (A17 Pro)', 'mobile', {
    gigabytes: verified(8, 'gearrice.com'),
    gigabytesPerSecond: null,
    f32Teraflops: null,
  }),
  device('a16', 'iPhone 14 Pro / 15 (A16)', 'mobile', {
    gigabytes: verified(6, 'gearrice.com'),
    gigabytesPerSecond: null,
    f32Teraflops: verified(1.789, `${metal}, approximate`),
    f16Teraflops: verified(1.789, metal),
  }),
  device('a15', 'iPhone 13 Pro (A15, 5-core)', 'mobile', {
    gigabytes: null,
    gigabytesPerSecond: null,
    f32Teraflops: verified(1.713, metal),
    f16Teraflops: verified(1.713, metal),
  }),
  device('adreno750', 'Snapdragon 8 Gen 3 (Adreno 750)', 'mobile', {
    gigabytes: null,
    gigabytesPerSecond: null,
    f32Teraflops: null,
  }),
];
