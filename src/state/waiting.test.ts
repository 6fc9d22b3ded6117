// Waiting against sums done by hand for two models whose parts are known to the parameter.

import { describe, expect, test } from 'vitest';
import { defaultControls, type Controls } from './controls';
import { waitingOf, type Waiting } from './waiting';

const llama = defaultControls('llama3.1-8b');

function lineOf({ lines }: Waiting, key: string) {
  const line = lines.find(({ entry }) => entry.key === key);
  if (!line) throw new Error(`${key} has no line`);
  return line;
}

/** The flops of causal attention of a prompt, scores and values, each a multiply-add of so many columns. */
const attending = (tokens: number, layers: number, heads: number, columns: number): number =>
  2 * ((tokens * (tokens + 1)) / 2) * layers * heads * columns;

describe('the first token', () => {
  test('of Llama-3.1-8B on an RTX 4090 takes 2 flops a parameter and token, and attention', () => {
    const found = waitingOf(llama);
    const flops = 2 * 8.03e9 * 32_768 + attending(32_768, 32, 32, 128 + 128);
    const { atContext } = lineOf(found, 'gqa');
    // Of matrix units, 165.2 TFLOP/s.
    expect((atContext?.value ?? 0) / (flops / 165.2e12)).toBeCloseTo(1, 3);
    expect(atContext?.value.toFixed(2)).toBe('4.89');
    expect(atContext?.step.bound).toBe('compute');
  });

  test('takes twice as long with half the rate of plain shaders', () => {
    const at = (c: Controls) => lineOf(waitingOf(c), 'gqa').atContext?.value ?? 0;
    expect(at({ ...llama, arithmetic: 'shader' }) / at(llama)).toBeCloseTo(165.2 / 82.58, 2);
    // No source states the rate of this device's matrix units.
    const without = { ...llama, deviceId: 'rtx5090' };
    expect(at(without)).toBe(at({ ...without, arithmetic: 'shader' }));
  });

  test('of DeepSeek-V3 on 16 H200 is computed with expanded keys and values', () => {
    const v3: Controls = {
      ...defaultControls('deepseek-v3'),
      deviceId: 'h200',
      devices: 16,
      activeParameters: 37e9,
    };
    const { value, step } = lineOf(waitingOf(v3), 'mla').atContext ?? {};
    const tokens = 32_768;
    const everywhere = 61 * (7168 * 1536 + 7168 * 576);
    // Rows of 192 and 128 columns of 8 of the 128 heads; absorbed they would be of 576 and 512.
    const flops =
      2 * tokens * ((37e9 - everywhere) / 16 + everywhere) + attending(tokens, 61, 8, 192 + 128);
    expect((value ?? 0) / (flops / 989e12)).toBeCloseTo(1, 2);
    expect(step?.bound).toBe('compute');
  });

  test('is of one sequence, whatever the batch', () => {
    expect(waitingOf({ ...llama, batch: 9 })).toBe(waitingOf(llama));
    expect(waitingOf(llama).batch).toBe(1);
  });

  test('grows with the prompt, up to the longest that fits', () => {
    const found = waitingOf(llama);
    const { points, longest } = lineOf(found, 'gqa');
    // What is left of 24 GiB less a tenth beside 16.06 GB, at 131,072 bytes a token.
    expect(longest).toBe(Math.floor((25_769_803_776 - 2_576_980_378 - 16.06e9) / 131_072));
    const values = points.flatMap((point) => (point ? [point.value] : []));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(found.contexts).toContain(longest);
    for (const [i, tokens] of found.contexts.entries()) {
      expect(points[i] !== null, `${tokens}`).toBe(tokens <= longest);
    }
  });

  test('of a prompt that has no room is not computed, though shorter ones are drawn', () => {
    const { atContext, longest, points } = lineOf(waitingOf(llama), 'mha');
    expect(longest).toBeLessThan(32_768);
    expect(atContext).toBeNull();
    expect(points[0]).not.toBeNull();
  });
});

describe('each token after it', () => {
  const next = { ...llama, wait: 'next' as const };

  test('comes as fast as weights and caches are read', () => {
    const { atContext } = lineOf(waitingOf({ ...next, context: 8192, batch: 4 }), 'gqa');
    const bytes = 16.06e9 + 4 * 131_072 * 8192;
    expect((atContext?.value ?? 0) * (bytes / 1.008e12)).toBeCloseTo(1, 2);
    expect(atContext?.step.bound).toBe('memory');
  });

  test('is slower the more sequences there are, and the longer they are', () => {
    const at = (context: number, batch: number) =>
      lineOf(waitingOf({ ...next, context, batch }), 'gqa').atContext?.value ?? 0;
    expect(at(4096, 8)).toBeLessThan(at(4096, 2));
    expect(at(8192, 2)).toBeLessThan(at(4096, 2));
  });

  test('has less room the more sequences there are', () => {
    const longest = (batch: number) => lineOf(waitingOf({ ...next, batch }), 'gqa').longest;
    expect(longest(1)).toBe(54_419);
    expect(longest(5)).toBe(Math.floor(54_419 / 5));
  });
});

test('a model that has no room at all says so for the context chosen', () => {
  const { lines, hindered } = waitingOf(defaultControls('deepseek-v3'));
  expect(lines).toEqual([]);
  for (const { hindrance, entry } of hindered) {
    if (hindrance.code !== 'noRoom') throw new Error(entry.key);
    expect(hindrance.tokens).toBe(32_768);
  }
});

test('the axis is of powers of two, and holds the context chosen', () => {
  expect(waitingOf({ ...llama, context: 50 }).contexts[0]).toBe(128);
  const { contexts } = waitingOf({ ...llama, context: 300_000 });
  expect(contexts).toContain(300_000);
  expect(contexts.at(-1)).toBe(524_288);
});

test('an impossible batch stops the rates and not the first token', () => {
  expect(waitingOf({ ...llama, batch: 0 }).problem).toBeNull();
  expect(waitingOf({ ...llama, batch: 0, wait: 'next' }).problem).toBe('workload');
  expect(waitingOf({ ...llama, devices: 1.5 }).problem).toBe('deployment');
});
