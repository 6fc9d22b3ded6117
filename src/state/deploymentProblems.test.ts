import { describe, expect, test } from 'vitest';
import { defaultControls } from './controls';
import { usualDeployment } from './deployment';
import { deploymentProblems, weightProblems } from './deploymentProblems';
import { entriesOf } from './entries';
import { unshared } from './placed';

describe('devices and reserve', () => {
  test.each([
    [{ devices: 0, reserve: 10 }, 'devices', 'outOfRange'],
    [{ devices: 1025, reserve: 10 }, 'devices', 'outOfRange'],
    [{ devices: 2.5, reserve: 10 }, 'devices', 'notWhole'],
    [{ devices: 8, reserve: -1 }, 'reserve', 'outOfRange'],
    [{ devices: 8, reserve: 91 }, 'reserve', 'outOfRange'],
    [{ devices: 8, reserve: 0.5 }, 'reserve', 'notWhole'],
  ])('%o: %s is %s', (choice, field, code) => {
    const [problem, ...others] = deploymentProblems(choice);
    expect(problem).toMatchObject({ field, code });
    expect(others).toEqual([]);
  });

  test('say the limits', () => {
    expect(deploymentProblems({ devices: 0, reserve: 10 })[0]?.values).toEqual({
      field: 'devices',
      value: 0,
      min: 1,
      max: 1024,
    });
    expect(deploymentProblems(usualDeployment)).toEqual([]);
  });
});

describe('parameters', () => {
  test('of which more are active than there are', () => {
    expect(weightProblems({ parameters: 8e9, activeParameters: 9e9 })).toEqual([
      {
        field: 'activeParameters',
        code: 'moreActive',
        values: { activeParameters: 9e9, parameters: 8e9 },
      },
    ]);
    expect(weightProblems({ parameters: 8e9, activeParameters: 8e9 })).toEqual([]);
  });

  test('that are not known are no problem', () => {
    expect(weightProblems({ parameters: 0, activeParameters: 0 })).toEqual([]);
    expect(weightProblems({ parameters: 0, activeParameters: 9e9 })).toEqual([]);
  });

  test('that are no counts', () => {
    const codes = (parameters: number, activeParameters: number) =>
      weightProblems({ parameters, activeParameters }).map(({ field, code }) => [field, code]);
    expect(codes(0.5, 0)).toEqual([['parameters', 'notWhole']]);
    expect(codes(-8, 1e15)).toEqual([
      ['parameters', 'outOfRange'],
      ['activeParameters', 'outOfRange'],
    ]);
  });
});

test('the counts that are offered suit every entry, not one of them', () => {
  // 128 query heads; 8 kv heads, which 3 devices cannot share either.
  const v3 = { ...defaultControls('deepseek-v3'), devices: 3 };
  const { entries, counts } = unshared(entriesOf(v3), v3);
  expect(entries.map(({ key }) => key)).toEqual(['mha', 'gqa', 'mqa', 'mla']);
  expect(counts).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);

  // 28 query heads in 4 groups: 7 devices suit MHA and not GQA.
  const qwen = { ...defaultControls('qwen2.5-7b'), devices: 7 };
  const found = unshared(entriesOf(qwen), qwen);
  expect(found.entries.map(({ key }) => key)).toEqual(['gqa']);
  expect(found.counts).toEqual([1, 2, 4, 28]);
  expect(unshared(entriesOf(qwen), { ...qwen, split: 'data' }).entries).toEqual([]);
});
