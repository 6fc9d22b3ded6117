// The figure of chart C6, quoted quality: what it draws comes late, with the published tables and their words.

import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { QualityChoice } from '../../state/qualityChoices';

export interface QualityProps extends QualityChoice {
  /** All of the choice, since another table brings another measure. */
  readonly onChange: (choice: QualityChoice) => void;
}

const QualityPlate = lazy(() =>
  import('./QualityPlate').then((module) => ({ default: module.QualityPlate })),
);

export function QualityFigure(props: QualityProps) {
  const { t } = useTranslation();
  return (
    <Suspense
      fallback={
        <div className="chart quality-wait" aria-busy="true">
          <p className="drawing-wait">{t('chart.loading')}</p>
        </div>
      }
    >
      <QualityPlate {...props} />
    </Suspense>
  );
}
