// How roofs are drawn: the one in force, the same device's other one, and those of two other devices.

export type RoofRank = 'chosen' | 'other' | 'firstGhost' | 'secondGhost';

interface RoofStyle {
  readonly stroke: string;
  /** In pixels. */
  readonly strokeWidth: number;
  readonly strokeDasharray: string;
}

export const roofStyle: Readonly<Record<RoofRank, RoofStyle>> = {
  chosen: { stroke: 'var(--ink)', strokeWidth: 2, strokeDasharray: '' },
  other: { stroke: 'var(--ink)', strokeWidth: 1.5, strokeDasharray: '7 5' },
  firstGhost: { stroke: 'var(--ink-2)', strokeWidth: 1.5, strokeDasharray: '1 5' },
  secondGhost: { stroke: 'var(--ink-2)', strokeWidth: 1, strokeDasharray: '6 3 1 3' },
};

/** This device's own, from measured ceilings: dotted, as what is measured is everywhere. */
export const ownRoofStyle: RoofStyle = {
  stroke: 'var(--ink)',
  strokeWidth: 2.5,
  strokeDasharray: '1 4',
};

export const ghostRanks: readonly RoofRank[] = ['firstGhost', 'secondGhost'];
