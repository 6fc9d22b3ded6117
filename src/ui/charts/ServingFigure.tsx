// The figure around a chart of serving: its lines and what they assume, or in their place why none can be drawn.

import type { ReactNode } from 'react';
import { addServingWords } from '../../i18n/servingWords';
import type { StepTime } from '../../price/stepTime';
import type { DeploymentChoice } from '../../state/deployment';
import type { Entry } from '../../state/entries';
import type { Hindered } from '../../state/placed';
import { ChartFigure } from './ChartFigure';
import type { Table } from './csv';
import type { ShownTable } from './DataTable';
import { Hindrances } from './Hindrances';
import { EntryKey } from './LineKey';
import { NothingServed, type ServingObstacle } from './NothingServed';
import { ServingNotes } from './ServingNotes';

addServingWords();

/** What a chart of serving is derived to. */
interface Served {
  readonly lines: readonly { readonly entry: Entry }[];
  readonly hindered: readonly Hindered[];
  readonly choice: DeploymentChoice;
  readonly problem: ServingObstacle | null;
}

export function ServingFigure({
  id,
  title,
  served: { lines, hindered, choice, problem },
  aside,
  finding,
  steps,
  ofPrompt = false,
  ends,
  shown,
  exactTable,
  children,
}: {
  id: string;
  title: string;
  served: Served;
  aside: ReactNode;
  finding: string;
  /** One of each line that is drawn. */
  steps: readonly StepTime[];
  /** Whether the steps are of a prompt. */
  ofPrompt?: boolean;
  /** What the end of a line means. */
  ends: string;
  shown: () => ShownTable;
  exactTable: Table;
  /** The drawing of the lines, where there are any. */
  children: ReactNode;
}) {
  const isEmpty = lines.length === 0;
  return (
    <ChartFigure
      id={id}
      title={title}
      aside={aside}
      finding={<span data-kind="computed">{finding}</span>}
      legend={lines.map(({ entry }) => (
        <EntryKey key={entry.key} entry={entry} />
      ))}
      notes={
        !isEmpty && (
          <>
            <Hindrances hindered={hindered} />
            <ServingNotes choice={choice} steps={steps} ofPrompt={ofPrompt} ends={ends} />
          </>
        )
      }
      shown={shown}
      exactTable={exactTable}
    >
      {isEmpty ? <NothingServed problem={problem} hindered={hindered} /> : children}
    </ChartFigure>
  );
}
