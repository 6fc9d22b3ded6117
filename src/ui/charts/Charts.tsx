// Some of the charts: side by side where there is room, or one at a time, by tabs, where a page is as narrow as a phone.

import { Activity, Suspense, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartId } from '../../state/views';
import { Choice } from '../Choice';
import { useRunner } from '../runnerContext';
import { useNarrow } from '../useNarrow';
import { figures } from './figures';

function Chart({ view }: { view: ChartId }) {
  const Figure = figures[view];
  return <Figure runner={useRunner()} />;
}

export function Charts({
  views,
  head: Head,
  tabs = false,
}: {
  views: readonly ChartId[];
  /** Above them, for all of them. */
  head?: ComponentType | undefined;
  /** Whether a narrow page shows one of them at a time. */
  tabs?: boolean;
}) {
  const { t } = useTranslation();
  const isNarrow = useNarrow();
  const [chosen, setChosen] = useState<ChartId>();
  const open =
    tabs && isNarrow && views.length > 1
      ? (views.find((view) => view === chosen) ?? views[0])
      : undefined;
  const wait = <p className="figures-wait">{t('chart.loading')}</p>;
  return (
    <div className="charts">
      <Suspense fallback={wait}>
        {Head && <Head />}
        {open && (
          <div className="page-tabs figure-tabs">
            <Choice
              legend={t('pages.figure')}
              value={open}
              options={views.map((value) => ({ value, label: t(`views.${value}`) }))}
              onChange={setChosen}
            />
          </div>
        )}
        {/*
          The tabs keep the focus while what they open is loaded. What is not shown is made ready once, when the page
          has nothing to do, so that paper has all of it at once; it follows no control until it is shown.
        */}
        <Suspense fallback={wait}>
          {views.map((view) => {
            const shown = open === undefined || view === open;
            return (
              <Activity key={view} mode={shown ? 'visible' : 'hidden'}>
                <Chart view={view} />
              </Activity>
            );
          })}
        </Suspense>
      </Suspense>
    </div>
  );
}
