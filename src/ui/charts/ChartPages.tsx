// The charts, by the question that they answer: one page of the ledger open at a time.

import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Runner } from '../../state/runner';
import { pages, type Page } from '../../state/chartSettings';
import { Choice } from '../Choice';
import { setControls, useControls } from '../useControls';

const GrowthFigure = lazy(async () => ({ default: (await import('./GrowthFigure')).GrowthFigure }));
const DecodeFigure = lazy(async () => ({ default: (await import('./DecodeFigure')).DecodeFigure }));
const PagesFigure = lazy(async () => ({ default: (await import('./PagesFigure')).PagesFigure }));
const CardsFigure = lazy(async () => ({ default: (await import('./CardsFigure')).CardsFigure }));

function Figures({ page, runner }: { page: Page; runner: Runner }) {
  switch (page) {
    case 'overview':
      return (
        <>
          <GrowthFigure />
          <DecodeFigure runner={runner} />
        </>
      );
    case 'memory':
      return (
        <>
          <PagesFigure />
          <CardsFigure />
        </>
      );
    case 'time':
    case 'serving':
    case 'design':
      return null;
  }
}

export function ChartPages({ runner }: { runner: Runner }) {
  const { t } = useTranslation();
  const page = useControls((c) => c.page);
  return (
    <section className="chart-pages" aria-label={t('pages.title')}>
      <div className="page-tabs">
        <Choice
          legend={t('pages.title')}
          value={page}
          options={pages.map((value) => ({ value, label: t(`pages.${value}`) }))}
          onChange={(next) => setControls({ page: next })}
        />
        <p className="page-question">{t(`pages.questions.${page}`)}</p>
      </div>
      <div className="charts">
        <Suspense fallback={<p className="figures-wait">{t('chart.loading')}</p>}>
          <Figures page={page} runner={runner} />
        </Suspense>
      </div>
    </section>
  );
}
