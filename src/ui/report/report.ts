// A report of what the page shows, as Markdown in the page's language.

import type { Controls } from '../../state/controls';
import { billsOf } from '../../state/bills';
import { boundDevice } from '../../state/deployment';
import { growthOf } from '../../state/growth';
import { modelOf } from '../../state/modelShape';
import type { Results } from '../../state/results';
import { billParts } from './billParts';
import { fitsPart } from './fitsPart';
import { address, heading, plain } from './markdown';
import { measuredPart, shownPoints } from './measuredPart';
import { sizesPart, workloadPart } from './sizesPart';
import { sourcesPart } from './sourcesPart';
import type { Words } from './words';

export interface Reported {
  readonly controls: Controls;
  readonly results: Results;
  /** Whether what was measured is what the controls ask for now. */
  readonly isStale: boolean;
  /** The whole address of what is shown. */
  readonly link: string;
  /** ISO 8601, without the time. */
  readonly date: string;
}

export function reportText(words: Words, reported: Reported): string {
  const { t, w } = words;
  const { controls, results, isStale, link, date } = reported;
  const model = modelOf(controls).name ?? t('controls.imported');
  const parts = [
    heading(1, `${t('title')}: ${model}`),
    `${plain(w('report.link'))}: ${address(link)}  \n${plain(w('report.date'))}: ${date}`,
    heading(2, w('report.sizes')),
    sizesPart(words, controls),
    heading(2, w('report.workload')),
    workloadPart(words, controls),
    heading(2, w('report.caches')),
    ...billParts(words, billsOf(controls), controls),
    heading(2, w('report.fits', { device: boundDevice(controls).name })),
    ...fitsPart(words, growthOf(controls), controls.byteUnit),
    heading(2, w('report.measured')),
    ...measuredPart(words, results, controls, isStale),
    heading(2, w('report.comes')),
    sourcesPart(words, controls, shownPoints(results, controls).length > 0),
  ];
  return `${parts.join('\n\n')}\n`;
}
