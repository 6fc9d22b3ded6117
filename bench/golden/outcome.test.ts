import { describe, expect, test } from 'vitest';
import { judge, line, toJson, UnsupportedCase, type Check } from './outcome';

const check = (error: number, bound: number, reader = 'gpu'): Check => ({
  reader,
  kernel: 'default f32',
  mode: 'absorbed',
  tensor: 's0.y',
  error,
  bound,
});

describe('a case', () => {
  test('passes when every check is within its bound, and tells the worst', () => {
    const outcome = judge('a', [check(1, 4), check(3, 4, 'reference'), check(0, 0)]);
    expect(outcome).toMatchObject({ passed: true, supported: true, worst: 0.75, reason: '' });
    expect(line(outcome)).toBe(
      `pass  ${'a'.padEnd(44)} 3 tensors, worst 0.75 of its bound (gpu: absorbed; reference: absorbed)`,
    );
  });

  test('fails by its worst check and says which', () => {
    const outcome = judge('b', [check(1, 4), check(8, 4)]);
    expect(outcome).toMatchObject({ passed: false, supported: true, worst: 2 });
    expect(outcome.reason).toBe(
      's0.y of gpu (default f32, absorbed) off by 8.00e+0, bound 4.00e+0',
    );
  });

  test.each([
    ['an infinite error', [check(Infinity, 1)]],
    ['an error against a bound of zero', [check(1e-9, 0)]],
    ['nothing to compare', []],
  ])('fails with %s', (_, checks) => {
    expect(judge('c', checks).passed).toBe(false);
  });

  test('fails when it stopped, whatever agreed before', () => {
    const outcome = judge('d', [check(1, 4)], new RangeError('token 9 of 8'));
    expect(outcome).toMatchObject({ passed: false, supported: true });
    expect(outcome.reason).toBe('RangeError: token 9 of 8');
  });

  test('fails as unsupported where it asks for what does not exist', () => {
    const outcome = judge('e', [check(1, 4)], new UnsupportedCase('window ring'));
    expect(outcome).toMatchObject({ passed: false, supported: false, worst: 0.25 });
    expect(line(outcome)).toBe(`FAIL  ${'e'.padEnd(44)} unsupported: window ring`);
  });
});

test('an infinite error is still a number in JSON', () => {
  const outcome = judge('f', [check(Infinity, 1)]);
  expect(JSON.parse(toJson('a device', [outcome]))).toEqual({
    adapter: 'a device',
    cases: [
      {
        ...outcome,
        worst: Number.MAX_VALUE,
        checks: [{ ...check(1, 1), error: Number.MAX_VALUE }],
      },
    ],
  });
});
