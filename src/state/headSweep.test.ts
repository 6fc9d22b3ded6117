import { expect, test } from 'vitest';
import { defaultControls, type Controls } from './controls';
import { headSweepOf } from './headSweep';

const v3 = defaultControls('deepseek-v3');

const at = (controls: Controls, key: string, queryHeads: number) => {
  const { heads, lines } = headSweepOf(controls);
  const line = lines.find(({ entry }) => entry.key === key);
  const i = heads.indexOf(queryHeads);
  return [line?.elements[i], line?.multiplyAdds[i]];
};

test('MHA caches and computes in proportion to its heads', () => {
  expect(at(v3, 'mha', 16)).toEqual([16 * 256, 16 * 256]);
  expect(at(v3, 'mha', 128)).toEqual([32768, 32768]);
});

test('MLA caches the same with any heads, and computes in proportion', () => {
  expect(at(v3, 'mla', 1)).toEqual([576, 1088]);
  expect(at(v3, 'mla', 128)).toEqual([576, 139264]);
});

test('GQA keeps its kv heads where they divide the query heads, or takes the most that do', () => {
  expect(at(v3, 'gqa', 128)).toEqual([8 * 256, 32768]);
  expect(at(v3, 'gqa', 4)).toEqual([4 * 256, 4 * 256]);
  const ten = { ...v3, dims: { ...v3.dims, queryHeads: 40, kvHeads: 10 } };
  expect(at(ten, 'gqa', 40)[0]).toBe(10 * 256);
  expect(at(ten, 'gqa', 16)[0]).toBe(8 * 256);
});

test('latent heads that do not divide the query heads become fewer', () => {
  const gla = { ...v3, shown: ['gla'] };
  expect(at(gla, 'gla', 2)[1]).toBe(2 * (2 * 256 + 64));
  expect(at(gla, 'gla', 1)[1]).toBe(2 * 512 + 64);
});

test('from 16 to 128 heads MHA caches 8 times as much, MLA the same for 8 times the arithmetic', () => {
  const { most, least } = headSweepOf(v3);
  expect(most).toMatchObject({ entry: { key: 'mha' }, cache: 8 });
  expect(least).toMatchObject({ entry: { key: 'mla' }, cache: 1, multiplyAdds: 8 });
});

test('the model’s own heads are in the chart', () => {
  const odd = { ...v3, dims: { ...v3.dims, queryHeads: 71, kvHeads: 1 } };
  const { heads, chosen } = headSweepOf(odd);
  expect(heads).toContain(71);
  expect(chosen).toBe(71);
  expect(headSweepOf({ ...v3, dims: { ...v3.dims, queryHeads: 0 } }).chosen).toBeNull();
});

test('an entry with impossible sizes has no line', () => {
  const broken = { ...v3, dims: { ...v3.dims, ropeDim: 63 } };
  expect(headSweepOf(broken).lines.map(({ entry }) => entry.key)).toEqual(['mha', 'gqa', 'mqa']);
});

test('nothing changes while another control is dragged', () => {
  expect(headSweepOf({ ...v3, context: 3 })).toBe(headSweepOf({ ...v3, batch: 2 }));
});
