// The card of results as Markdown: where and with what, the run as a report has it, and where the race stood.

import type { Controls } from '../../state/controls';
import type { Race } from '../../state/race';
import type { Results } from '../../state/results';
import type { Section } from '../device/sections';
import {
  circumstanceSection,
  deviceOf,
  raceSection,
  type Circumstances,
  type ResultWords,
} from '../results/resultSections';
import { address, heading, list, plain, table } from './markdown';
import { measuredPart } from './measuredPart';
import type { Words } from './words';

export interface Carded {
  readonly controls: Controls;
  readonly results: Results;
  readonly race: Race;
  /** Whether what was measured is what the controls ask for now. */
  readonly isStale: boolean;
  readonly circumstances: Circumstances;
}

const sectionTable = ({ columns = [], rows }: Section): string =>
  table({
    columns,
    rows: rows.map((cells) => cells.map(({ text }) => text)),
    figures: [1, 2, 3, 4, 5],
  });

/** Empty where nothing was measured. */
export function resultCard(words: Words & ResultWords, carded: Carded): string {
  const { controls, results, race, isStale, circumstances } = carded;
  const device = deviceOf(results, race);
  if (!device) return '';
  const { title, rows } = circumstanceSection(words, device, circumstances);
  const raced = raceSection(words, race);
  const ran = results.points.length > 0;
  return `${[
    heading(2, title),
    [
      list(rows.map((cells) => cells.map(({ text }) => text).join(': '))),
      // An address opens only as it is.
      `- ${plain(words.r('card.link'))}: ${address(circumstances.link)}`,
    ].join('\n'),
    ...(ran
      ? [heading(3, words.r('card.run')), ...measuredPart(words, results, controls, isStale)]
      : []),
    ...(raced ? [heading(3, raced.title), plain(raced.note ?? ''), sectionTable(raced)] : []),
  ].join('\n\n')}\n`;
}
