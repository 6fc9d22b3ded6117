// Over chart C3: each measured point as a mark at its median with whiskers to its quartiles, each failed one as a cross.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Contender } from '../../engine/protocol';
import { resultsStore } from '../../state/results';
import { useStreamed } from '../useStreamed';
import type { Drawn } from './DecodeChart';
import { FailedMark, sideBySide, WhiskerMark } from './WhiskerMark';

/** Variants stand from left to right at each of the contexts, in the order of their lines; only theirs are drawn. */
export function DecodeOverlay({ bounds: order, contexts }: Drawn) {
  const points = useStreamed(resultsStore, (s) => s.points);
  const failures = useStreamed(resultsStore, (s) => s.failures);
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const isDrawn = ({ variantId }: Contender) => order.some((each) => each.variantId === variantId);
  const place = sideBySide(
    x,
    contexts,
    order.map(({ variantId }) => variantId),
  );
  return (
    <g>
      {points.filter(isDrawn).map(({ variantId, mode, context, medianNs, q1Ns, q3Ns }) => (
        <WhiskerMark
          key={`${variantId} ${mode} ${context}`}
          variantId={variantId}
          mode={mode}
          at={place(context, variantId)}
          ends={[y(q1Ns) ?? 0, y(q3Ns) ?? 0]}
          middle={y(medianNs)}
        />
      ))}
      {failures.filter(isDrawn).map(({ variantId, mode, context }) => (
        <FailedMark
          key={`${variantId} ${mode} ${context}`}
          variantId={variantId}
          at={place(context, variantId)}
          top={plot.y}
        />
      ))}
    </g>
  );
}
