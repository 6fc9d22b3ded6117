// Chart C9: what is handed out in blocks and what would be reserved, as two bars to one scale, and the blocks themselves.

import { memo, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PagesDrawn } from '../../state/pages';
import { exact, showShare } from '../quantity';
import { lineWidth, PagesFills } from './PagesFills';
import { pageLayout, type PageLayout } from './pageLayout';
import { useBox } from './useBox';

const firstBox = { width: 520, height: 360 };
/** Where the squares begin: below two bars with a line of text each, and the scale. */
const gridTop = 104;
const barHeight = 12;

/** Of nothing, nothing; `showShare` says of it that it is very little. Its sign stays on its line. */
export const emptyShare = (empty: number, all: number): string =>
  (empty === 0 ? '0 %' : showShare(empty / all)).replace(' %', '\u00a0%');

interface Bar {
  readonly y: number;
  readonly text: string;
  /** Tokens. */
  readonly shared: number;
  readonly all: number;
  readonly empty: number;
}

function BarOf({ y, text, shared, all, empty, pixels, id }: Bar & { pixels: number; id: string }) {
  const [from, to, end] = [shared * pixels, (all - empty) * pixels, all * pixels];
  const box = (left: number, right: number) => `M${left},${y}H${right}v${barHeight}H${left}Z`;
  return (
    <g>
      <text className="bar-label" data-kind="computed" x={0} y={y - 6}>
        {text}
      </text>
      {shared > 0 && (
        <path className="block-outline" d={box(0, from)} fill={`url(#${id}-shared)`} />
      )}
      <path d={box(from, to)} fill="var(--ink-2)" />
      <path className="block-outline" d={box(to, end)} fill="var(--paper)" />
    </g>
  );
}

/** From the shared blocks down to every sequence that begins with them. */
function References({ side, sequences }: Pick<PageLayout, 'side' | 'sequences'>) {
  const middles = sequences.map(({ y }) => y + side / 2);
  const last = middles.at(-1) ?? 0;
  const ticks = middles.map((y) => `M4,${y}H12`).join('');
  return <path className="block-reference" d={`M16,${side / 2}H4V${last}${ticks}`} />;
}

function Blocks({ layout, id }: { layout: PageLayout; id: string }) {
  const { gutter, shared, sequences, side, blockWidth, lastBlocks } = layout;
  const outline = { className: 'block-outline', strokeWidth: lineWidth(side) };
  const lines = `url(#${id}-${blockWidth > 0 ? 'blocks' : 'squares'})`;
  return (
    <g transform={`translate(0,${gridTop})`}>
      {gutter > 0 && <References side={side} sequences={sequences} />}
      <g transform={`translate(${gutter},0)`}>
        {shared !== '' && (
          <>
            <path {...outline} d={shared} fill={`url(#${id}-shared)`} />
            <path d={shared} fill={lines} />
          </>
        )}
        {sequences.map(({ y, tokens, empty }, i) => (
          // Sequences have no identity but their place: another takes it when one has finished.
          <g key={i} transform={`translate(0,${y})`}>
            <path d={tokens} fill="var(--ink-2)" />
            <path d={tokens} fill={lines} />
            {empty !== '' && <path {...outline} d={empty} fill="var(--paper)" />}
          </g>
        ))}
      </g>
      {lastBlocks &&
        sequences.map(({ y, lastTokens, lastEmpty }, i) => (
          <g key={i} transform={`translate(${lastBlocks.x},${y})`}>
            <path d={lastTokens} fill="var(--ink-2)" />
            {lastEmpty !== '' && <path {...outline} d={lastEmpty} fill="var(--paper)" />}
            {lastBlocks.tokenWidth > 0 && (
              <path d={lastTokens + lastEmpty} fill={`url(#${id}-last)`} />
            )}
          </g>
        ))}
    </g>
  );
}

export const PagesChart = memo(function PagesChart({ drawn }: { drawn: PagesDrawn }) {
  const { t } = useTranslation();
  const id = useId();
  const [measure, { width, height }] = useBox(firstBox);
  const { inBlocks, reserved, blockTokens } = drawn;
  const layout = useMemo(
    // A hair on every side for outlines.
    () => pageLayout(inBlocks, blockTokens, { width: width - 2, height: height - gridTop - 2 }),
    [inBlocks, blockTokens, width, height],
  );
  const pixels = (width - 2) / Math.max(inBlocks.allocatedTokens, reserved.allocatedTokens);
  const said = ({ allocatedTokens, emptyTokens }: typeof inBlocks) => ({
    tokens: exact(allocatedTokens),
    empty: emptyShare(emptyTokens, allocatedTokens),
  });
  const square = t('chart.tokens', { count: layout.tokensPerSquare });
  const label = t('blocks.picture', { count: drawn.arrivals.length, square });
  return (
    <div className="blocks-drawing" ref={measure}>
      <svg
        width={width}
        height={height}
        viewBox={`-1 -1 ${width} ${height}`}
        role="img"
        aria-label={label}
      >
        <PagesFills id={id} layout={layout} />
        <BarOf
          y={22}
          id={id}
          pixels={pixels}
          text={t('blocks.inBlocks', said(inBlocks))}
          shared={inBlocks.sharedBlocks * blockTokens}
          all={inBlocks.allocatedTokens}
          empty={inBlocks.emptyTokens}
        />
        <BarOf
          y={62}
          id={id}
          pixels={pixels}
          text={t('blocks.reserved', said(reserved))}
          shared={0}
          all={reserved.allocatedTokens}
          empty={reserved.emptyTokens}
        />
        <text className="bar-label" data-kind="scale" x={0} y={gridTop - 10}>
          {t('blocks.scale', { square })}
        </text>
        {layout.lastBlocks && (
          <text className="bar-label" x={width - 2} y={gridTop - 10} textAnchor="end">
            {t('blocks.lastBlocks')}
          </text>
        )}
        <Blocks layout={layout} id={id} />
      </svg>
    </div>
  );
});
