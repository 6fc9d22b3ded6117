import { describe, expect, test } from 'vitest';
import { ownName } from './peers/own';
import { isFault, ratiosOf, table, withCeilings, type BenchRow } from './report';

const row = (more: Partial<BenchRow>): BenchRow => ({
  system: ownName,
  runsOn: 'gpu',
  kernel: 'staged',
  shape: 'decode GQA-8 2048',
  format: 'f32',
  scope: 'attend',
  medianMs: 2,
  q1Ms: 1.9,
  q3Ms: 2.2,
  n: 3,
  samplesMs: [1.9, 2, 2.2],
  firstMs: 100,
  bytes: 16e6,
  flops: 32e6,
  actualBytes: null,
  gbs: 8,
  gflops: 16,
  shareOfCeiling: null,
  error: 1e-7,
  agrees: true,
  failure: null,
  workload: 'decode GQA-8 2048',
  ...more,
});

const peer = (more: Partial<BenchRow>) => row({ system: 'peer', kernel: 'matMul', ...more });

describe('ratios', () => {
  test('set our fastest right row against the fastest right one of each system, round by round', () => {
    const ratios = ratiosOf([
      row({ kernel: 'slow', medianMs: 3 }),
      row({}),
      row({ kernel: 'wrong', medianMs: 1, agrees: false }),
      peer({ medianMs: 8, samplesMs: [19, 8, 4.4] }),
      peer({ kernel: 'wrong', medianMs: 1, agrees: false }),
      peer({ kernel: 'slow', medianMs: 9 }),
    ]);
    // 10, 4 and 2 times: their median, not the medians' quotient.
    expect(ratios).toEqual([{ shape: 'decode GQA-8 2048', against: 'peer, matMul', ratio: 4 }]);
  });

  test('hold our CPU reader against the others apart from our kernels', () => {
    const onCpu = { runsOn: 'cpu' } as const;
    const cpu = row({ ...onCpu, system: `${ownName} (WebAssembly)`, samplesMs: [1, 1, 1] });
    const ratios = ratiosOf([
      row({ samplesMs: [2, 2, 2] }),
      cpu,
      peer({ ...onCpu, samplesMs: [4, 4, 4] }),
      peer({ system: 'peer on a GPU', samplesMs: [8, 8, 8] }),
    ]);
    expect(ratios).toEqual([
      { shape: 'decode GQA-8 2048', against: 'peer, matMul', ratio: 2 },
      { shape: 'decode GQA-8 2048', against: 'peer on a GPU, matMul', ratio: 4 },
      {
        shape: 'decode GQA-8 2048, attention-playground (WebAssembly)',
        against: 'peer, matMul',
        ratio: 4,
      },
    ]);
    expect(isFault({ ...cpu, agrees: false })).toBe(true);
  });

  test('leave out a system that has no right row', () => {
    expect(ratiosOf([row({}), peer({ agrees: false, n: 0, medianMs: null })])).toEqual([]);
  });

  test('set rows of ours against the first of their workload where nobody else takes part', () => {
    const mha = row({ shape: 'MHA', samplesMs: [6, 6, 6] });
    const gqa = row({ shape: 'GQA', samplesMs: [2, 2, 2] });
    expect(ratiosOf([mha, gqa])).toEqual([{ shape: 'GQA', against: 'MHA', ratio: 3 }]);
    const other = row({ kernel: 'register', samplesMs: [1, 1, 1], format: 'f16' });
    expect(ratiosOf([row({ samplesMs: [2, 2, 2] }), other])).toEqual([
      {
        shape: 'decode GQA-8 2048, register, f16',
        against: 'decode GQA-8 2048, staged',
        ratio: 2,
      },
    ]);
  });
});

describe('faults', () => {
  const failure = { code: 'cannotRun', text: 'no', unexpected: false };

  test('are wrong and unexpectedly failed rows of ours', () => {
    expect(isFault(row({ agrees: false }))).toBe(true);
    expect(isFault(row({ agrees: null, failure: { ...failure, unexpected: true } }))).toBe(true);
    expect(isFault(row({}))).toBe(false);
  });

  test('are not what others get wrong or cannot do', () => {
    expect(isFault(peer({ agrees: false }))).toBe(false);
    expect(isFault(peer({ agrees: null, failure }))).toBe(false);
  });
});

describe('shares of the ceilings', () => {
  const share = (readGBs: number, fmaGflops: number) =>
    withCeilings([row({})], { readGBs, fmaGflops, dispatchUs: 1 })[0]?.shareOfCeiling;

  test('follow the ceiling that binds', () => {
    // 16 MB in 2 ms are 8 GB/s; 32 MFLOP in 2 ms are 16 GFLOP/s.
    expect(share(16, 1000)).toBeCloseTo(0.5);
    expect(share(1000, 64)).toBeCloseTo(0.25);
  });

  test('are not told of what runs on the CPU: the ceilings are the GPU’s', () => {
    const known = { readGBs: 16, fmaGflops: 1000, dispatchUs: 1 };
    expect(withCeilings([row({ runsOn: 'cpu' })], known)[0]?.shareOfCeiling).toBeNull();
  });

  test('are not known before the ceilings are', () => {
    const unmeasured = { readGBs: null, fmaGflops: null, dispatchUs: null };
    expect(withCeilings([row({})], unmeasured)[0]?.shareOfCeiling).toBeNull();
  });
});

test('the table tells what disagrees, what failed, and in whose words', () => {
  const text = table({
    device: 'a device',
    versions: {},
    ceilings: { readGBs: 4.5, fmaGflops: 44, dispatchUs: 20 },
    rows: [
      row({}),
      peer({ agrees: false, error: 0.41 }),
      peer({ failure: { code: 'cannotRun', text: 'no such\n operator', unexpected: false } }),
    ],
    ratios: [{ shape: 'decode', against: 'peer', ratio: 3.456 }],
  });
  expect(text).toContain('4.50 GB/s');
  expect(text).toMatch(/matMul .*4\.1e-1 +DISAGREES/);
  expect(text).toContain('no such operator');
  expect(text).toContain('decode: 3.46 times as fast as peer');
});
