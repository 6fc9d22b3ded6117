import { describe, expect, test } from 'vitest';
import { FileFault, type Fault } from './fault';
import { lossesOf, measureKeyValue } from './measure';
import { matrix, ofRank, random, safetensors } from './matrices.test-support';
import { pairsIn } from './pairs';
import { readHeader } from './safetensors';
import { readPair } from './tensors';

const layer = (n: number) => `model.layers.${n}.self_attn.`;
const good = {
  [`${layer(10)}k_proj.weight`]: random(6, 11, 1),
  [`${layer(10)}v_proj.weight`]: random(4, 11, 2),
  [`${layer(2)}k_proj.weight`]: random(6, 11, 3),
  [`${layer(2)}v_proj.weight`]: random(4, 11, 4),
  [`${layer(2)}q_proj.weight`]: random(12, 11, 5),
  [`${layer(3)}k_proj.weight`]: random(12, 11, 6),
};

async function read(file: Blob, at = 0) {
  const pair = pairsIn(await readHeader(file))[at];
  if (!pair) throw new Error('there is no such pair');
  return readPair(file, pair);
}

async function faultOf(reading: Promise<unknown>): Promise<Fault> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof FileFault) return error.fault;
    throw error;
  }
  throw new Error('nothing was wrong');
}

test('the pairs of a file are offered layer by layer, and a key without its value is not', async () => {
  const pairs = pairsIn(await readHeader(safetensors(good)));
  expect(pairs.map((pair) => pair.layer)).toEqual([
    'model.layers.2.self_attn',
    'model.layers.10.self_attn',
  ]);
});

test.each([
  ['F32', 2 ** -24],
  ['F16', 2 ** -11],
  ['BF16', 2 ** -8],
])('%s is read to its own rounding', async (dtype, rounding) => {
  const [key, value] = await read(safetensors(good, dtype));
  for (const [found, name] of [
    [key, 'k_proj'],
    [value, 'v_proj'],
  ] as const) {
    const wanted = good[`${layer(2)}${name}.weight`];
    expect([found.rows, found.columns]).toEqual([wanted?.rows, wanted?.columns]);
    for (const [i, x] of found.values.entries()) {
      const expected = wanted?.values[i] ?? NaN;
      expect(Math.abs(x - expected)).toBeLessThanOrEqual(Math.abs(expected) * rounding + 2 ** -25);
    }
  }
});

test('a latent’s pair is found, and a matrix of known rank is found to be of it', async () => {
  const latent = safetensors({
    'layers.0.attn.wkv_a.weight': random(7, 13, 1),
    'layers.0.attn.wkv_b.weight': random(20, 5, 2),
  });
  expect(pairsIn(await readHeader(latent))).toMatchObject([{ kind: 'latent' }]);
  const [key, value] = await read(safetensors({ k: ofRank(9, 21, 3, 5), v: random(1, 21, 9) }));
  const { joint } = lossesOf(measureKeyValue(key, value, 1));
  expect(joint(4)).toBeLessThan(1e-6);
  expect(joint(3)).toBeGreaterThan(1e-3);
  expect(matrix(key).norm('frobenius')).toBeGreaterThan(1);
});

test('only the header and the pair that is asked for are read', async () => {
  const file = safetensors(good);
  const spans: (readonly [number | undefined, number | undefined])[] = [];
  const slice = file.slice.bind(file);
  file.slice = (from, to) => {
    spans.push([from, to]);
    return slice(from, to);
  };
  const pairs = pairsIn(await readHeader(file));
  expect(spans).toHaveLength(2);
  const [pair] = pairs;
  if (!pair) throw new Error('there is no pair');
  await readPair(file, pair);
  expect(spans.slice(2)).toEqual([
    [pair.first.begin, pair.first.end],
    [pair.second.begin, pair.second.end],
  ]);
});

describe('what is wrong is named with its place, its value and its limit', () => {
  const key = `${layer(10)}k_proj.weight`;
  const change = (entry: Record<string, unknown>) =>
    safetensors(good, 'F32', (header) => Object.assign(header[key] ?? {}, entry));
  const text = (content: string) => new Blob([content]);
  const framed = (json: string) => {
    const head = new DataView(new ArrayBuffer(8));
    head.setBigUint64(0, BigInt(json.length), true);
    return new Blob([head.buffer, json]);
  };

  test.each<[string, Blob, Fault]>([
    ['an empty file', text(''), { code: 'tooShort', values: { size: 0 } }],
    [
      'a text',
      text('{"model_type": "llama"}'),
      {
        code: 'headerBeyondFile',
        // The letters {"model_ as a number.
        values: { length: Number(0x5f6c65646f6d227bn), size: 23 },
      },
    ],
    [
      'a header that is no JSON',
      framed('[1, 2]'),
      { code: 'headerNotJson', values: { reason: '[1, 2]' } },
    ],
    ['a wrong shape', change({ shape: [6, -11] }), badEntry('shape')],
    ['a type that is no text', change({ dtype: 16 }), badEntry('dtype')],
    ['offsets that go back', change({ data_offsets: [9, 8] }), badEntry('data_offsets')],
    [
      'too few bytes',
      change({ shape: [6, 12] }),
      { code: 'wrongLength', values: { name: key, bytes: 264, expected: 288 } },
    ],
  ])('%s', async (_, file, fault) => {
    expect(await faultOf(readHeader(file))).toEqual(fault);
  });

  function badEntry(field: string): Fault {
    return { code: 'badEntry', values: { name: key, field } };
  }

  test('a tensor beyond the end of the file, as a download that broke off leaves it', async () => {
    const whole = safetensors(good);
    const { code, values } = await faultOf(readHeader(whole.slice(0, whole.size - 10)));
    expect(code).toBe('beyondFile');
    expect(values).toEqual({
      name: `${layer(3)}k_proj.weight`,
      end: whole.size,
      size: whole.size - 10,
    });
  });

  test('a header longer than any model’s', async () => {
    const length = 16 * 1024 * 1024 + 1;
    const head = new DataView(new ArrayBuffer(8));
    head.setBigUint64(0, BigInt(length), true);
    const file = new Blob([head.buffer, new Uint8Array(length)]);
    expect(await faultOf(readHeader(file))).toEqual({
      code: 'headerTooLarge',
      values: { length, most: 16777216 },
    });
  });

  test('no keys and values by any name', async () => {
    const file = safetensors({ 'lm_head.weight': random(3, 4, 1) });
    expect(await faultOf(read(file))).toEqual({
      code: 'noPairs',
      values: { tensors: 1, first: 'lm_head.weight' },
    });
  });

  test.each<[string, Blob, Fault['code'], Fault['values']]>([
    [
      'a type that is not read',
      safetensors({ k: random(3, 4, 1), v: random(3, 4, 2) }, 'F64'),
      'dtypeNotRead',
      { name: 'k', dtype: 'F64', read: 'F32, F16, BF16' },
    ],
    [
      'keys and values of different widths',
      safetensors({ k: random(3, 4, 1), v: random(3, 5, 2) }),
      'columnsDiffer',
      { first: 'k', second: 'v', columns: 4, otherColumns: 5 },
    ],
    [
      'a latent wider than what makes it',
      safetensors({ wkv_a: random(3, 4, 1), wkv_b: random(6, 5, 2) }),
      'latentDiffers',
      { first: 'wkv_a', second: 'wkv_b', rows: 3, otherColumns: 5 },
    ],
    [
      'a matrix too large',
      safetensors({ k: random(1025, 2049, 1), v: random(1024, 2049, 2) }, 'F16'),
      'tooLarge',
      {
        first: 'k',
        second: 'v',
        rows: 2049,
        columns: 2049,
        mostShorter: 2048,
        mostElements: 16777216,
      },
    ],
    [
      'zeros alone',
      safetensors({ k: { ...random(3, 4, 1), values: new Float64Array(12) }, v: random(3, 4, 2) }),
      'allZero',
      { name: 'k' },
    ],
  ])('%s', async (_, file, code, values) => {
    expect(await faultOf(read(file))).toEqual({ code, values });
  });

  test('an element that is no number', async () => {
    const value = random(3, 4, 2);
    value.values[6] = NaN;
    expect(await faultOf(read(safetensors({ k: random(3, 4, 1), v: value })))).toEqual({
      code: 'notFinite',
      values: { name: 'v', at: '1, 2', value: 'NaN' },
    });
  });

  test('a tensor that is no matrix', async () => {
    const file = safetensors({ k: random(3, 4, 1), v: random(3, 4, 2) }, 'F32', (header) =>
      Object.assign(header['v'] ?? {}, { shape: [12] }),
    );
    expect(await faultOf(read(file))).toEqual({
      code: 'notMatrix',
      values: { name: 'v', shape: '12' },
    });
  });
});
