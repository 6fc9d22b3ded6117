import { describe, expect, test } from 'vitest';
import { violations } from './check-layers.mjs';

const check = (path: string, text: string) => violations([{ path, text }]);

describe('imports run one way', () => {
  test.each([
    ['src/attention/plan.ts', "import { x } from '../price/bytes';"],
    ['src/price/bytes.ts', "import type { X } from '../reference/run';"],
    ['src/reference/run.ts', "import { x } from '../kernels/schedule';"],
    ['src/gpu/device.ts', "import { x } from '../price/bytes';"],
    ['src/kernels/schedule.ts', "export { x } from '../bench/race';"],
    ['src/bench/race.ts', "const { x } = await import('../engine/worker');"],
    ['src/engine/worker.ts', "import { x } from '../state/controls';"],
    ['src/state/run.ts', "import { x } from '../engine/session';"],
    ['src/state/run.ts', "new Worker(new URL('../engine/worker.ts', import.meta.url));"],
    ['src/ui/App.tsx', "import { x } from '../engine/client';"],
    ['src/ui/Code.tsx', "import { x } from '../gpu/link';"],
    ['src/ui/Code.tsx', "import {\n  x,\n} from '../kernels/schedule';"],
    ['src/i18n/en.ts', "import { x } from '../state/controls';"],
    ['src/ui/App.tsx', "import '../../bench/dawn';"],
  ])('%s may not say %s', (path, text) => {
    expect(check(path, text)).toEqual([expect.stringMatching(`^${path}:[123]: .* may not import`)]);
  });

  test.each([
    ['src/price/bytes.ts', "import type { Dims } from '../attention/dims';"],
    ['src/attention/variants/mla.ts', "import type { Plan } from '../plan';"],
    ['src/kernels/texts.ts', "import code from '../../shaders/fill.wgsl?raw';"],
    ['src/engine/worker.ts', "import '../polyfill';"],
    ['src/state/run.ts', "import type { Run } from '../engine/protocol';"],
    ['src/gpu/timer.gpu.test.ts', "import { dawnAdapter } from '../../bench/dawn';"],
    ['src/ui/App.tsx', "// not: import { x } from '../gpu/link';"],
  ])('%s may say %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });
});

test('a folder that is in no layer is named', () => {
  expect(check('src/misc/things.ts', '')).toEqual([expect.stringContaining('no layer is called')]);
});

test('React stays in the layers that draw', () => {
  expect(check('src/state/run.ts', "import { useState } from 'react';")).toHaveLength(1);
  expect(check('src/state/run.ts', "import { create } from 'zustand';")).toHaveLength(1);
  expect(check('src/state/run.ts', "import { createStore } from 'zustand/vanilla';")).toEqual([]);
  expect(check('src/ui/App.tsx', "import { useState } from 'react';")).toEqual([]);
});

test('the DOM is touched by the layers that draw, and a sliding window is no DOM', () => {
  expect(check('src/state/run.ts', 'document.title = name;')).toHaveLength(1);
  expect(check('src/engine/client.ts', "if (typeof window === 'undefined') return;")).toHaveLength(
    1,
  );
  expect(check('src/state/permalink.ts', 'window.location.hash')).toEqual([]);
  expect(check('src/attention/plan.ts', 'const first = position - mask.window.size;')).toEqual([]);
});

test('src/gpu knows no word of attention, and overhead is no head', () => {
  expect(check('src/gpu/buffers.ts', 'const headDim = 64;')).toHaveLength(1);
  expect(check('src/gpu/buffers.ts', '// one row per token')).toHaveLength(1);
  expect(check('src/gpu/buffers.ts', 'const overheadNs = ahead - header;')).toEqual([]);
});
