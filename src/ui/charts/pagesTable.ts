// The table under chart C9: every sequence with its blocks, and all of them together.

import type { TFunction } from 'i18next';
import type { PagesDrawn } from '../../state/pages';
import { exact } from '../quantity';
import type { Table } from './csv';
import type { ShownTable } from './DataTable';

const columns = ['sequence', 'tokens', 'blocks', 'sharedBlocks', 'empty'] as const;

const rowsOf = ({ arrivals, inBlocks }: PagesDrawn): number[][] =>
  inBlocks.sequences.map(({ tokens, blocks, sharedBlocks, emptyTokens }, i) => [
    arrivals[i]?.number ?? i + 1,
    tokens,
    blocks,
    sharedBlocks,
    emptyTokens,
  ]);

export function shownTable(t: TFunction, drawn: PagesDrawn): ShownTable {
  const { inBlocks } = drawn;
  const once = [
    inBlocks.allocatedTokens - inBlocks.emptyTokens,
    inBlocks.blocks,
    inBlocks.sharedBlocks,
    inBlocks.emptyTokens,
  ];
  return {
    columns: columns.map((name) => t(`blocks.columns.${name}`)),
    rows: [
      ...rowsOf(drawn).map((row) => ({ cells: row.map(exact) })),
      { cells: [t('blocks.together'), ...once.map(exact)] },
    ],
  };
}

/** The sequences alone: a program adds them up itself. */
export const exactTable = (drawn: PagesDrawn): Table => ({
  columns: ['sequence', 'tokens', 'blocks', 'shared_blocks', 'empty_tokens'],
  rows: rowsOf(drawn),
});
