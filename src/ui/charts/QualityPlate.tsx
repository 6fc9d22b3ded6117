// All of the figure of chart C6: pickers, finding, legend, source, disagreements and table. Loaded late, with the claims.

import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { variantById, variants } from '../../attention/variants';
import { addQualityWords } from '../../i18n/qualityWords';
import {
  datasetById,
  measureById,
  pointsOf,
  rowsOf,
  type QualityDataset,
  type QualityPoint,
} from '../../state/quality';
import { withOwnMeasure, type MeasureId } from '../../state/qualityChoices';
import { remember } from '../../state/remember';
import { useControls } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { Disagreements } from './Disagreements';
import type { QualityProps } from './QualityFigure';
import { QualityPickers } from './QualityPickers';
import { exactTable, shownTable } from './qualityTable';
import { findingText, sourceAddress } from './qualityText';
import { QuotedMark } from './QuotedMark';
import { QuotedText } from './QuotedText';
import '../style/quality.css';

addQualityWords();

const QualityChart = lazy(() =>
  import('./QualityChart').then((module) => ({ default: module.QualityChart })),
);

/** The same points as long as the choice is the same, so that the chart is not drawn anew. */
const drawnPoints = remember(
  (dataset: QualityDataset, measureId: MeasureId, sameParameters: number) =>
    pointsOf(dataset, measureId, sameParameters),
);

/** The variants drawn in the order of the page, and whether there are rows that are none of them. */
function Legend({ dataset, points }: { dataset: QualityDataset; points: readonly QualityPoint[] }) {
  const { t } = useTranslation('quality');
  const drawn = variants.filter(({ id }) => points.some(({ variantId }) => variantId === id));
  const sized = dataset.rows.some(({ parameters }) => parameters !== undefined);
  return (
    <>
      {drawn.map(({ id }) => (
        <span key={id} className="line-key">
          <QuotedMark variantId={id} /> {variantById(id).name}
        </span>
      ))}
      {points.some(({ variantId }) => variantId === undefined) && (
        <span className="line-key">
          <QuotedMark variantId={undefined} /> {t('other')}
        </span>
      )}
      <span className="line-key words">{t('hollow')}</span>
      {sized && <span className="line-key words">{t('sized')}</span>}
    </>
  );
}

function Source({ source }: { source: string }) {
  const { t } = useTranslation('quality');
  const address = sourceAddress(source);
  return (
    <p className="quality-source">
      {t('source')}{' '}
      <cite data-kind="name">
        {address === null ? (
          source
        ) : (
          <a href={address} target="_blank" rel="noreferrer">
            {source}
          </a>
        )}
      </cite>
    </p>
  );
}

export function QualityPlate({ onChange, ...given }: QualityProps) {
  const { t } = useTranslation('quality');
  const unit = useControls((c) => c.byteUnit);
  const { datasetId, measure: measureId, sameParameters } = withOwnMeasure(given);
  const dataset = datasetById(datasetId);
  const measure = measureById(dataset, measureId);
  const points = drawnPoints(dataset, measureId, sameParameters);
  const rows = rowsOf(dataset, sameParameters);
  return (
    <ChartFigure
      id="quoted-quality"
      title={t('title')}
      kind="quoted"
      aside={
        <QualityPickers
          dataset={dataset}
          measure={measureId}
          sameParameters={sameParameters}
          onChange={onChange}
        />
      }
      finding={<QuotedText text={findingText(t, dataset, measure, points)} />}
      legend={<Legend dataset={dataset} points={points} />}
      notes={
        <>
          <Source source={dataset.source} />
          {dataset.note !== '' && <p>{t(`notes.${datasetId}`, { defaultValue: dataset.note })}</p>}
          <p>{t('law')}</p>
          <Disagreements />
        </>
      }
      shown={shownTable(t, dataset, rows)}
      exactTable={exactTable(dataset, rows)}
    >
      <QualityChart dataset={dataset} measure={measure} points={points} unit={unit} />
    </ChartFigure>
  );
}
