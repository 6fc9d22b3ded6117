import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readManifest } from './golden/manifest';
import { referenceReader } from './golden/reader';
import { verifyCase } from './golden/verifyCase';

// Test vectors from other people's code; the product does not need them and they are not part of it.
const folder = join(import.meta.dirname, '../../shared/golden');
const there = existsSync(join(folder, 'manifest.json'));

describe.skipIf(!there)(`golden vectors in ${folder}`, () => {
  const cases = there ? readManifest(folder) : [];
  const layers = cases.filter(({ kind }) => kind.endsWith('_layer'));
  const ringed = layers.filter(({ tensors }) => 'k_ring' in tensors);

  test.each(layers.filter((layer) => !ringed.includes(layer)).map((layer) => [layer.name, layer]))(
    '%s agrees with the float64 reference',
    async (_, layer) => {
      const { reason, checks, worst } = await verifyCase(folder, layer, [referenceReader]);
      expect(reason).toBe('');
      expect(worst).toBeLessThanOrEqual(1);
      expect(checks.length).toBeGreaterThan(2);
    },
  );

  test.each(ringed.map((layer) => [layer.name, layer]))(
    '%s agrees in all but its ring, which no cache here keeps',
    async (_, layer) => {
      const { reason, supported, worst } = await verifyCase(folder, layer, [referenceReader]);
      expect(reason).toBe('unsupported: window ring');
      expect(supported).toBe(false);
      expect(worst).toBeLessThanOrEqual(1);
    },
  );

  const others = cases.filter(
    ({ kind, tensors }) =>
      kind === 'rope_table' || (kind === 'attention_core' && !('mask' in tensors)),
  );
  test.each(others.map((other) => [other.name, other]))('%s agrees', async (_, other) => {
    expect((await verifyCase(folder, other, [referenceReader])).reason).toBe('');
  });
});
