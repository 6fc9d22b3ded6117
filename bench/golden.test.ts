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

  test.each(cases.map((golden) => [golden.name, golden]))(
    '%s agrees with the float64 reference',
    async (_, golden) => {
      const { reason, checks, worst } = await verifyCase(folder, golden, [referenceReader]);
      expect(reason).toBe('');
      expect(worst).toBeLessThanOrEqual(1);
      // Every result that the case states was compared, in one mode or another.
      const results = Object.entries(golden.tensors).filter(
        ([, { role }]) => !['weight', 'input', 'past'].includes(role),
      );
      expect(checks.map(({ tensor }) => tensor)).toEqual(
        expect.arrayContaining(results.map(([name]) => name)),
      );
    },
    // The largest take a second or two on a machine that does nothing else.
    60_000,
  );
});
