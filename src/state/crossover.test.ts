import { describe, expect, test } from 'vitest';
import { defaultControls, type Controls } from './controls';
import { crossoverOf, twoWayVariants } from './crossover';

const v3 = defaultControls('deepseek-v3');

const pairOf = (controls: Controls, key: string) => {
  const pair = crossoverOf(controls).pairs.find(({ entry }) => entry.key === key);
  if (!pair) throw new Error(key);
  return pair;
};

describe('DeepSeek-V3', () => {
  test('attends to its latents for fewer than 171 new tokens, and expands them from there on', () => {
    const { forFew, forMany, limit, fewest } = pairOf(v3, 'mla');
    expect([forFew.entry.mode, forMany.entry.mode]).toEqual(['absorbed', 'expanded']);
    expect(limit?.toFixed(1)).toBe('170.7');
    expect(fewest).toBe(171);
  });

  test('says what each way adds for a cached token', () => {
    const { forFew, forMany } = pairOf(v3, 'mla');
    expect(forFew.perPastToken).toEqual({ fixed: 0, perNewToken: 2 * 128 * (576 + 512) });
    expect(forMany.perPastToken).toEqual({
      fixed: 2 * 128 * 256 * 512,
      perNewToken: 2 * 128 * (192 + 128),
    });
  });

  test('takes so many flops a layer, the past being the context', () => {
    const { newTokens } = crossoverOf(v3);
    const { forFew, forMany, fewestFlops } = pairOf(v3, 'mla');
    expect(newTokens.slice(0, 6)).toEqual([1, 2, 3, 4, 6, 8]);
    expect(newTokens.at(-1)).toBe(4096);
    expect(forFew.flops[0]).toBe(2 * 128 * 1088 * 32769 + 2 * 128 * 256 * 512);
    expect(forMany.flops[0]).toBe(32769 * (2 * 128 * 256 * 512 + 2 * 128 * 320));
    const pairs = 171 * 32768 + (171 * 172) / 2;
    expect(fewestFlops).toBe((32768 + 171) * 2 * 128 * 256 * 512 + 2 * 128 * 320 * pairs);
  });

  test('says what both ways take on either side of where the order turns', () => {
    const { turn, fewestFlops } = pairOf(v3, 'mla');
    expect(turn.map(({ newTokens }) => newTokens)).toEqual([170, 171]);
    expect(turn.map(({ fewFlops, manyFlops }) => fewFlops < manyFlops)).toEqual([true, false]);
    expect(turn.at(-1)?.manyFlops).toBe(fewestFlops);
    const past = 32768;
    const pairs = 170 * past + (170 * 171) / 2;
    expect(turn[0]?.fewFlops).toBe(2 * 128 * (1088 * pairs + 256 * 512 * 170));
  });

  test('expands sooner after a short past', () => {
    expect(pairOf({ ...v3, context: 64 }, 'mla').fewest).toBeLessThan(100);
  });
});

test('both latent variants have two ways, and the others none', () => {
  const all = { ...v3, shown: ['mha', 'gqa', 'mqa', 'mla', 'gta', 'gla', 'tpa'] };
  expect(crossoverOf(all).pairs.map(({ entry }) => entry.key)).toEqual(['mla', 'gla']);
  expect(crossoverOf({ ...v3, shown: ['mha', 'gqa'] }).pairs).toEqual([]);
  expect(twoWayVariants.map(({ id }) => id)).toEqual(['mla', 'gla']);
});

test('the mode chosen makes no difference, even one that keeps another cache', () => {
  const naive = { ...v3, modes: { ...v3.modes, mla: 'naive' } };
  expect(pairOf(naive, 'mla').limit).toBe(pairOf(v3, 'mla').limit);
});

test('a latent narrower than what it expands to is always attended to as it is', () => {
  const narrow = { ...v3, dims: { ...v3.dims, latentDim: 96 } };
  expect(pairOf(narrow, 'mla')).toMatchObject({ fewest: null, limit: null, turn: [] });
});

test('impossible sizes or contexts have no pair', () => {
  expect(crossoverOf({ ...v3, dims: { ...v3.dims, ropeDim: 63 } }).pairs).toEqual([]);
  expect(crossoverOf({ ...v3, context: 0.5 })).toMatchObject({ past: null, pairs: [] });
});

test('nothing changes while another control is dragged', () => {
  expect(crossoverOf({ ...v3, batch: 3 })).toBe(crossoverOf({ ...v3, devices: 2 }));
});
