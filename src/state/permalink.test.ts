import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { variants } from '../attention/variants';
import { mha } from '../attention/variants/mha';
import { defaultControls, offeredModes, type Controls } from './controls';
import { pinKey } from './linkedPin';
import { linkKeys } from './linkKeys';
import { shapeIn } from './modelShape';
import { decodeControls, encodeControls } from './permalink';
import { pinLetters, type Pin } from './pins';

/** Controls reached by writing any value of each key's range, in the table's order. */
const anyControls = fc
  .tuple(
    ...linkKeys.map((entry) => {
      if (entry.type === 'choice') return fc.constantFrom(...entry.choices);
      if (entry.type === 'integer') return fc.integer({ min: entry.min, max: entry.max });
      return fc.subarray([...entry.choices], { minLength: 1 }).map((list) => list.join('.'));
    }),
  )
  .map((values) =>
    linkKeys.reduce<Controls>((controls, entry, i) => {
      const value = values[i];
      if (entry.type === 'integer') return entry.write(controls, Number(value));
      return entry.write(controls, String(value));
    }, defaultControls()),
  );

/** Configurations put aside, each of any sizes, under any of the letters. */
const anyPins = fc.dictionary(
  fc.constantFrom(...pinLetters),
  fc.tuple(anyControls, fc.nat(100)).map(([controls, at]): Pin => {
    const variant = variants[at % variants.length] ?? mha;
    const modes = offeredModes(variant);
    const mode = modes[at % modes.length]?.id ?? '';
    return { ...shapeIn(controls), format: controls.format, variantId: variant.id, mode };
  }),
);

test('what is put aside is read back, letter by letter', () => {
  fc.assert(
    fc.property(anyControls, anyPins, (some, pins) => {
      const controls = { ...some, pins };
      expect(decodeControls(`#${encodeControls(controls)}`)).toEqual({ controls, notices: [] });
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('what is written is read back, every field of it, without a notice', () => {
  fc.assert(
    fc.property(anyControls, (controls) => {
      expect(decodeControls(`#${encodeControls(controls)}`)).toEqual({ controls, notices: [] });
    }),
    { numRuns: 200 },
  );
});

test('every key of the table changes what is written', () => {
  const usual = defaultControls();
  for (const entry of linkKeys) {
    const changed =
      entry.type !== 'integer'
        ? entry.write(usual, entry.choices.find((choice) => choice !== entry.read(usual)) ?? '')
        : entry.write(usual, entry.read(usual) === entry.max ? entry.min : entry.max);
    expect(new URLSearchParams(encodeControls(changed)).has(entry.key), entry.key).toBe(true);
  }
});

test('a link names the model and only what differs from it', () => {
  expect(encodeControls(defaultControls('llama3.1-8b'))).toBe('v=1&model=llama3.1-8b');
  const controls = { ...defaultControls('llama3.1-8b'), batch: 4, baseline: 'gqa' };
  expect(encodeControls(controls)).toBe('v=1&model=llama3.1-8b&batch=4&baseline=gqa');
});

test('an empty hash is the default', () => {
  expect(decodeControls('')).toEqual({ controls: defaultControls(), notices: [] });
  expect(decodeControls('#')).toEqual({ controls: defaultControls(), notices: [] });
});

describe('what cannot be used is reported with what was done', () => {
  test.each([
    ['#v=1&h=0', 'h', { code: 'tooSmall', value: '0', limit: '1', used: '1' }],
    ['#v=1&ctx=99999999', 'ctx', { code: 'tooLarge', limit: '4194304', used: '4194304' }],
    ['#v=1&g=2.5', 'g', { code: 'notWhole', value: '2.5', used: '8' }],
    ['#v=1&c=many', 'c', { code: 'notWhole', value: 'many', used: '512' }],
    ['#v=1&batch=', 'batch', { code: 'notWhole', used: '1' }],
    ['#v=1&model=gpt-5', 'model', { code: 'unknownChoice', used: 'deepseek-v3' }],
    ['#v=1&model=Falcon7b', 'model', { code: 'nearChoice', choices: ['falcon-7b'] }],
    ['#v=1&mla=absorbd', 'mla', { code: 'unknownChoice', used: 'absorbed' }],
    ['#v=1&mla=folded', 'mla', { code: 'notAChoice', choices: ['absorbed', 'expanded', 'naive'] }],
    ['#v=1&variants=mha.nope', 'variants', { code: 'leftOut', value: 'nope' }],
    ['#v=1&variants=mha.gqaa', 'variants', { code: 'nearLeftOut', choices: ['gqa'] }],
    ['#v=1&variants=no.one', 'variants', { code: 'emptyList', used: 'mha.gqa.mqa.mla' }],
    ['#v=1&variants=', 'variants', { code: 'emptyList', used: 'mha.gqa.mqa.mla' }],
    ['#v=1&winlayers=-1', 'winlayers', { code: 'tooSmall', used: '0' }],
    ['#v=1&window=0', 'window', { code: 'tooSmall', used: '1' }],
    ['#v=1&heads=32', 'heads', { code: 'unknownKey', value: '32' }],
    ['#v=9', 'v', { code: 'otherVersion', value: '9', used: '1' }],
  ])('%s', (hash, key, expected) => {
    const { notices } = decodeControls(hash);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatchObject({ key, ...expected });
  });

  test('and the rest of the link is still used', () => {
    const { controls, notices } = decodeControls('#v=1&model=falcon-7b&h=999&zzz=1&batch=8');
    expect(notices.map(({ code }) => code)).toEqual(['tooLarge', 'unknownKey']);
    expect(controls).toMatchObject({ modelId: 'falcon-7b', batch: 8, dims: { queryHeads: 256 } });
  });
});

test('sizes that do not fit together are kept: they are explained, not corrected', () => {
  const { controls, notices } = decodeControls('#v=1&model=llama3.1-8b&g=5');
  expect(controls.dims.kvHeads).toBe(5);
  expect(notices).toEqual([]);
});

test('links from before windows, formats and more variants open as they did', () => {
  const { controls, notices } = decodeControls(
    '#v=1&model=llama3.1-8b&g=4&ctx=8192&batch=2&format=f32&mla=naive&baseline=gqa&upto=1024',
  );
  expect(notices).toEqual([]);
  expect(controls).toMatchObject({
    shown: ['mha', 'gqa', 'mqa', 'mla'],
    windowLayers: 0,
    format: 'f32',
    baseline: 'gqa',
    dims: { kvHeads: 4, headDim: 128 },
  });
});

test('the variants of a link are shown in the order of their table, whatever its own', () => {
  const ids = variants.map(({ id }) => id);
  const { controls, notices } = decodeControls(`#v=1&variants=${ids.toReversed().join('.')}`);
  expect(notices).toEqual([]);
  expect(controls.shown).toEqual(ids);
  expect(encodeControls({ ...controls, shown: ids.slice(4) })).toContain(
    `variants=${ids.slice(4).join('.')}`,
  );
});

test('no two keys are the same', () => {
  const keys = linkKeys.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

describe('docs/address.md', () => {
  const rows = readFileSync(new URL('../../docs/address.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  test('has every key, in the order of the table, and no other', () => {
    const keys = [...linkKeys.map(({ key }) => key), pinKey('A')];
    expect(rows.map(([, key]) => key)).toEqual(keys.map((key) => `\`${key}\``));
  });

  test.each(linkKeys.filter((entry) => entry.type === 'integer'))(
    'states the range of $key',
    ({ key, min, max }) => {
      const row = rows.find(([, name]) => name === `\`${key}\``);
      expect(row?.[3]).toBe(`${min} to ${max}`);
    },
  );
});
