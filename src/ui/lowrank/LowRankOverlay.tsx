// Over the low-rank chart: the rank chosen with its loss, and where the model's own cache stands.

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { LowRankDrawn } from '../../state/lowRankDrawn';
import { VariantDot } from '../charts/VariantDot';
import { exact, showShare } from '../quantity';
import { leastShown } from './RankChart';

/** Over the singular values: those before the line are kept. */
export function KeptOverlay({ c }: { c: number }) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const at = x?.(c);
  if (!plot || at === undefined) return null;
  return (
    <path
      d={`M${at},${plot.y}V${plot.y + plot.height}`}
      stroke="var(--ink)"
      strokeDasharray="3 3"
    />
  );
}

export function LowRankOverlay({ drawn }: { drawn: LowRankDrawn }) {
  const plot = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (!plot || !x || !y) return null;
  const { chosen, own } = drawn;
  const bottom = plot.y + plot.height;
  const right = plot.x + plot.width;
  const heightOf = (share: number) => (share >= leastShown ? (y(share) ?? bottom) : bottom);
  const at = x(chosen.c);
  const ownAt = own?.loss ? x(own.loss.c) : undefined;
  const isInside = (place: number | undefined): place is number =>
    place !== undefined && place >= plot.x - 1 && place <= right + 1;
  return (
    <g>
      {own?.loss && isInside(ownAt) && (
        <g data-kind="computed">
          <path
            d={`M${ownAt},${plot.y}V${heightOf(own.loss.joint)}`}
            stroke="var(--ink-2)"
            strokeDasharray="2 4"
          />
          <VariantDot
            variantId={own.variant.id}
            mode={own.mode}
            cx={ownAt}
            cy={heightOf(own.loss.joint)}
          />
          <text
            className="ceiling-label"
            x={ownAt > plot.x + plot.width / 2 ? ownAt - 6 : ownAt + 6}
            y={plot.y + 14}
            textAnchor={ownAt > plot.x + plot.width / 2 ? 'end' : 'start'}
          >
            {own.variant.name} {exact(own.loss.c)}
          </text>
        </g>
      )}
      {isInside(at) && (
        <g data-kind="measured">
          <path
            d={`M${at},${heightOf(chosen.joint)}V${bottom}`}
            stroke="var(--ink)"
            strokeDasharray="3 3"
          />
          <circle
            cx={at}
            cy={heightOf(chosen.joint)}
            r={7}
            fill="none"
            stroke="var(--ink)"
            strokeWidth={1.5}
          />
          <text
            className="ceiling-label chosen"
            x={at > plot.x + plot.width / 2 ? at - 8 : at + 8}
            y={bottom - 8}
            textAnchor={at > plot.x + plot.width / 2 ? 'end' : 'start'}
          >
            c = {exact(chosen.c)}: {showShare(chosen.joint)}
          </text>
        </g>
      )}
    </g>
  );
}
