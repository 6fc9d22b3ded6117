import { expect, test } from 'vitest';
import { enMap } from './enMap';
import { differing, flatten } from './strings.test-support';
import { zhMap } from './zhMap';

const english = flatten(enMap);
const chinese = flatten(zhMap);

test('both languages have the same keys and fill in the same values, none empty', () => {
  expect(differing(english, chinese)).toEqual([]);
});

test('Chinese sentences are Chinese, and mean the memory of any device', () => {
  const same = [...chinese].filter(([key, text]) => text === english.get(key)).map(([key]) => key);
  // Symbols stay as they are.
  expect(same).toEqual(['sides.mapA', 'sides.mapB', 'legend.difference', 'columns.difference']);
  for (const text of chinese.values()) expect(text).not.toContain('显存');
});
