// The charts, by the question that they answer: one page of the ledger open at a time.

import { useTranslation } from 'react-i18next';
import { pages } from '../../state/chartSettings';
import { pageViews } from '../../state/views';
import { Choice } from '../Choice';
import { setControls, useControls } from '../useControls';
import { Charts } from './Charts';
import { pageHeads } from './figures';

export function ChartPages() {
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
      <Charts views={pageViews[page]} head={pageHeads[page]} tabs />
    </section>
  );
}
