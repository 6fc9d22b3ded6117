import { expect, test } from 'vitest';
import { billsOf } from '../../state/bills';
import { defaultControls } from '../../state/controls';
import { changesOf } from './changes';

const v3 = defaultControls('deepseek-v3');
const bills = (change: Partial<typeof v3>) => billsOf({ ...v3, ...change });

test('a variant that is shown is held against the largest cache beside it', () => {
  const changes = changesOf(
    bills({ shown: ['mha', 'mqa'] }),
    bills({ shown: ['mha', 'mqa', 'mla'] }),
  );
  expect(Object.keys(changes)).toEqual(['mla']);
  expect(changes['mla']).toMatchObject({ elements: 32768, elementsAfter: 576 });
  expect(changes['mla']?.source?.key).toBe('mha');
});

test('a variant in another mode is held against itself', () => {
  const changes = changesOf(bills({}), bills({ modes: { ...v3.modes, mla: 'naive' } }));
  expect(changes).toEqual({
    mla: { source: null, elements: 576, elementsAfter: 128 * (192 + 128) },
  });
});

test('nothing is said where nothing changed, nor of what cannot be made out', () => {
  expect(changesOf(bills({}), bills({ baseline: 'mla' }))).toEqual({});
  const broken = { dims: { ...v3.dims, kvHeads: 5 } };
  expect(changesOf(bills({}), bills(broken))).not.toHaveProperty('gqa');
  expect(changesOf(bills(broken), bills({}))).not.toHaveProperty('gqa');
});
