// Tuned kernels as they are kept: what replaces what, the way through JSON and back, and files that are none.

import { beforeEach, describe, expect, test } from 'vitest';
import type { TunedKernels } from '../engine/protocol';
import { someTuned } from './tuned.test-support';
import { exportTuning, importTuning, keepTuned, openTuning, tuningStore } from './tuning';

beforeEach(() => tuningStore.setState({ tuned: [] }, true));

const kept = () => tuningStore.getState().tuned;

const at = (contextLog2: number, medianNs = 100): TunedKernels => ({
  ...someTuned,
  key: { ...someTuned.key, contextLog2 },
  medianNs,
});

test('what is found later replaces what was found for the same key, and nothing else', () => {
  keepTuned([at(8), at(9)]);
  const other = { ...at(8), key: { ...at(8).key, adapter: 'other' } };
  keepTuned([at(8, 50), other]);
  expect(kept()).toEqual([at(9), at(8, 50), other]);
});

test('the oldest of very many go', () => {
  keepTuned(Array.from({ length: 230 }, (_, i) => at(i)));
  expect(kept()).toHaveLength(200);
  expect(kept().at(-1)).toEqual(at(229));
});

test('a file brings back what was exported, rejections and all', async () => {
  keepTuned([someTuned, at(3)]);
  const text = exportTuning();
  tuningStore.setState({ tuned: [] });
  expect(await importTuning(text)).toBeNull();
  expect(kept()).toEqual([someTuned, at(3)]);
});

describe('a file that is none', () => {
  const edited = (edit: (one: Record<string, unknown>) => void): string => {
    const one = structuredClone(someTuned) as unknown as Record<string, unknown>;
    edit(one);
    return JSON.stringify({ attentionPlaygroundTuning: 1, tuned: [at(1), one] });
  };

  test.each([
    ['no JSON', '{"tuned": [', /JSON/],
    [
      'another version',
      '{"attentionPlaygroundTuning":2,"tuned":[]}',
      /^attentionPlaygroundTuning: .*2/,
    ],
    ['another file', '[]', /tuned|Tuning/],
    [
      'a family unknown',
      edited((one) => (one['choice'] = { family: 'fast', reduction: 'workgroup' })),
      /^tuned\.1\.choice\.family: .*"fast"/,
    ],
    ['a time below 0', edited((one) => (one['medianNs'] = -1)), /^tuned\.1\.medianNs: .*-1/],
    ['no key', edited((one) => delete one['key']), /^tuned\.1\.key: /],
    ['a field too many', edited((one) => (one['note'] = 'x')), /^tuned\.1\.note: /],
    [
      'a reason unknown',
      edited((one) => (one['rejected'] = [{ choice: someTuned.choice, reason: { code: 'ugly' } }])),
      /^tuned\.1\.rejected\.0\.reason\.code: .*"ugly"/,
    ],
  ])('is refused with the place of its fault: %s', async (_, text, problem) => {
    keepTuned([at(5)]);
    expect(await importTuning(text)).toMatch(problem);
    expect(kept()).toEqual([at(5)]);
  });
});

describe('what a browser keeps', () => {
  const storeWith = (text: string | null) => {
    const written: string[] = [];
    return {
      written,
      store: { read: () => text, write: (next: string) => void written.push(next) },
    };
  };

  test('is there after the next visit begins, and is written when it changes', async () => {
    keepTuned([at(4)]);
    const before = storeWith(exportTuning());
    tuningStore.setState({ tuned: [] });
    await openTuning(before.store);
    expect(kept()).toEqual([at(4)]);
    expect(before.written).toEqual([]);
    keepTuned([at(6)]);
    expect(before.written).toEqual([exportTuning()]);
    const next = storeWith(before.written[0] ?? null);
    tuningStore.setState({ tuned: [] });
    await openTuning(next.store);
    expect(kept()).toEqual([at(4), at(6)]);
  });

  test('may be nothing, or what another version wrote: both are as if nothing was tuned', async () => {
    for (const text of [null, '{"attentionPlaygroundTuning":7}', 'x']) {
      const { store, written } = storeWith(text);
      await openTuning(store);
      expect(kept()).toEqual([]);
      expect(written).toEqual([]);
    }
  });
});
