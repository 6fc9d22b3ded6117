// How the lanes of the register family share the columns of a row: runs of neighbouring quads, dealt out in turn.

import { formats, type FormatId } from '../attention/format';
import { hasScales } from './scaled';

/** A row as its lanes take it. Quads past the end of a row count in what a lane holds. */
export interface LaneRuns {
  /** Neighbouring quads that are loaded at once: 4, 2 or 1. */
  readonly run: number;
  /** Runs of a row that hold something. */
  readonly runs: number;
  /** Runs of a lane in one sweep over the keys, and sweeps. */
  readonly block: number;
  readonly blocks: number;
  /** Quads that a lane holds of a row. */
  readonly laneQuads: number;
}

interface Row {
  readonly quads: number;
  readonly rowQuads: number;
  readonly format: FormatId;
}

/**
 * The widest run that wastes the fewest quads of a lane.
 * @param mostQuads of a lane in one sweep
 */
export function laneRuns(row: Row, lanes: number, mostRun: number, mostQuads: number): LaneRuns {
  const cut = (run: number) => {
    const ofLane = Math.ceil(row.quads / run / lanes);
    const blocks = Math.max(1, Math.ceil((ofLane * run) / mostQuads));
    const block = Math.ceil(ofLane / blocks);
    return {
      run,
      runs: Math.ceil(row.quads / run),
      block,
      blocks,
      laneQuads: block * blocks * run,
    };
  };
  // A run ends where the row does, but for codes: what pads those is no number that could spoil a sum.
  const whole = hasScales(row.format) ? row.rowQuads : row.quads;
  const cuts = [4, 2, 1]
    .filter((run) => run <= mostRun && whole % run === 0 && row.rowQuads % run === 0)
    .map(cut);
  const fewest = Math.min(...cuts.map(({ laneQuads }) => laneQuads));
  const best = cuts.find(({ laneQuads }) => laneQuads === fewest);
  if (!best)
    throw new Error(`no run fits a row of ${row.quads} quads in ${formats[row.format].id}`);
  return best;
}
