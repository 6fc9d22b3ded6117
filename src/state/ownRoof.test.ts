import { expect, test } from 'vitest';
import { attainableFlopsPerSecond } from '../price/roofline';
import { fakeDevice, fakePoint } from './fakeEngine.test-support';
import { ownMarksOf, ownRoofOf } from './ownRoof';

const ceiling = (median: number) => ({
  median,
  q1: median / 2,
  q3: median * 2,
  n: 1,
  samples: [median],
});

test('the roof is made of the measured medians, with its ridge where they meet', () => {
  const roof = ownRoofOf({
    device: fakeDevice,
    ceilings: {
      readBytesPerSecond: ceiling(3e9),
      flopsPerSecond: ceiling(45e9),
      dispatchNs: ceiling(9),
    },
  });
  expect(roof.ridgeFlopsPerByte).toBe(15);
  expect(attainableFlopsPerSecond(2, roof.ceilings)).toBe(6e9);
  expect(attainableFlopsPerSecond(50, roof.ceilings)).toBe(45e9);
});

test('a point stands at its flops over its bytes, as high as its flops over its time', () => {
  // 2000 flops over 1000 bytes in 500 ns, between 450 and 600 ns.
  const [mark] = ownMarksOf([fakePoint('gqa', 512, 500)]);
  expect(mark).toMatchObject({ flopsPerByte: 2, flopsPerSecond: 4e9 });
  expect(mark?.high).toBeCloseTo(2000 / 450e-9);
  expect(mark?.low).toBeCloseTo(2000 / 600e-9);
});
