// The files that a chart can be saved as, and what all of them tell.

import type { FigureKind } from '../../figure/kinds';

export const saveFormats = ['csv', 'json', 'svg', 'png'] as const;
export type SaveFormat = (typeof saveFormats)[number];

export interface ChartWords {
  /** The id of the chart's `<figure>`. */
  readonly chart: string;
  readonly title: string;
  /** The finding as it reads. */
  readonly finding: string;
  readonly kind: FigureKind;
  /** The address at which the page shows this very chart. */
  readonly link: string;
}
