// What chart C6 says of the point under the pointer: its figures, its size and its source.

import { useTranslation } from 'react-i18next';
import type { QualityDataset, QualityMeasure, QualityPoint } from '../../state/quality';
import type { NearPoint } from './QualityMarks';
import { QuotedMark } from './QuotedMark';
import { measureText, showCache, showCount, showValue } from './qualityText';

/** Pixels between the mark and the tip. */
const gap = 14;

/** On the side of the mark that has more room, and never wider than it. */
function placeOf({ x, y, width, height }: NearPoint) {
  const across =
    x < width / 2
      ? { left: x + gap, maxWidth: width - x - gap }
      : { right: width - x + gap, maxWidth: x - gap };
  return y < height / 2 ? { ...across, top: y } : { ...across, bottom: height - y };
}

export function QualityTip({
  dataset,
  measure,
  point,
  near,
}: {
  dataset: QualityDataset;
  measure: QualityMeasure;
  point: QualityPoint;
  near: NearPoint;
}) {
  const { t } = useTranslation('quality');
  const parameters = point.parameters ?? measure.parameters;
  const lines = [
    [measureText(t, measure), showValue(point.value, measure)],
    ...(point.cache === undefined
      ? []
      : [[t(`axis.${dataset.x}`), showCache(point.cache, dataset)]]),
    ...(parameters === undefined ? [] : [[t('columns.parameters'), showCount(parameters)]]),
    ...(point.activeParameters === undefined
      ? []
      : [[t('columns.activeParameters'), showCount(point.activeParameters)]]),
  ];
  return (
    <div className="chart-tip quality-tip quoted" style={placeOf(near)}>
      <p>
        <QuotedMark variantId={point.variantId} /> {point.label}
      </p>
      <ul>
        {lines.map(([name, figure]) => (
          <li key={name}>
            {name}{' '}
            <b>
              <em data-kind="quoted">{figure}</em>
            </b>
          </li>
        ))}
      </ul>
      <p className="quality-source">{dataset.source}</p>
    </div>
  );
}
