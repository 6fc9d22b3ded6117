// Chart C6: published quality against cache, or a strip of rows where the table states no cache. Loaded with Recharts,
// late.

import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CartesianGrid, ResponsiveContainer, ScatterChart, XAxis, YAxis } from 'recharts';
import type { ByteUnit } from '../../state/controls';
import {
  byQuality,
  type QualityDataset,
  type QualityMeasure,
  type QualityPoint,
} from '../../state/quality';
import { AxisTitles } from './AxisTitles';
import { scaleTick } from './axes';
import { cacheAxis, radiusOf, valueAxis } from './qualityAxes';
import { QualityMarks, type NearPoint } from './QualityMarks';
import { QualityTip } from './QualityTip';
import { axisText, showValue } from './qualityText';

/** Room for the titles of the axes. */
const margin = { top: 28, right: 20, bottom: 20, left: 8 };
const stripMargin = { top: 8, right: 12, bottom: 20, left: 12 };
const firstSize = { width: 500, height: 360 };

export const QualityChart = memo(function QualityChart({
  dataset,
  measure,
  points,
  unit,
}: {
  dataset: QualityDataset;
  measure: QualityMeasure;
  points: readonly QualityPoint[];
  unit: ByteUnit;
}) {
  const { t } = useTranslation('quality');
  const [near, setNear] = useState<NearPoint | null>(null);
  const strip = dataset.x === 'none';
  const { sorted, values, caches, radius } = useMemo(() => {
    const sizes = radiusOf(dataset.rows.map(({ parameters }) => parameters));
    return {
      sorted: points.toSorted(byQuality(measure)),
      values: valueAxis(points.map(({ value }) => value)),
      caches: cacheAxis(
        points.flatMap(({ cache }) => cache ?? []),
        dataset,
        unit,
      ),
      radius: ({ parameters }: QualityPoint) => sizes(parameters),
    };
  }, [dataset, measure, points, unit]);
  const show = (value: number) => showValue(value, measure);
  const title = axisText(t, dataset, measure);
  const nearPoint = near && points.find(({ label }) => label === near.label);
  return (
    <div className="quality-drawing">
      <ResponsiveContainer width="100%" height="100%" initialDimension={firstSize}>
        <ScatterChart margin={strip ? stripMargin : margin} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--grid-strong)" horizontal={!strip} />
          {strip ? (
            <XAxis
              tick={scaleTick}
              dataKey="value"
              type="number"
              domain={values.domain}
              ticks={values.ticks}
              tickFormatter={values.show}
              allowDataOverflow
              stroke="var(--ink-2)"
            />
          ) : (
            <XAxis
              tick={scaleTick}
              dataKey="cache"
              type="number"
              scale="log"
              domain={caches.domain}
              ticks={caches.ticks}
              tickFormatter={caches.show}
              allowDataOverflow
              stroke="var(--ink-2)"
            />
          )}
          {strip ? (
            <YAxis
              tick={scaleTick}
              type="number"
              // Room above the first row for its name.
              domain={[-0.8, sorted.length - 0.6]}
              reversed
              allowDataOverflow
              hide
            />
          ) : (
            <YAxis
              tick={scaleTick}
              type="number"
              domain={values.domain}
              ticks={values.ticks}
              tickFormatter={values.show}
              allowDataOverflow
              width={56}
              stroke="var(--ink-2)"
            />
          )}
          <AxisTitles x={strip ? title : t(`axis.${dataset.x}`)} y={strip ? '' : title} />
          <QualityMarks
            points={sorted}
            strip={strip}
            radius={radius}
            near={nearPoint ? nearPoint.label : null}
            onNear={setNear}
            show={show}
          />
        </ScatterChart>
      </ResponsiveContainer>
      {near && nearPoint && (
        <QualityTip dataset={dataset} measure={measure} point={nearPoint} near={near} />
      )}
    </div>
  );
});
