// The figure of chart C6, quoted quality: what it draws comes late, with the published tables and their words.

import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { withOwnMeasure, type QualityChoice } from '../../state/qualityChoices';
import { setControls, useControls } from '../useControls';

export interface QualityProps extends QualityChoice {
  /** All of the choice, since another table brings another measure. */
  readonly onChange: (choice: QualityChoice) => void;
}

const QualityPlate = lazy(() =>
  import('./QualityPlate').then((module) => ({ default: module.QualityPlate })),
);

export function QualityFigure() {
  const { t } = useTranslation();
  const datasetId = useControls((c) => c.datasetId);
  const measure = useControls((c) => c.measure);
  const sameParameters = useControls((c) => c.sameParameters);
  return (
    <Suspense
      fallback={
        <div className="chart quality-wait" aria-busy="true">
          <p className="drawing-wait">{t('chart.loading')}</p>
        </div>
      }
    >
      <QualityPlate
        {...withOwnMeasure({ datasetId, measure, sameParameters })}
        onChange={setControls}
      />
    </Suspense>
  );
}
