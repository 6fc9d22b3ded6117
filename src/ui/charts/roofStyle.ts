// How roofs are drawn: the one in force, the same device's other one, and those of other devices.

export type RoofRank = 'chosen' | 'other' | 'ghost';

interface RoofStyle {
  readonly stroke: string;
  /** In pixels. */
  readonly strokeWidth: number;
  readonly strokeDasharray: string;
}

export const roofStyle: Readonly<Record<RoofRank, RoofStyle>> = {
  chosen: { stroke: 'var(--ink)', strokeWidth: 2, strokeDasharray: '' },
  other: { stroke: 'var(--ink)', strokeWidth: 1.5, strokeDasharray: '7 5' },
  ghost: { stroke: 'var(--ink-2)', strokeWidth: 1.5, strokeDasharray: '1 5' },
};
