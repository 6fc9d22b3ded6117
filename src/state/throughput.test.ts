// Chart C4 against sums done by hand for two models whose parts are known to the parameter.

import { describe, expect, test } from 'vitest';
import { defaultControls, type Controls } from './controls';
import { entriesOf, pinOf } from './entries';
import { pinned } from './pins';
import { throughputOf, type Throughput } from './throughput';

const llama = defaultControls('llama3.1-8b');
const v3: Controls = {
  ...defaultControls('deepseek-v3'),
  deviceId: 'h200',
  devices: 16,
  activeParameters: 37e9,
};

function lineOf({ lines }: Throughput, key: string) {
  const line = lines.find(({ entry }) => entry.key === key);
  if (!line) throw new Error(`${key} has no line`);
  return line;
}

const hindranceOf = ({ hindered }: Throughput, key: string) =>
  hindered.find(({ entry }) => entry.key === key)?.hindrance;

/** 24 GiB less a tenth, in bytes. */
const room4090 = 25_769_803_776 - 2_576_980_378;

describe('Llama-3.1-8B on one RTX 4090 at 32,768 tokens', () => {
  const found = throughputOf(llama);

  test('as it is, fits one sequence of 4.29 GB beside 16.06 GB of weights', () => {
    const sequence = 131_072 * 32_768;
    expect(Math.floor((room4090 - 16_060_000_000) / sequence)).toBe(1);
    const { most, last } = lineOf(found, 'gqa');
    expect(most).toBe(1);
    // All weights and the cache, read at 1,008 GB/s; what flows between parts is left out here.
    const seconds = (16_060_000_000 + sequence) / 1.008e12;
    expect(last.rate.tokensPerSecond * seconds).toBeCloseTo(1, 3);
    expect(last.rate.limit).toBe('memory');
  });

  test('as MQA, fits 14 sequences of 537 MB beside 15.6 GB of weights', () => {
    // Of each of 32 layers 7 of 8 heads of keys and values go, each of 128 columns.
    const weights = 16_060_000_000 - 32 * 2 * 4096 * 7 * 128 * 2;
    const sequence = 16_384 * 32_768;
    expect(Math.floor((room4090 - weights) / sequence)).toBe(14);
    const { most, last } = lineOf(found, 'mqa');
    expect([most, last.batch]).toEqual([14, 14]);
    const seconds = (weights + 14 * sequence) / 1.008e12;
    expect(last.rate.tokensPerSecond * seconds).toBeCloseTo(14, 1);
  });

  test('as MHA, fits none: it says what one needs, and that two devices do', () => {
    const hindrance = hindranceOf(found, 'mha');
    if (hindrance?.code !== 'noRoom') throw new Error('it fits');
    const weights = 16_060_000_000n + 32n * 2n * 4096n * 24n * 128n * 2n;
    expect(hindrance.needed.weightBytes).toBe(weights);
    expect(hindrance.needed.totalBytes).toBe(weights + 4n * 131_072n * 32_768n);
    expect(hindrance.roomBytes).toBe(room4090);
    expect([hindrance.tokens, hindrance.batch, hindrance.enough]).toEqual([32_768, 1, 2]);
    expect(found.lines.map(({ entry }) => entry.key)).toEqual(['gqa', 'mqa', 'mla']);
  });

  test('draws each line to its cliff and not beyond', () => {
    expect(found.batches).toContain(14);
    for (const { most, rates } of found.lines) {
      for (const [i, batch] of found.batches.entries()) {
        expect(rates[i] !== null, `${batch} of ${most}`).toBe(batch <= most);
      }
    }
  });

  test('keeps nothing free where nothing is asked to be', () => {
    const { most } = lineOf(throughputOf({ ...llama, reserve: 0 }), 'mqa');
    expect(most).toBeGreaterThan(14);
  });

  test('ends at 1,024 sequences where more fit, and says how many do', () => {
    const { most, last } = lineOf(throughputOf({ ...llama, context: 16 }), 'mqa');
    expect(most).toBeGreaterThan(1024);
    expect(last.batch).toBe(1024);
  });
});

describe('DeepSeek-V3 on 16 H200 at 32,768 tokens', () => {
  /** 141 GiB less a tenth, in bytes. */
  const room = 151_397_597_184 - 15_139_759_718;
  const sequence = 70_272 * 32_768;
  /** In all layers: what is not attention, what every device has of it, and what heads share. Bytes, at 8 bits. */
  const rest = 671e9 - 61 * 187_107_328;
  const everywhere = 61 * (7168 * 1536 + 7168 * 576 + 1536 + 512);
  const byHead = 61 * (1536 * 128 * 192 + 512 * 128 * 256 + 128 * 128 * 7168);

  test('keeps each latent on every device where heads are shared out: 40 sequences fit', () => {
    const weights = everywhere + byHead / 16 + rest / 16;
    expect(Math.floor((room - weights) / sequence)).toBe(40);
    expect(lineOf(throughputOf(v3), 'mla').most).toBe(40);
  });

  test('fits 576 where sequences are shared out', () => {
    const weights = everywhere + byHead + rest / 16;
    expect(16 * Math.floor((room - weights) / sequence)).toBe(576);
    expect(lineOf(throughputOf({ ...v3, split: 'data' }), 'mla').most).toBe(576);
  });

  test('reads at batch 1 no more than a token meets', () => {
    const [one] = lineOf(throughputOf(v3), 'mla').rates;
    const bytes = everywhere + byHead / 16 + (37e9 - 61 * 187_107_328) / 16 + sequence;
    expect((one?.tokensPerSecond ?? 0) * (bytes / 4.8e12)).toBeCloseTo(1, 1);
    expect(one?.step.restRead).toBe('evenRouting');
  });
});

describe('what stands in the way is said', () => {
  test('parameters that are not known', () => {
    const found = throughputOf({ ...llama, parameters: 0 });
    expect(found.lines).toEqual([]);
    expect(hindranceOf(found, 'gqa')?.code).toBe('weightsUnknown');
  });

  test('parameters that are impossible', () => {
    expect(hindranceOf(throughputOf({ ...llama, parameters: -1 }), 'gqa')?.code).toBe(
      'weightsImpossible',
    );
  });

  test('heads that cannot be shared out, with the counts that work', () => {
    const hindrance = hindranceOf(throughputOf({ ...llama, devices: 3 }), 'gqa');
    expect(hindrance).toEqual({ code: 'cannotShare', counts: [1, 2, 4, 8, 16, 32] });
    const byData = throughputOf({ ...llama, devices: 3, split: 'data' });
    expect(hindranceOf(byData, 'gqa')).toBeUndefined();
  });

  test('sizes that are impossible, and the others are drawn all the same', () => {
    const found = throughputOf({ ...llama, dims: { ...llama.dims, kvHeads: 5 } });
    expect(hindranceOf(found, 'gqa')?.code).toBe('sizes');
    expect(found.lines.map(({ entry }) => entry.key)).toEqual(['mqa', 'mla']);
  });

  test('a context or devices that nothing can be computed for', () => {
    expect(throughputOf({ ...llama, context: 0 }).problem).toBe('context');
    expect(throughputOf({ ...llama, devices: 0 }).problem).toBe('deployment');
    expect(throughputOf({ ...llama, reserve: 100 }).problem).toBe('deployment');
    expect(throughputOf(llama).problem).toBeNull();
  });

  test('no number of devices is enough where one layer’s cache of all heads is too large', () => {
    const wide = { ...llama, context: 4_194_304, format: 'f32' as const, shown: ['mqa'] };
    const hindrance = hindranceOf(throughputOf(wide), 'mqa');
    expect(hindrance?.code === 'noRoom' && hindrance.enough).toBeNull();
  });
});

test('a configuration put aside has a line of its own', () => {
  const mqa = entriesOf(llama).find(({ key }) => key === 'mqa');
  if (!mqa) throw new Error('mqa');
  const pins = pinned({}, pinOf(mqa));
  expect(lineOf(throughputOf({ ...llama, shown: ['gqa'], pins }), 'A').most).toBe(14);
});

test('what the chart does not read leaves it the same object', () => {
  expect(throughputOf({ ...llama, batch: 7, seed: 9 })).toBe(throughputOf(llama));
  expect(throughputOf({ ...llama, reserve: 11 })).not.toBe(throughputOf(llama));
});
