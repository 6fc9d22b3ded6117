import { describe, expect, test } from 'vitest';
import { defaultControls, type Controls } from './controls';
import { pinOf, entriesOf } from './entries';
import { pinned } from './pins';
import { rooflineOf } from './roofline';

const v3: Controls = { ...defaultControls('deepseek-v3'), deviceId: 'rtx4090' };

const markOf = (controls: Controls, key: string) => {
  const mark = rooflineOf(controls).marks.find(({ entry }) => entry.key === key);
  if (!mark) throw new Error(key);
  return mark;
};

describe('the roof', () => {
  test('of an RTX 4090 has its ridge at 82 with plain shaders, at 164 with matrix units', () => {
    const { roof, otherRoof } = rooflineOf({ ...v3, arithmetic: 'shader' });
    expect(roof.ridgeFlopsPerByte.toFixed(1)).toBe('81.9');
    expect(otherRoof?.arithmetic).toBe('matrix');
    expect(otherRoof?.ridgeFlopsPerByte.toFixed(1)).toBe('163.9');
  });

  test('is of plain shaders where no source states the matrix units', () => {
    const { roof, otherRoof } = rooflineOf({ ...v3, deviceId: 'rtx5090', arithmetic: 'matrix' });
    expect(roof.arithmetic).toBe('shader');
    expect(otherRoof).toBeNull();
  });

  test('never stands behind itself', () => {
    const ghosts = (deviceId: string) =>
      rooflineOf({ ...v3, deviceId }).ghosts.map(({ device }) => device.id);
    expect(ghosts('rtx4090')).toEqual(['h100-sxm', 'h20']);
    expect(ghosts('h20')).toEqual(['h100-sxm', 'a100-80']);
  });
});

describe('a decode step of DeepSeek-V3', () => {
  const shader: Controls = { ...v3, arithmetic: 'shader', context: 32768, batch: 64 };

  test('is bound by arithmetic with MLA and by memory with MHA', () => {
    const mla = markOf(shader, 'mla');
    expect(mla.time.bound).toBe('compute');
    expect(mla.flopsPerSecond).toBe(82.58e12);
    const mha = markOf(shader, 'mha');
    expect(mha.time.bound).toBe('memory');
    expect(mha.flopsPerSecond).toBeLessThan(1.01e12);
  });

  test('comes near what its rows alone do: 242 for MLA, 1 for MHA', () => {
    expect(markOf(shader, 'mla').flopsPerRowByte.toFixed(0)).toBe('242');
    expect(markOf(shader, 'mla').flopsPerByte).toBeGreaterThan(236);
    expect(markOf(shader, 'mla').flopsPerByte).toBeLessThan(241.8);
    expect(markOf(shader, 'mha').flopsPerByte).toBeCloseTo(1, 3);
  });

  test('weighs the weights of absorption against a small batch', () => {
    const { work, flopsPerByte } = markOf({ ...shader, batch: 1 }, 'mla');
    const layer = {
      flops: 2 * 128 * 1088 * 32768 + 2 * 128 * 256 * 512,
      bytes: 32768 * 1152 + 2 * 128 * 256 * 512 + 4 * (128 * 384 + 576),
    };
    expect(work).toEqual({ flops: 61 * layer.flops, bytes: 61 * layer.bytes });
    expect(flopsPerByte).toBeCloseTo(128, 0);
  });

  test('shared out among 8 devices has an eighth of the heads on each', () => {
    const eight = { ...shader, devices: 8, split: 'tensor' } as const;
    expect(markOf(eight, 'mla').flopsPerRowByte.toFixed(1)).toBe('30.2');
    expect(markOf(eight, 'mla').queryHeads).toBe(16);
    expect(markOf({ ...eight, split: 'data' }, 'mla').queryHeads).toBe(128);
    expect(markOf(eight, 'mha').flopsPerRowByte).toBe(1);
    const sequences = rooflineOf({ ...eight, split: 'data' });
    expect(sequences.marks[0]?.flopsPerRowByte).toBe(1);
    expect(rooflineOf({ ...eight, devices: 3 }).marks).toEqual([]);
    expect(rooflineOf({ ...eight, devices: 3 }).unsplit).toHaveLength(4);
    for (const devices of [0, 2.5, Number.NaN]) {
      const none = rooflineOf({ ...eight, split: 'data', devices });
      expect(none).toMatchObject({ marks: [], unsplit: { length: 4 } });
    }
  });
});

test('a step computes no more new tokens than there are', () => {
  const { newTokens, askedNewTokens } = rooflineOf({ ...v3, context: 300, newTokens: 4096 });
  expect([newTokens, askedNewTokens]).toEqual([300, 4096]);
});

test('impossible sizes have no mark, and an impossible context none at all', () => {
  const odd = rooflineOf({ ...v3, dims: { ...v3.dims, ropeDim: 63 } });
  expect(odd.marks.map(({ entry }) => entry.key)).toEqual(['mha', 'gqa', 'mqa']);
  const none = rooflineOf({ ...v3, context: 0 });
  expect(none).toMatchObject({ marks: [], unsplit: [], context: null });
});

test('a configuration put aside has a mark of its own', () => {
  const mla = entriesOf(v3).find(({ key }) => key === 'mla');
  if (!mla) throw new Error('mla');
  const both = { ...v3, pins: pinned({}, pinOf(mla)), dims: { ...v3.dims, queryHeads: 16 } };
  expect(markOf(both, 'A').flopsPerRowByte / markOf(both, 'mla').flopsPerRowByte).toBeCloseTo(8, 9);
});

test('nothing changes while another control is dragged', () => {
  expect(rooflineOf({ ...v3, blockTokens: 3 })).toBe(rooflineOf({ ...v3, seed: 5 }));
});
