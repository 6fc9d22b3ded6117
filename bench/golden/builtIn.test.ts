import { describe, expect, test } from 'vitest';
import { formats } from '../../src/attention/format';
import { variants } from '../../src/attention/variants';
import { builtInCases, runBuiltIn } from './builtIn';
import { judge } from './outcome';
import { referenceReader, type LayerSpec, type OpenLayer, type Reader } from './reader';

/** The reference with one output element changed: what a wrong kernel looks like. */
const wrongReader: Reader = {
  ...referenceReader,
  async open(spec: LayerSpec): Promise<OpenLayer> {
    const layer = await referenceReader.open(spec);
    return {
      writeCache: layer.writeCache.bind(layer),
      step: layer.step.bind(layer),
      readCache: layer.readCache.bind(layer),
      tap: layer.tap.bind(layer),
      dispose: layer.dispose.bind(layer),
      read: async (id) => {
        const data = await layer.read(id);
        return Float64Array.from(data, (value, i) =>
          i === data.length - 1 ? value + 1e-3 : value,
        );
      },
    };
  },
};

const cases = builtInCases.filter(({ format }) => format === 'f32');

describe('built-in cases', () => {
  test('have every variant in every format', () => {
    const ids = new Set(builtInCases.map(({ variant, format }) => `${variant.id} ${format}`));
    expect(ids.size).toBe(variants.length * Object.keys(formats).length);
  });

  test.each(cases.map((builtIn) => [builtIn.name, builtIn]))(
    '%s agrees with one prefill, in steps and in every mode',
    async (_, builtIn) => {
      const { reason, checks } = judge('', await runBuiltIn(builtIn, referenceReader));
      expect(reason).toBe('');
      expect(checks.length).toBeGreaterThanOrEqual(builtIn.shape.steps.length + 1);
    },
    60_000,
  );

  test('notice a single wrong element', async () => {
    const [first] = cases;
    const checks = first ? await runBuiltIn(first, wrongReader) : [];
    expect(judge('', checks).passed).toBe(false);
  });
});
