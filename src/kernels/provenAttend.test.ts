// What the attention kernels ask of any GPU, proven on their linked texts: barriers, workgroup memory, sums, slices.

import { describe, expect, test } from 'vitest';
import { attendPlan } from '../../bench/peers/own';
import { formatIds, weightFormatFor } from '../attention/format';
import { link } from '../gpu/link';
import { attendFamilies, type Dispatch, type Knobs, type Schedule } from './dispatch';
import { schedule } from './schedule';
import { shaderSources } from './sources';
import { fullSizes } from './stepData';
import { WgslText, type Passage } from './wgslText.test-support';

/** Widths of queries and keys, of values, query heads that share a kv head, and whether the value is the key's prefix. */
const shapes = [
  { qkDim: 64, vDim: 64, groupSize: 1, latent: false },
  { qkDim: 128, vDim: 128, groupSize: 4, latent: false },
  { qkDim: 256, vDim: 256, groupSize: 8, latent: false },
  { qkDim: 192, vDim: 128, groupSize: 1, latent: false },
  { qkDim: 192, vDim: 192, groupSize: 1, latent: false },
  { qkDim: 576, vDim: 512, groupSize: 16, latent: true },
  // As many rows as the kernel for latents is not worth it for.
  { qkDim: 576, vDim: 512, groupSize: 8, latent: true },
  { qkDim: 288, vDim: 256, groupSize: 20, latent: true },
] as const;

type Shape = (typeof shapes)[number];
type Phase = 'decode' | 'prefill';

function scheduled(shape: Shape, phase: Phase, knobs: Partial<Knobs> = {}): Schedule {
  const { qkDim, vDim, groupSize, latent } = shape;
  const kvHeads = latent ? 1 : 2;
  const newTokens = phase === 'decode' ? 1 : 64;
  const plan = attendPlan({
    id: '',
    phase,
    newTokens,
    context: 4096,
    scale: 0.1,
    qkDim,
    vDim,
    kvHeads,
    queryHeads: kvHeads * groupSize,
    valueIsKeyPrefix: latent,
  });
  return schedule(plan, {
    batch: 2,
    capacity: 4096,
    maxNewTokens: newTokens,
    format: 'f32',
    weightFormat: 'f32',
    reduction: 'workgroup',
    ...knobs,
  });
}

const phases = ['decode', 'prefill'] as const;
const reductions: readonly Partial<Knobs>[] = [
  { reduction: 'workgroup' },
  { reduction: 'subgroup' },
  { reduction: 'subgroup', rows: 16 },
  { reduction: 'subgroup', subgroups: 'emulated' },
];

interface Linked {
  readonly name: string;
  readonly kernel: string;
  readonly code: string;
  readonly text: WgslText;
}

const isAttention = ({ kernel }: Dispatch) => /^[56]_/.test(kernel);

/** The texts of a way to attend that attend and merge, for all shapes, formats, layouts and reductions. */
function textsOf(way: Pick<Knobs, 'family' | 'naive'>): Linked[] {
  const byCode = new Map<string, Linked>();
  for (const shape of shapes) {
    for (const phase of phases) {
      for (const format of formatIds) {
        for (const reduction of reductions) {
          for (const paged of [{}, { pages: 128 }]) {
            const weightFormat = weightFormatFor(format);
            const knobs = { ...way, format, weightFormat, ...reduction, ...paged };
            for (const dispatch of scheduled(shape, phase, knobs).dispatches.filter(isAttention)) {
              const { kernel, slots, constants } = dispatch;
              const { code } = link({ sources: shaderSources, kernel, slots, constants });
              const { qkDim, vDim, groupSize } = shape;
              const name = `${kernel} for ${qkDim}/${vDim} x ${groupSize}, ${phase} in ${format}`;
              byCode.set(code, { name, kernel, code, text: new WgslText(code) });
            }
          }
        }
      }
    }
  }
  return [...byCode.values()];
}

const texts = Object.fromEntries(attendFamilies.map((family) => [family, textsOf({ family })]));
const { staged = [], register = [], products = [] } = texts;
const naive = textsOf({ naive: true });
const all = [...Object.values(texts).flat(), ...naive];

const loopsIn = ({ loops }: Passage): Passage[] =>
  loops.flatMap((loop) => [loop, ...loopsIn(loop)]);

/** Barriers of the turn with the most of them: of one loop's body, without the loops in it. */
const mostOfATurn = (passage: Passage): number =>
  Math.max(0, ...loopsIn(passage).map(({ barriers }) => barriers));

const ofKernel = (kernel: string) => staged.filter((each) => each.kernel === kernel);

test('the shapes reach every kernel that attends or merges', () => {
  const reached = new Set(all.map(({ kernel }) => kernel));
  const kernels = Object.keys(shaderSources).filter((path) => /^[56]_/.test(path));
  expect([...reached].toSorted()).toEqual(kernels.toSorted());
});

describe('barriers of the staged family', () => {
  // A tile is staged by one turn of a loop: of 4 quads of 32 keys and queries, of 8 quads of 32 values, of a few rows of
  // a latent, of 64 slices that are merged. Turns of loops within count as their own; both ways of an `if` are counted.
  test('are at most two a staged tile', () => {
    const greedy = staged.filter(({ text }) => mostOfATurn(text.passage) > 2);
    expect(greedy.map(({ name }) => name)).toEqual([]);
  });

  test('are as few in the products', () => {
    const ofProducts = (kernel: string) => products.filter((each) => each.kernel === kernel);
    for (const { name, text } of ofProducts('5_attend_scores')) {
      // Two for 16 columns, and three more for the softmax of the tile.
      const loops = loopsIn(text.passage).filter(({ barriers }) => barriers > 0);
      expect([text.passage.barriers, ...loops.map(({ barriers }) => barriers)], name).toEqual([
        3, 2,
      ]);
    }
    for (const { name, text } of ofProducts('5_attend_values')) {
      expect([text.passage.barriers, mostOfATurn(text.passage)], name).toEqual([0, 2]);
    }
    expect(ofProducts('5_attend_values').length).toBeGreaterThan(0);
  });

  test('are two a tile where tiles are staged, which are all that wait in a loop over keys', () => {
    for (const { name, text } of ofKernel('5_attend_latent')) {
      const loops = loopsIn(text.passage).filter(({ barriers }) => barriers > 0);
      expect([text.passage.barriers, ...loops.map(({ barriers }) => barriers)], name).toEqual([
        0, 2,
      ]);
    }
    for (const { name, text } of ofKernel('5_attend_prefill')) {
      const [tile, ...others] = loopsIn(text.passage).filter(({ barriers }) => barriers > 0);
      // One where 32 rows learn of their greatest scores, and two for each tile of keys and of values.
      expect([text.passage.barriers, tile?.barriers], name).toEqual([0, 1]);
      expect(tile?.loops.filter(({ barriers }) => barriers > 0)).toEqual(others);
      expect(others.map(({ barriers }) => barriers)).toEqual([2, 2]);
    }
  });

  test('are three a slice of 256 keys in decode, and two more where columns are few', () => {
    for (const { name, text } of ofKernel('5_attend_decode')) {
      const loops = loopsIn(text.passage).filter(({ barriers }) => barriers > 0);
      expect([text.passage.barriers, ...loops.map(({ barriers }) => barriers)], name).toEqual([
        3, 2,
      ]);
      // Those in a loop are passed once: columns of more than one turn take all lanes, and nothing to add up.
      const turns = Math.ceil(text.constant('VALUE_QUADS') / text.constant('COLUMNS'));
      expect(turns === 1 || text.constant('SLICES') === 1, name).toBe(true);
    }
  });

  test('would be found if they were more', () => {
    const [latent] = ofKernel('5_attend_latent');
    const more = latent?.code.replaceAll('parts[lane] = dots;', 'workgroupBarrier(); $&') ?? '';
    expect(mostOfATurn(new WgslText(more).passage)).toBe(3);
    const called = latent?.code.replace(/fn load_row\([^{]*\{/, '$& workgroupBarrier();') ?? '';
    expect(loopsIn(new WgslText(called).passage).map(({ barriers }) => barriers)).toContain(1);
  });
});

test('the register family waits for nothing where subgroups exchange scores', () => {
  const native = register.filter(({ code }) => code.includes('enable subgroups;'));
  expect(native.length).toBeGreaterThan(0);
  expect(native.filter(({ code }) => code.includes('workgroupBarrier'))).toEqual([]);
});

test('the naive kernel shares nothing: no barrier, no workgroup memory', () => {
  const own = naive.filter(({ kernel }) => kernel === '5_attend_naive');
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter(({ code, text }) => /Barrier/.test(code) || text.workgroupBytes > 0)).toEqual(
    [],
  );
});

test('workgroup memory is at most 16 KiB', () => {
  const bytes = all.map(({ text }) => text.workgroupBytes);
  expect(Math.max(...bytes)).toBeGreaterThan(8192);
  const greedy = all.filter((_, i) => (bytes[i] ?? 0) > 16384);
  expect(greedy.map(({ name }) => name)).toEqual([]);
});

describe('what an invocation of the staged family adds up', () => {
  const mostOf = (texts: readonly Linked[], chosen: (name: string) => boolean) =>
    Math.max(
      ...texts.map(({ text }) =>
        text.accumulators
          .filter(({ name }) => chosen(name))
          .reduce((sum, { values }) => sum + values, 0),
      ),
    );

  test('is 116 f32 at most, sums of weighted values, scores and weights: 128 are allowed', () => {
    expect(mostOf(staged, () => true)).toBe(116);
    // A quad of columns for each of 8 rows.
    expect(mostOf(ofKernel('5_attend_decode'), (name) => name === 'sums')).toBe(32);
  });

  test('is at most 64 sums in the products', () => {
    const own = products.filter(({ kernel }) => /scores|values/.test(kernel));
    expect(mostOf(own, () => true)).toBeLessThanOrEqual(128);
    expect(mostOf(own, (name) => ['dots', 'low', 'high'].includes(name))).toBe(64);
  });

  test('is at most 20 f32 besides in prefill: scores of a tile, and sums of weights', () => {
    expect(mostOf(ofKernel('5_attend_prefill'), (name) => name !== 'sums')).toBe(20);
  });

  test('is halved in prefill where values are wider than 192 columns', () => {
    const sumsAt = (quads: number) => {
      const texts = ofKernel('5_attend_prefill');
      return mostOf(
        texts.filter(({ text }) => text.constant('VALUE_QUADS') === quads),
        (name) => name === 'sums',
      );
    };
    expect([sumsAt(16), sumsAt(32), sumsAt(48), sumsAt(64)]).toEqual([32, 64, 96, 64]);
  });
});

describe('slices of the cache', () => {
  const contexts = [1, 255, 256, 257, 511, 512, 1000, 4096, 131_072];

  test.each(shapes)('all but the last have 256 keys: $qkDim/$vDim x $groupSize', (shape) => {
    for (const capacity of contexts) {
      const made = scheduled(shape, 'decode', { capacity });
      const [attend] = made.dispatches.filter(({ kernel }) => kernel.startsWith('5_'));
      if (!attend) throw new Error('something attends');
      const { kernel, slots, constants } = attend;
      const { code } = link({ sources: shaderSources, kernel, slots, constants });
      const keys = new WgslText(code).constant('SPLIT_KEYS');
      const [, slices] = attend.grid(fullSizes(made));
      expect(keys).toBeGreaterThanOrEqual(256);
      // One slice fewer would not reach the last key.
      expect((slices - 1) * keys).toBeLessThan(capacity);
      expect(slices * keys).toBeGreaterThanOrEqual(capacity);
    }
  });
});
