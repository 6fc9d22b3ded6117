// Over chart C5: the points that the last run measured, each as the rate that it reached, with whiskers to its quartiles.

import { useTranslation } from 'react-i18next';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { OwnMark } from '../../state/ownRoof';
import { exact, showRate } from '../quantity';
import { variantLabel } from '../variantText';
import { showIntensity } from './intensity';
import { WhiskerMark } from './WhiskerMark';

export function OwnRoofMarks({ marks }: { marks: readonly OwnMark[] }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  return (
    <g className="own-marks" data-kind="measured">
      {marks.map(({ point, flopsPerByte, flopsPerSecond, low, high }) => {
        const { variantId, mode, context } = point;
        const at = x(flopsPerByte) ?? plot.x;
        return (
          <g key={`${variantId} ${mode} ${context}`}>
            <title>
              {s('own.mark', {
                variant: variantLabel(t, variantId, mode),
                tokens: exact(context),
                intensity: showIntensity(flopsPerByte),
                rate: showRate(flopsPerSecond, 'FLOP/s'),
              })}
            </title>
            <WhiskerMark
              variantId={variantId}
              mode={mode}
              at={at}
              ends={[y(low) ?? plot.y, y(high) ?? plot.y]}
              middle={y(flopsPerSecond)}
              radius={4}
            />
          </g>
        );
      })}
    </g>
  );
}
