import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultControls, type Controls } from './controls';
import { decodeControls, encodeControls, linkKeys } from './permalink';

/** Controls reached by writing any value of each key's range, in the table's order. */
const anyControls = fc
  .tuple(
    ...linkKeys.map((entry) =>
      entry.type === 'choice'
        ? fc.constantFrom(...entry.choices)
        : fc.integer({ min: entry.min, max: entry.max }),
    ),
  )
  .map((values) =>
    linkKeys.reduce<Controls>((controls, entry, i) => {
      const value = values[i];
      if (entry.type === 'choice') return entry.write(controls, String(value));
      return entry.write(controls, Number(value));
    }, defaultControls()),
  );

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
      entry.type === 'choice'
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
