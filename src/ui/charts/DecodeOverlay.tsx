// Over chart C3: each measured point as a mark at its median with whiskers to its quartiles, each failed one as a cross.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Contender } from '../../engine/protocol';
import { resultsStore } from '../../state/results';
import { hueOf } from '../variantStyle';
import { useStreamed } from '../useStreamed';
import type { Drawn } from './DecodeChart';
import { VariantDot } from './VariantDot';

/** Pixels between the marks of two variants at one context, where there is room for so many. */
const widest = 9;

/** Half the width of a whisker's end, in pixels. */
const cap = 3.5;

/** Variants stand from left to right at each of the contexts, in the order of their lines; only theirs are drawn. */
export function DecodeOverlay({ bounds: order, contexts }: Drawn) {
  const points = useStreamed(resultsStore, (s) => s.points);
  const failures = useStreamed(resultsStore, (s) => s.failures);
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const [first = 1, second = 2 * first] = contexts;
  const apart = (x(second) ?? 0) - (x(first) ?? 0);
  const step = Math.min(widest, apart / (order.length + 1));
  const isDrawn = ({ variantId }: Contender) => order.some((each) => each.variantId === variantId);
  const place = (context: number, variantId: string) => {
    const i = order.findIndex((each) => each.variantId === variantId);
    return (x(context) ?? 0) + step * (i - (order.length - 1) / 2);
  };
  return (
    <g>
      {points.filter(isDrawn).map(({ variantId, mode, context, medianNs, q1Ns, q3Ns }) => {
        const at = place(context, variantId);
        const [q1, q3] = [y(q1Ns) ?? 0, y(q3Ns) ?? 0];
        return (
          <g key={`${variantId} ${mode} ${context}`}>
            <path
              className="whisker"
              d={`M${at - cap},${q3}h${2 * cap}m${-cap},0V${q1}m${-cap},0h${2 * cap}`}
              stroke={hueOf(variantId)}
            />
            <VariantDot variantId={variantId} mode={mode} cx={at} cy={y(medianNs)} />
          </g>
        );
      })}
      {failures.filter(isDrawn).map(({ variantId, mode, context }) => (
        // On the upper edge: the point was tried and could not be had.
        <path
          key={`${variantId} ${mode} ${context}`}
          className="failed-dot"
          transform={`translate(${place(context, variantId)},${plot.y})`}
          d="M-4,-4L4,4M-4,4L4,-4"
          stroke={hueOf(variantId)}
        />
      ))}
    </g>
  );
}
