// How lanes share the columns of a row: nothing is left out, nothing is taken twice, little is wasted.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatIds } from '../attention/format';
import { fieldRowQuads, quads } from './layout';
import { laneRuns } from './laneRuns';

const lanes = 4;

const row = (format: (typeof formatIds)[number], width: number) => ({
  format,
  quads: quads(width),
  rowQuads: fieldRowQuads(format, width),
});

describe('the runs of a row', () => {
  test('cover every quad once, in sweeps that hold no more than asked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...formatIds),
        fc.integer({ min: 1, max: 640 }),
        fc.constantFrom(1, 2, 4),
        fc.constantFrom(2, 4, 8),
        (format, width, mostRun, perSweep) => {
          const mostQuads = Math.max(mostRun, perSweep);
          const cut = laneRuns(row(format, width), lanes, mostRun, mostQuads);
          const seen = new Set<number>();
          for (let i = 0; i < cut.block * cut.blocks; i++) {
            for (let lane = 0; lane < lanes; lane++) {
              for (let u = 0; u < cut.run; u++) seen.add((i * lanes + lane) * cut.run + u);
            }
          }
          expect(seen.size).toBe(cut.laneQuads * lanes);
          for (let quad = 0; quad < quads(width); quad++) expect(seen.has(quad)).toBe(true);
          expect(cut.runs).toBe(Math.ceil(quads(width) / cut.run));
          expect(cut.run).toBeLessThanOrEqual(mostRun);
          expect(cut.block * cut.run).toBeLessThanOrEqual(mostQuads);
        },
      ),
    );
  });

  test('are as long as the row divides into without a lane that has more to do', () => {
    expect(laneRuns(row('f32', 128), lanes, 4, 8)).toMatchObject({ run: 4, block: 2, blocks: 1 });
    // 20 quads: five for each lane by themselves, eight in runs of four.
    expect(laneRuns(row('f32', 80), lanes, 4, 8)).toMatchObject({ run: 1, laneQuads: 5 });
    expect(laneRuns(row('f16', 512), lanes, 4, 8)).toMatchObject({ run: 4, laneQuads: 32 });
    expect(laneRuns(row('f32', 40), lanes, 4, 8)).toMatchObject({ run: 1, laneQuads: 3 });
  });

  test('end where the row ends, but for codes, whose padding is no number', () => {
    // Ten quads of a row that is stored in sixteen.
    expect(laneRuns({ quads: 10, rowQuads: 16, format: 'f32' }, lanes, 4, 8).run).toBe(1);
    expect(laneRuns({ quads: 10, rowQuads: 16, format: 'int4' }, lanes, 4, 8).runs).toBeGreaterThan(
      2,
    );
  });

  test('are none for a row that is not there', () => {
    expect(laneRuns({ quads: 0, rowQuads: 4, format: 'f32' }, lanes, 4, Infinity)).toMatchObject({
      runs: 0,
      laneQuads: 0,
    });
  });
});
