import { expect, test } from 'vitest';
import { variants } from '../attention/variants';
import { defaultControls, offeredModes } from './controls';
import { dimGroupsOf, readersOf, servingFields } from './fields';

const shownFields = (shown: readonly string[]) =>
  dimGroupsOf(shown).flatMap(({ fields }) => fields);

test('with every variant shown, every dimension stands in one group', () => {
  const { dims } = defaultControls();
  const fields = shownFields(variants.map(({ id }) => id));
  expect(fields.toSorted()).toEqual(Object.keys(dims).toSorted());
});

test('the first four read heads and latents, and nobody who looks at them sees factors', () => {
  const { shown } = defaultControls();
  expect(dimGroupsOf(shown).map(({ id }) => id)).toEqual(['shared', 'latent']);
  expect(shownFields(shown)).not.toContain('latentHeads');
});

test('exactly what a variant reads is shown for it', () => {
  for (const { id, fields } of variants) {
    expect(shownFields([id]).toSorted(), id).toEqual([...fields].toSorted());
    for (const field of fields) expect(readersOf(field, [id]).map((v) => v.id)).toEqual([id]);
  }
});

test('a window is shown while some layer has one', () => {
  expect(servingFields(0)).not.toContain('window');
  expect(servingFields(1)).toContain('window');
});

test('every mode that is offered keeps a cache, and every variant is offered one', () => {
  const { dims } = defaultControls();
  for (const variant of variants) {
    const modes = offeredModes(variant);
    expect(modes.length, variant.id).toBeGreaterThan(0);
    for (const { id: mode } of modes) {
      expect(variant.plan(dims, { phase: 'decode', mode }).cache, mode).not.toEqual([]);
    }
  }
});
