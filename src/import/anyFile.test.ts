import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proposeDims } from '../attention/propose';
import { modeFor } from '../attention/variant';
import { nativeVariant, variants } from '../attention/variants';
import { configIds, configs, configText } from './configs.test-support';
import { modelTypes } from './modelTypes';
import { readConfig } from './readConfig';
import type { ImportResult } from './model';

/** A result is problems, or a model that its own variant accepts, with numbers throughout. */
function sound(result: ImportResult): void {
  if (result.kind === 'problems') {
    expect(result.problems.length).toBeGreaterThan(0);
    return;
  }
  const { model, readings } = result;
  expect(nativeVariant(model.dims).problems(proposeDims(model.dims))).toEqual([]);
  for (const { layers, window = 1 } of model.groups) {
    expect(Number.isInteger(layers) && layers >= 1 && Number.isInteger(window) && window >= 1).toBe(
      true,
    );
  }
  // Every variant that accepts the sizes can be planned with what the file says besides.
  const dims = proposeDims(model.dims);
  const { conventions } = model;
  for (const variant of variants.filter((each) => each.problems(dims).length === 0)) {
    const mode = modeFor(variant, 'decode');
    variant.plan(dims, { phase: 'decode', mode, conventions });
  }
  // What is not finite turns into null.
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  for (const { value } of readings) expect(value).not.toBeNaN();
}

const anyJson = fc.jsonValue({ maxDepth: 3 });
const anyValue = fc.oneof(
  anyJson,
  fc.constantFrom<unknown>(null, 0, 1, -1, 0.5, 1e30, '32', true, [], {}, [1, 'a'], 'yarn'),
  fc.integer({ min: 0, max: 300 }),
  fc.constantFrom(...modelTypes.keys()),
);

test('any text gives problems or a sound model', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    anyJson.map((value) => JSON.stringify(value)),
  );
  const property = fc.property(texts, (text) => sound(readConfig(text)));
  expect(() => fc.assert(property, { seed: 7, numRuns: 1000 })).not.toThrow();
});

const paths = (config: object, prefix: readonly string[] = []): (readonly string[])[] =>
  Object.entries(config).flatMap(([key, value]: [string, unknown]) => {
    const path = [...prefix, key];
    const inside = typeof value === 'object' && value !== null && !Array.isArray(value);
    return inside ? [path, ...paths(value, path)] : [path];
  });

function changed(config: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  const old: unknown = Object.entries(config).find(([name]) => name === key)?.[1];
  const next =
    rest.length > 0 && typeof old === 'object' && old !== null ? changed(old, rest, value) : value;
  return { ...config, [key]: next };
}

const allNames = [...new Set(configIds().flatMap((id) => Object.keys(configs[id])))];

const mutation = fc
  .constantFrom(...configIds())
  .chain((id) =>
    fc
      .array(
        fc.tuple(
          fc.oneof(
            fc.constantFrom(...paths(configs[id])),
            fc.constantFrom(...allNames.map((name) => [name])),
          ),
          anyValue,
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((changes) =>
        changes.reduce<object>(
          (config, [path, value]) => changed(config, path, value),
          configs[id],
        ),
      ),
  );

test('a good file with fields changed gives problems or a sound model', () => {
  let models = 0;
  const runs = 1500;
  fc.assert(
    fc.property(mutation, (config) => {
      const result = readConfig(configText(config));
      if (result.kind === 'model') models++;
      sound(result);
    }),
    { seed: 11, numRuns: runs },
  );
  // Both ways out were taken often.
  expect(models).toBeGreaterThan(runs / 10);
  expect(models).toBeLessThan(runs * 0.9);
}, 30_000);

test('a good file cut short or with characters changed gives problems or a sound model', () => {
  const property = fc.property(
    fc.constantFrom(...configIds()),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.string({ maxLength: 3 }),
    fc.nat(5),
    (id, share, inserted, removed) => {
      const text = configText(configs[id]);
      const at = Math.floor(text.length * share);
      sound(readConfig(text.slice(0, at)));
      sound(readConfig(text.slice(0, at) + inserted + text.slice(at + removed)));
    },
  );
  expect(() => fc.assert(property, { seed: 13, numRuns: 1000 })).not.toThrow();
});
