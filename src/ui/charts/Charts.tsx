// Some of the charts, side by side where there is room.

import { Suspense, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Runner } from '../../state/runner';
import type { ChartId } from '../../state/views';
import { figures } from './figures';

export function Charts({
  views,
  head: Head,
  runner,
}: {
  views: readonly ChartId[];
  /** Above them, for all of them. */
  head?: ComponentType | undefined;
  runner: Runner;
}) {
  const { t } = useTranslation();
  return (
    <div className="charts">
      <Suspense fallback={<p className="figures-wait">{t('chart.loading')}</p>}>
        {Head && <Head />}
        {views.map((view) => {
          const Figure = figures[view];
          return <Figure key={view} runner={runner} />;
        })}
      </Suspense>
    </div>
  );
}
