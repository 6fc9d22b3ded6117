// Geometry of chart C9: each sequence's blocks in rows of squares, to one scale that always fits, and its last one large.

import { divisors } from '../../attention/dims';
import type { LayerBlocks } from '../../price/paged';
import { squaresPath } from '../receipts/strip';

/** One sequence's own blocks; its shared ones are drawn once, above all. SVG paths from its own upper left corner. */
export interface DrawnSequence {
  /** From the top of the grid, pixels. */
  readonly y: number;
  readonly tokens: string;
  readonly empty: string;
  /** Its last block alone, from the upper left corner of the large ones; empty where these are not drawn. */
  readonly lastTokens: string;
  readonly lastEmpty: string;
}

/** Last blocks drawn large, where in the rows a block is no more than a square. */
export interface LastBlocks {
  /** From the left of the grid, pixels. */
  readonly x: number;
  readonly width: number;
  /** Pixels between lines that part tokens; 0 where they would be too close. */
  readonly tokenWidth: number;
}

export interface PageLayout {
  readonly side: number;
  readonly tokensPerSquare: number;
  /** Pixels between the lines that part blocks; 0 where a block is no more than a square, or longer than a row. */
  readonly blockWidth: number;
  /** Of the gutter on the left, in which sequences refer to the shared blocks; 0 where nothing is shared. */
  readonly gutter: number;
  /** Of the rows, pixels. */
  readonly width: number;
  readonly height: number;
  /** SVG path of the shared blocks from the grid's upper left corner; empty where there are none. */
  readonly shared: string;
  readonly sequences: readonly DrawnSequence[];
  readonly lastBlocks: LastBlocks | null;
}

interface Room {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Of one row of parts, tokens: what is drawn of it, and the room of its blocks. */
interface Part {
  readonly tokens: number;
  readonly room: number;
}

const sides = [8, 6, 4, 3, 2] as const;
const smallestSide = 2;
const gutterWidth = 16;

const gapOf = (side: number): number => (side >= 8 ? side / 2 : 1);

/**
 * Tokens that a square can stand for, ascending: each block is a whole number of squares, or each square of blocks, so
 * that blocks line up.
 */
function* squareSizes(blockTokens: number): Generator<number> {
  yield* divisors(blockTokens);
  for (let tokens = 2 * blockTokens; ; tokens *= 2) yield tokens;
}

/** Squares of a row: whole blocks, where these are shorter than it. */
function columnsFor(width: number, side: number, blockSquares: number): number {
  const columns = Math.max(1, Math.floor(width / side));
  const whole = Number.isInteger(blockSquares) && blockSquares <= columns;
  return whole ? columns - (columns % blockSquares) : columns;
}

interface Scale {
  readonly side: number;
  readonly tokensPerSquare: number;
  readonly columns: number;
  /** Rows of squares of each part. */
  readonly rows: readonly number[];
}

/** The largest squares with which every part has a row, and of these the one that stands for the fewest tokens. */
function scaleFor(parts: readonly Part[], blockTokens: number, { width, height }: Room): Scale {
  const fits = (rows: number, side: number) =>
    rows * side + (parts.length - 1) * gapOf(side) <= height;
  const side = sides.find((each) => fits(parts.length, each)) ?? smallestSide;
  for (const tokensPerSquare of squareSizes(blockTokens)) {
    const columns = columnsFor(width, side, blockTokens / tokensPerSquare);
    const rows = parts.map(({ room }) => Math.max(1, Math.ceil(room / tokensPerSquare / columns)));
    const needed = rows.reduce((sum, each) => sum + each, 0);
    // A row each is the least there is, even where that is too much.
    if (fits(needed, side) || needed === parts.length) {
      return { side, tokensPerSquare, columns, rows };
    }
  }
  throw new Error('unreachable: squares of enough tokens fit every sequence into a row');
}

/** Large last blocks, with tokens parted where one is at least 3 pixels wide and high. */
function lastBlocksFor(width: number, blockTokens: number, side: number): LastBlocks {
  const most = Math.min(128, Math.floor(width * 0.3));
  const token = Math.floor(most / blockTokens);
  const tokenWidth = token >= 3 && side >= 3 ? Math.min(token, 16) : 0;
  const taken = tokenWidth > 0 ? tokenWidth * blockTokens : most;
  return { x: width - taken, width: taken, tokenWidth };
}

const box = (left: number, right: number, height: number): string =>
  right > left ? `M${left},0H${right}V${height}H${left}Z` : '';

export function pageLayout(
  { sequences, sharedBlocks }: LayerBlocks,
  blockTokens: number,
  room: Room,
): PageLayout {
  const owned = sequences.map((sequence): Part => {
    const all = (sequence.blocks - sequence.sharedBlocks) * blockTokens;
    return { room: all, tokens: all - sequence.emptyTokens };
  });
  const once = sharedBlocks * blockTokens;
  const parts = [...(once > 0 ? [{ tokens: once, room: once }] : []), ...owned];
  const gutter = once > 0 ? gutterWidth : 0;
  const inRows = { width: room.width - gutter, height: room.height };
  const wide = scaleFor(parts, blockTokens, inRows);
  const isLarge = wide.tokensPerSquare >= blockTokens && blockTokens > 1;
  const lastBlocks = isLarge ? lastBlocksFor(room.width, blockTokens, wide.side) : null;
  const { side, tokensPerSquare, columns, rows } = lastBlocks
    ? scaleFor(parts, blockTokens, { ...inRows, width: lastBlocks.x - gutter - 2 * gutterWidth })
    : wide;
  const blockSquares = blockTokens / tokensPerSquare;
  const path = (from: number, to: number) =>
    squaresPath(from / tokensPerSquare, to / tokensPerSquare, columns, side);
  const tops = rows.map((_, i) =>
    rows.slice(0, i).reduce((y, each) => y + each * side + gapOf(side), 0),
  );
  return {
    side,
    tokensPerSquare,
    blockWidth: blockSquares > 1 && blockSquares <= columns ? blockSquares * side : 0,
    gutter,
    width: columns * side,
    height: rows.reduce((sum, each) => sum + each * side, 0) + (parts.length - 1) * gapOf(side),
    shared: path(0, once),
    sequences: owned.map(({ tokens, room: all }, i) => {
      const large = lastBlocks?.width ?? 0;
      const filled = large * (1 - (all - tokens) / blockTokens);
      return {
        y: tops[parts.length - owned.length + i] ?? 0,
        tokens: path(0, tokens),
        empty: path(tokens, all),
        lastTokens: box(0, filled, side),
        lastEmpty: box(filled, large, side),
      };
    }),
    lastBlocks,
  };
}
