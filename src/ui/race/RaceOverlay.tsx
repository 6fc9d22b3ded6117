// Over the bounds of the race: every lap that is kept, as a dot at its context; nothing joins them to the lines.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { raceStore } from '../../state/race';
import { hueOf } from '../variantStyle';
import { VariantDot } from '../charts/VariantDot';
import { useStreamed } from '../useStreamed';

export function RaceOverlay() {
  const tracks = useStreamed(raceStore, (r) => r.tracks);
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  // A lap that something else held up stands on the edge: it was measured, and is not left out.
  const height = (ns: number) => Math.min(Math.max(y(ns) ?? plot.y, plot.y), plot.y + plot.height);
  return (
    <g data-kind="measured">
      {tracks.map(({ racing: { variantId, mode, ranOn }, points, lap }) => {
        // A path of dots: one element, however many laps.
        const dots = points
          .map(({ context, stepNs }) => `M${x(context)},${height(stepNs)}h0`)
          .join('');
        const last = points.at(-1);
        return (
          <g key={`${variantId} ${mode} ${ranOn}`} opacity={ranOn === 'cpu' ? 0.55 : 1}>
            <path d={dots} stroke={hueOf(variantId)} strokeWidth={3} strokeLinecap="round" />
            {last && lap && (
              <VariantDot
                variantId={variantId}
                mode={mode}
                cx={x(last.context)}
                cy={y(lap.medianNs)}
              />
            )}
          </g>
        );
      })}
    </g>
  );
}
