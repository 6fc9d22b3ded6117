// The figure around chart C5: device and arithmetic, new tokens, the finding, and what binds each entry.

import { lazy, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { useStore } from 'zustand';
import { addTimeWords } from '../../i18n/timeWords';
import { ceilingStore } from '../../state/ceilings';
import { ownMarksOf, ownRoofOf } from '../../state/ownRoof';
import { resultsStore } from '../../state/results';
import { newTokenStops, rooflineOf, type Roof, type Roofline } from '../../state/roofline';
import { DevicePicker } from '../DevicePicker';
import { EntryMark } from '../EntryMark';
import { entryColumn, entryLabel } from '../entryText';
import { exact, showBytes, showRate, showTime } from '../quantity';
import { setControls, useControls, useLater } from '../useControls';
import { useStreamed } from '../useStreamed';
import { ArithmeticChoice } from './ArithmeticChoice';
import { ChartFigure } from './ChartFigure';
import { showIntensity } from './intensity';
import { OwnRoofKey } from './OwnRoofKey';
import { OwnRoofNote } from './OwnRoofNote';
import { RooflineFinding } from './RooflineFinding';
import { RooflineNotes } from './RooflineNotes';
import { ghostRanks, roofStyle, type RoofRank } from './roofStyle';
import { StopSlider } from './StopSlider';

const RooflineChart = lazy(() =>
  import('./RooflineChart').then((module) => ({ default: module.RooflineChart })),
);

addTimeWords();

const roofFigures = ['bandwidth', 'matrixFlops', 'f32Flops'] as const;

const newTokenText = (s: TFunction<'time'>, count: number) => s('roofline.newTokensOf', { count });

/** What binds each entry, and for how long, beside its intensity. */
function BoundTable({ marks }: Pick<Roofline, 'marks'>) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  return (
    <table className="memory" aria-label={s('roofline.bound')} data-kind="computed">
      <thead>
        <tr>
          <th scope="col">{t('chart.variant')}</th>
          <th scope="col">{s('roofline.columns.intensity')}</th>
          <th scope="col">{s('roofline.columns.time')}</th>
          <th scope="col">{s('roofline.columns.bound')}</th>
        </tr>
      </thead>
      <tbody>
        {marks.map(({ entry, flopsPerByte, time }) => (
          <tr key={entry.key}>
            <td>
              <EntryMark entry={entry} /> {entry.variant.name}
            </td>
            <td>{showIntensity(flopsPerByte)}</td>
            <td>{showTime(time.seconds * 1e9)}</td>
            <td className="words">{s(`roofline.bounds.${time.bound}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A roof's line with what it is called, its height and its ridge. */
function RoofKey({ rank, roof }: { rank: RoofRank; roof: Roof }) {
  const { t: s } = useTranslation('time');
  return (
    <span className="line-key roof-key" data-kind="quoted">
      <svg width="44" height="14" viewBox="-22 -7 44 14" aria-hidden="true">
        <path d="M-22,0H22" {...roofStyle[rank]} />
      </svg>
      {s('roofline.roof', {
        device: roof.device.name,
        arithmetic: s(`roofline.roofs.${roof.arithmetic}`),
      })}{' '}
      <em>{showRate(roof.ceilings.flopsPerSecond, 'FLOP/s')}</em>
    </span>
  );
}

export function RooflineFigure() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('time');
  const unit = useControls((c) => c.byteUnit);
  const newTokens = useControls((c) => c.newTokens);
  const drawn = useLater(rooflineOf);
  const { roof, otherRoof, ghosts, marks } = drawn;
  const own = useStore(ceilingStore, (state) => state.measured);
  const points = useStreamed(resultsStore, (state) => state.points);
  const shown = useControls((c) => c.shown);
  const ownRoof = useMemo(() => own && ownRoofOf(own), [own]);
  const ownMarks = useMemo(
    () => (own ? ownMarksOf(points.filter(({ variantId }) => shown.includes(variantId))) : []),
    [own, points, shown],
  );
  return (
    <ChartFigure
      id="roofline"
      title={s('roofline.title')}
      aside={
        <>
          <DevicePicker label={s('roofline.device')} figures={roofFigures} />
          <div className="arithmetic-choice">
            <ArithmeticChoice />
          </div>
          <StopSlider
            label={t('fields.newTokens')}
            stops={newTokenStops}
            value={newTokens}
            show={(count) => newTokenText(s, count)}
            onChange={(next) => setControls({ newTokens: next })}
          />
          <BoundTable marks={marks} />
        </>
      }
      finding={<RooflineFinding roofline={drawn} />}
      legend={
        <>
          <RoofKey rank="chosen" roof={roof} />
          {otherRoof && <RoofKey rank="other" roof={otherRoof} />}
          {ghosts.map((ghost, i) => (
            <RoofKey key={ghost.device.id} rank={ghostRanks[i] ?? 'firstGhost'} roof={ghost} />
          ))}
          {own && <OwnRoofKey own={own} />}
        </>
      }
      notes={
        <>
          <RooflineNotes roofline={drawn} />
          <OwnRoofNote own={own} marks={ownMarks.length} />
        </>
      }
      shown={{
        columns: [
          t('chart.variant'),
          s('roofline.columns.intensity'),
          s('roofline.columns.rows'),
          s('roofline.columns.bytes'),
          s('roofline.columns.flops'),
          s('roofline.columns.rate'),
          s('roofline.columns.time'),
          s('roofline.columns.bound'),
        ],
        rows: marks.map(({ entry, work, flopsPerByte, flopsPerRowByte, flopsPerSecond, time }) => ({
          cells: [
            entryLabel(t, entry),
            showIntensity(flopsPerByte),
            showIntensity(flopsPerRowByte),
            showBytes(work.bytes, unit),
            exact(work.flops),
            showRate(flopsPerSecond, 'FLOP/s'),
            showTime(time.seconds * 1e9),
            s(`roofline.bounds.${time.bound}`),
          ],
        })),
      }}
      exactTable={{
        columns: [
          'variant',
          'device',
          'arithmetic',
          'ridge flops per byte',
          'cached tokens',
          'batch',
          'new tokens',
          'devices',
          'split',
          'flops per byte',
          'flops per byte of cached rows',
          'bytes',
          'flops',
          'flops per second',
          'ns',
          'bound',
        ],
        rows: marks.map(({ entry, work, flopsPerByte, flopsPerRowByte, flopsPerSecond, time }) => [
          entryColumn(entry),
          roof.device.id,
          roof.arithmetic,
          roof.ridgeFlopsPerByte,
          drawn.context ?? '',
          drawn.batch,
          drawn.newTokens,
          drawn.devices,
          drawn.split,
          flopsPerByte,
          flopsPerRowByte,
          work.bytes,
          work.flops,
          flopsPerSecond,
          time.seconds * 1e9,
          time.bound,
        ]),
      }}
    >
      <RooflineChart roofline={drawn} own={ownRoof} ownMarks={ownMarks} />
    </ChartFigure>
  );
}
