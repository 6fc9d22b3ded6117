import { describe, expect, test } from 'vitest';
import { controlsStore, defaultControls } from './controls';
import { requestOf } from './decode';
import { fakeDevice, fakePoint } from './fakeEngine.test-support';
import { launchLines } from './launches';

const ceiling = (median: number) => ({ median, q1: median, q3: median, n: 1, samples: [median] });
const own = {
  device: fakeDevice,
  ceilings: {
    readBytesPerSecond: ceiling(3e9),
    flopsPerSecond: ceiling(45e9),
    dispatchNs: ceiling(13_000),
  },
};
controlsStore.setState(defaultControls('tiny-gqa'), true);
const request = requestOf(controlsStore.getState(), 'gpu');
if (!request) throw new Error('nothing can run');
const run = { model: 'x', request, device: fakeDevice };
const point = (variantId: string, context: number, dispatches: number) => ({
  ...fakePoint(variantId, context, 1e6),
  dispatches,
});

describe('what dispatches take', () => {
  test('is one line for variants that have as many at every context', () => {
    const points = [
      point('mha', 1024, 5),
      point('mha', 512, 3),
      point('gqa', 512, 3),
      point('gqa', 1024, 5),
      point('mla', 512, 4),
    ];
    expect(launchLines(points, run, own)).toEqual([
      {
        variantIds: ['mha', 'gqa'],
        places: [
          { context: 512, dispatches: 3, ns: 39_000 },
          { context: 1024, dispatches: 5, ns: 65_000 },
        ],
      },
      { variantIds: ['mla'], places: [{ context: 512, dispatches: 4, ns: 52_000 }] },
    ]);
  });

  test('is not told of another device, of a CPU’s steps, or before it was measured', () => {
    const points = [point('mha', 512, 3)];
    const elsewhere = { ...own, device: { ...fakeDevice, architecture: 'other' } };
    expect(launchLines(points, run, elsewhere)).toEqual([]);
    expect(launchLines(points, run, null)).toEqual([]);
    expect(launchLines([fakePoint('mha', 512, 1e6)], run, own)).toEqual([]);
    expect(launchLines(points, null, own)).toEqual([]);
  });
});
