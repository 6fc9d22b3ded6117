// Chart C5: what a device's roof allows at each intensity, and where attention stands under it. Loaded with Recharts, late.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { attainableFlopsPerSecond } from '../../price/roofline';
import type { OwnMark, OwnRoof } from '../../state/ownRoof';
import type { Roof, Roofline } from '../../state/roofline';
import { exact, showRate } from '../quantity';
import { AxisTitles } from './AxisTitles';
import { logAxis, roundTick, scaleTick } from './axes';
import { plainLine } from './LineFrame';
import { OwnRoofMarks } from './OwnRoofMarks';
import { RooflineOverlay } from './RooflineOverlay';
import { ghostRanks, ownRoofStyle, roofStyle, type RoofRank } from './roofStyle';

const margin = { top: 28, right: 26, bottom: 20, left: 8 };
const firstSize = { width: 500, height: 360 };

/** Intensities that are always in the chart, flops per byte, so that a drag seldom moves the axis. */
const usualIntensities = [0.5, 500] as const;

interface RankedRoof {
  readonly rank: RoofRank;
  readonly roof: Roof;
}

/** The roof in force last: it is drawn over the others. */
const rankedRoofs = ({ roof, otherRoof, ghosts }: Roofline): readonly RankedRoof[] => [
  ...ghosts.map((ghost, i): RankedRoof => ({
    rank: ghostRanks[i] ?? 'firstGhost',
    roof: ghost,
  })),
  ...(otherRoof ? [{ rank: 'other', roof: otherRoof } as const] : []),
  { rank: 'chosen', roof },
];

const keyOf = ({ roof: { device, arithmetic } }: RankedRoof): string =>
  `${device.id} ${arithmetic}`;

/** The unit stands in the axis' title. */
const showTick = (flopsPerSecond: number): string =>
  roundTick(showRate(flopsPerSecond, 'FLOP/s')).replace('FLOP/s', '');

export const RooflineChart = memo(function RooflineChart({
  roofline,
  own,
  ownMarks,
}: {
  roofline: Roofline;
  /** Of this device, once it was measured. */
  own: OwnRoof | null;
  ownMarks: readonly OwnMark[];
}) {
  const { t: s } = useTranslation('time');
  const roofs = useMemo(() => rankedRoofs(roofline), [roofline]);
  const ridges = [
    ...roofs.map(({ roof }) => roof.ridgeFlopsPerByte),
    ...(own ? [own.ridgeFlopsPerByte] : []),
  ];
  const x = logAxis([
    ...usualIntensities,
    ...ridges,
    ...roofline.marks.map(({ flopsPerByte }) => flopsPerByte),
    ...ownMarks.map(({ flopsPerByte }) => flopsPerByte),
  ]);
  const allCeilings = [...roofs.map(({ roof }) => roof.ceilings), ...(own ? [own.ceilings] : [])];
  const y = logAxis([
    ...allCeilings.flatMap((ceilings) => [
      attainableFlopsPerSecond(x.low, ceilings),
      ceilings.flopsPerSecond,
    ]),
    ...ownMarks.flatMap(({ low, high }) => [low, high]),
  ]);
  const rows = [x.low, ...ridges.toSorted((a, b) => a - b), x.high].map((intensity) => ({
    intensity,
    ...(own && { own: attainableFlopsPerSecond(intensity, own.ceilings) }),
    ...Object.fromEntries(
      roofs.map((each) => [keyOf(each), attainableFlopsPerSecond(intensity, each.roof.ceilings)]),
    ),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={firstSize}>
      <LineChart data={rows} margin={margin} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--grid-strong)" />
        <XAxis
          tick={scaleTick}
          dataKey="intensity"
          type="number"
          scale="log"
          domain={x.domain}
          ticks={x.ticks}
          tickFormatter={exact}
          allowDataOverflow
          stroke="var(--ink-2)"
        />
        <YAxis
          tick={scaleTick}
          type="number"
          scale="log"
          domain={y.domain}
          ticks={y.ticks}
          tickFormatter={showTick}
          allowDataOverflow
          width={64}
          stroke="var(--ink-2)"
        />
        {roofs.map((each) => (
          <Line key={keyOf(each)} dataKey={keyOf(each)} {...roofStyle[each.rank]} {...plainLine} />
        ))}
        {own && <Line dataKey="own" className="own-roof-line" {...ownRoofStyle} {...plainLine} />}
        <AxisTitles x={s('roofline.intensityAxis')} y={s('roofline.rateAxis')} />
        <RooflineOverlay roofline={roofline} own={own} />
        <OwnRoofMarks marks={ownMarks} />
      </LineChart>
    </ResponsiveContainer>
  );
});
