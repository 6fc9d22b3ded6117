import { describe, expect, test } from 'vitest';
import { formatIds } from '../attention/format';
import { layersOf } from '../attention/layers';
import { variants } from '../attention/variants';
import { models } from '../facts/models';
import { billsOf, isChanged, ownBill, problemsOf, squareScale } from './bills';
import { baselineOf, defaultControls, toggled, type Controls } from './controls';
import { modelShape } from './modelShape';
import { servingRanges } from './serving';

const billOf = (controls: Controls, id: string) => {
  const bill = billsOf(controls).find(({ variant }) => variant.id === id);
  if (!bill) throw new Error(id);
  return bill;
};

const perToken = (controls: Controls, id: string) =>
  billOf(controls, id).charges?.receipt.tokenBytes;

describe('DeepSeek-V3 at 2 bytes', () => {
  const v3 = defaultControls('deepseek-v3');

  test('keeps 70,272 bytes a token as MLA and 3,997,696 as MHA', () => {
    expect(perToken(v3, 'mla')).toBe(70272n);
    expect(perToken(v3, 'mha')).toBe(3997696n);
  });

  test('is 56.9 times less than MHA, and the ratio says so', () => {
    const ratio = billOf(v3, 'mla').charges?.timesLess;
    expect(ratio?.baselineId).toBe('mha');
    expect(ratio?.value).toBeCloseTo(32768 / 576, 12);
  });

  test('keeps 4,997,120 bytes a token in the naive mode', () => {
    expect(perToken({ ...v3, modes: { ...v3.modes, mla: 'naive' } }, 'mla')).toBe(4997120n);
  });

  test('is MLA of its own; the others are proposals', () => {
    for (const { variant, origin } of billsOf(v3)) {
      expect(origin, variant.id).toBe(variant.id === 'mla' ? 'own' : 'proposal');
    }
    expect(ownBill(billsOf(v3))?.variant.id).toBe('mla');
  });
});

describe('a bad kv head count', () => {
  const usual = defaultControls('llama3.1-8b');
  const bad: Controls = { ...usual, dims: { ...usual.dims, kvHeads: 5 } };

  test('spoils the receipts that read it', () => {
    const all = { ...bad, shown: variants.map(({ id }) => id) };
    const spoilt = billsOf(all).filter(({ charges }) => !charges);
    const readers = variants.filter(({ fields }) => fields.includes('kvHeads'));
    expect(spoilt.map(({ variant }) => variant.id)).toEqual(readers.map(({ id }) => id));
    expect(problemsOf(billsOf(bad))).toEqual([
      { field: 'kvHeads', code: 'notDivisible', values: { queryHeads: 32, kvHeads: 5 } },
    ]);
  });

  test('leaves the others as they were', () => {
    for (const id of ['mha', 'mqa', 'mla']) expect(perToken(bad, id)).toBe(perToken(usual, id));
  });

  test('takes the baseline from the ratios when it is the baseline', () => {
    expect(billOf({ ...bad, baseline: 'gqa' }, 'mha').charges?.timesLess).toBeNull();
  });
});

test('a batch that is impossible spoils all receipts, once beside its field', () => {
  const bills = billsOf({ ...defaultControls(), batch: 0 });
  expect(bills.every(({ charges }) => charges === null)).toBe(true);
  expect(problemsOf(bills).map(({ field }) => field)).toEqual(['batch']);
});

describe('more variants than four', () => {
  const ids = variants.map(({ id }) => id);
  const all = { ...defaultControls('deepseek-v3'), shown: ids };

  test('each have a bill, and those that are hidden have none', () => {
    expect(billsOf(all).map(({ variant }) => variant.id)).toEqual(ids);
    for (const { charges, variant } of billsOf(all)) expect(charges, variant.id).not.toBeNull();
    const last = billsOf({ ...all, shown: ids.slice(-1) });
    expect(last.map(({ variant }) => variant.id)).toEqual(ids.slice(-1));
  });

  test('add up to the byte in every format, scales and all', () => {
    for (const format of formatIds) {
      const bytes = billsOf({ ...all, format }).map(({ variant, charges }) => {
        if (!charges) throw new Error(variant.id);
        const { lines, tokenLayerBytes, totalBytes } = charges.receipt;
        for (const line of lines) {
          const product = line.factors.reduce((n, { value }) => n * value, 1);
          expect(product, `${variant.id} ${format} ${line.field}`).toBe(line.bytes);
        }
        expect(lines.reduce((n, line) => n + line.bytes, 0)).toBe(tokenLayerBytes);
        expect(tokenLayerBytes).toBe(charges.token.bytes);
        expect(totalBytes).toBe(BigInt(tokenLayerBytes) * 61n * 32768n);
        return tokenLayerBytes;
      });
      expect(bytes.every(Number.isInteger), format).toBe(true);
    }
  });

  test('do without the baseline chosen where it is hidden: the first one shown takes its place', () => {
    const hidden = { ...all, shown: ids.slice(1), baseline: 'mha' };
    expect(baselineOf(hidden)).toBe('gqa');
    expect(billOf(hidden, 'mla').charges?.timesLess?.baselineId).toBe('gqa');
    expect(baselineOf({ ...hidden, shown: ids })).toBe('mha');
  });

  test('are shown and hidden one by one, and the last one stays', () => {
    const [first = '', second = ''] = ids;
    expect(toggled(toggled([second], first), second)).toEqual([first]);
    expect(toggled([second], first)).toEqual([first, second]);
    expect(toggled([first], first)).toEqual([first]);
  });
});

describe('windowed layers', () => {
  const usual = { ...defaultControls('llama3.1-8b'), context: 8192, batch: 3 };
  const windowed = { ...usual, windowLayers: 24, window: 1024 };
  const perLayer = 2n * 8n * 128n * 2n;

  test('keep the window, the others all', () => {
    const receipt = billOf(windowed, 'gqa').charges?.receipt;
    expect(receipt?.parts.map(({ stages }) => stages[1].bytes)).toEqual([
      perLayer * 8n * 8192n,
      perLayer * 24n * 1024n,
    ]);
    expect(receipt?.sequenceBytes).toBe(perLayer * (8n * 8192n + 24n * 1024n));
    expect(receipt?.totalBytes).toBe(3n * perLayer * (8n * 8192n + 24n * 1024n));
  });

  test('cannot be more than the layers; their window matters to them alone', () => {
    const problems = problemsOf(billsOf({ ...usual, windowLayers: 33 }));
    expect(problems).toEqual([
      { field: 'windowLayers', code: 'moreThanLayers', values: { windowLayers: 33, layers: 32 } },
    ]);
    expect(problemsOf(billsOf({ ...usual, window: 0 }))).toEqual([]);
    expect(problemsOf(billsOf({ ...windowed, window: 0 })).map(({ field }) => field)).toEqual([
      'window',
    ]);
  });

  test('come from the model, whose windows have one width at most', () => {
    for (const { id, groups } of models) {
      const widths = new Set(groups.flatMap(({ window }) => window ?? []));
      expect(widths.size, id).toBeLessThanOrEqual(1);
      const { layers, windowLayers, window } = modelShape(id);
      expect(layers, id).toBe(layersOf(groups));
      expect(windowLayers > 0, id).toBe(widths.size > 0);
      if (windowLayers > 0) expect(widths.has(window), id).toBe(true);
    }
    expect(models.some(({ id }) => modelShape(id).windowLayers > 0)).toBe(true);
  });
});

test('every line of every receipt is the one before it times its count', () => {
  const controls = { ...defaultControls('qwen2.5-7b'), context: 1000, batch: 3 };
  for (const { charges } of billsOf(controls)) {
    if (!charges) throw new Error('no charges');
    const { lines, tokenLayerBytes, inAll, totalBytes } = charges.receipt;
    expect(lines.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(tokenLayerBytes);
    expect(totalBytes).toBe(BigInt(tokenLayerBytes * controls.layers * 1000 * 3));
    expect(inAll.bytes).toBe(totalBytes);
  }
});

test('with every size at its largest the bill still multiplies out, to the last byte', () => {
  const usual = defaultControls();
  const largest = (range: { max: number }) => range.max;
  const dims = { ...usual.dims, kvHeads: 1, queryHeads: 1, headDim: 255, vDim: 253 };
  const { context, batch, layers } = servingRanges;
  const controls: Controls = {
    ...usual,
    dims,
    context: largest(context) - 1,
    batch: largest(batch) - 1,
    layers: largest(layers) - 1,
  };
  const bill = billOf(controls, 'mqa').charges?.receipt;
  const perTokenLayer = (255n + 253n) * 2n;
  const expected = perTokenLayer * 4194303n * 4095n * 1023n;
  expect(expected).toBeGreaterThan(2n ** 53n);
  expect(bill?.totalBytes).toBe(expected);
});

test('the same choices give the same bills, so that nothing is drawn twice', () => {
  const controls = defaultControls();
  expect(billsOf({ ...controls, seed: 7 })).toBe(billsOf({ ...controls, seed: 8 }));
  expect(billsOf({ ...controls, context: 77 })).not.toBe(billsOf(controls));
});

test('a model counts as changed when a dimension or the layers are', () => {
  const usual = defaultControls('falcon-7b');
  expect(isChanged(usual)).toBe(false);
  expect(isChanged({ ...usual, context: 77 })).toBe(false);
  expect(isChanged({ ...usual, layers: 3 })).toBe(true);
  expect(isChanged({ ...usual, windowLayers: 3 })).toBe(true);
  // Which means nothing without a windowed layer.
  expect(isChanged({ ...usual, window: 3 })).toBe(false);
  expect(isChanged({ ...usual, dims: { ...usual.dims, queryRank: 64 } })).toBe(true);
});

test.each([
  ['deepseek-v3', 64],
  ['llama3.2-1b', 8],
])('%s draws %d elements in a square, so that its largest row has at most 512', (id, elements) => {
  const bills = billsOf(defaultControls(id));
  expect(squareScale(bills, 512, 'elements')).toEqual({ unit: 'elements', perSquare: elements });
});

describe('squares of bytes', () => {
  const squaresOf = (controls: Controls) => {
    const bills = billsOf(controls);
    const { perSquare } = squareScale(bills, 512, 'bytes');
    return bills.map(({ charges }) => (charges?.token.bytes ?? 0) / perSquare);
  };

  test('are as many as the format takes, and no format changes their scale', () => {
    const controls = defaultControls('deepseek-v3');
    const scaleIn = (format: Controls['format']) =>
      squareScale(billsOf({ ...controls, format }), 512, 'bytes').perSquare;
    // 64 elements in f32.
    expect(formatIds.map(scaleIn)).toEqual(formatIds.map(() => 256));
    const [wide, half] = [squaresOf({ ...controls, format: 'f32' }), squaresOf(controls)];
    expect(half).toEqual(wide.map((squares) => squares / 2));
    // MLA in int8: 512 latents with four scales, and a rotary key that stays in 16 bits.
    const packed = squaresOf({ ...controls, format: 'int8' });
    expect(packed.at(-1)).toBe((512 + 4 * 2 + 64 * 2) / 256);
  });

  test('are at most as many as there is room for, even where scales take more than elements', () => {
    const { dims, ...rest } = defaultControls('llama3.1-8b');
    for (const headDim of [1, 2, 3, 5, 7]) {
      const narrow = { ...dims, headDim, vDim: headDim };
      const squares = squaresOf({ ...rest, dims: narrow, format: 'int4', shown: ['mha', 'gqa'] });
      expect(Math.max(...squares)).toBeLessThanOrEqual(512);
      expect(Math.max(...squares)).toBeGreaterThan(0);
    }
  });
});
