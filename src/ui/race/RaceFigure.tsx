// The race as a figure: its panel, its lanes, every lap over the computed bounds, and the laps as a table.

import { lazy, useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addRaceWords } from '../../i18n/raceWords';
import { boundsOf } from '../../state/decode';
import { boundDevice } from '../../state/deployment';
import { deviceStore } from '../../state/device';
import { raceStore } from '../../state/race';
import { raceRequestOf } from '../../state/raceRequest';
import type { Runner } from '../../state/runner';
import { logAxis } from '../charts/axes';
import { ChartFigure } from '../charts/ChartFigure';
import { RaceTip } from '../charts/DecodeTip';
import { LineKey } from '../charts/LineKey';
import { deviceName } from '../deviceName';
import { DevicePicker } from '../DevicePicker';
import { Chosen } from '../figure/Figure';
import { exact, showTime } from '../quantity';
import { useLater } from '../useControls';
import { RaceFinding } from './RaceFinding';
import { RaceLanes } from './RaceLanes';
import { RaceOverlay } from './RaceOverlay';
import { RacePanel } from './RacePanel';
import { useRacerName } from './useRacerName';
import '../style/race.css';

const DecodeChart = lazy(() =>
  import('../charts/DecodeChart').then((module) => ({ default: module.DecodeChart })),
);

addRaceWords();

const boundFigures = ['bandwidth', 'f32Flops', 'memory'] as const;

/** Where lines bend at most: doublings of the first context, and the last. */
function contextsBetween(from: number, until: number): number[] {
  const contexts: number[] = [];
  for (let context = from; context < until; context *= 2) contexts.push(context);
  return [...contexts, until];
}

/** Rows of the table of laps at most: all of them are in the file. */
const shownRows = 12;

export function RaceFigure({ runner }: { runner: Runner }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  const name = useRacerName();
  const controls = useLater((c) => c);
  const run = useStore(raceStore, (r) => r.run);
  const device = useStore(deviceStore, (d) => d.device);
  const onCpu = device.status === 'known' && device.report.runsOn === 'cpu';
  const next = raceRequestOf(controls, onCpu ? 'cpu' : 'gpu');
  const busy = useStore(raceStore, ({ status }) =>
    ['preparing', 'racing', 'paused', 'stopping'].includes(status),
  );
  const begun = useStore(raceStore, (r) => r.context !== null);
  // What ran stays until another race begins, and what is asked for now stands there before the first.
  const request = run && (busy || begun) ? run.request : next;
  const runsOn = run?.device.runsOn ?? (onCpu ? 'cpu' : 'gpu');
  const ceiling = boundDevice(controls);
  const contexts = useMemo(
    () => (request ? contextsBetween(request.from, request.until) : []),
    [request],
  );
  const bounds = useMemo(
    () => (request ? boundsOf({ ...request, contexts, rounds: 5 }, ceiling) : []),
    [request, contexts, ceiling],
  );
  const tag = run ? deviceName(t, run.device) : '';
  const tracks = useStore(raceStore, (r) => (busy ? null : r.tracks));
  const decades = useStore(raceStore, (r) => r.decades);
  const { low, high } = useMemo(() => {
    const measured = decades ? [10 ** decades.least, 10 ** (decades.largest + 1)] : [];
    return logAxis([...bounds.flatMap(({ boundNs }) => boundNs), ...measured]);
  }, [bounds, decades]);
  const laps = (tracks ?? []).flatMap(({ racing, points }) =>
    points.map((point) => ({ racing, ...point })),
  );
  const rows = laps.toSorted((a, b) => a.round - b.round);
  const every = Math.max(1, Math.ceil(rows.length / shownRows));
  const stale = run !== null && begun && !busy && run.request !== next;
  return (
    <ChartFigure
      id="race"
      title={s('title')}
      kind="measured"
      aside={<RacePanel race={runner.race} request={next} />}
      finding={request ? <RaceFinding request={request} runsOn={runsOn} /> : s('nobody')}
      legend={
        <>
          {bounds.map(({ variantId, mode }) => (
            <LineKey key={variantId} variantId={variantId} mode={mode} />
          ))}
          <span className="line-key words">{s('marks')}</span>
        </>
      }
      notes={
        <>
          <DevicePicker label={t('decode.bound')} figures={boundFigures} />
          {request && (
            <p>
              <Trans
                t={s}
                i18nKey="plan"
                values={{
                  from: exact(request.from),
                  until: exact(request.until),
                  batch: exact(request.batch),
                  scope: t(`run.scopes.${request.scope}`),
                  pace: s('paceTokens', { count: Number(controls.raceTokens) }),
                }}
                components={{
                  from: <Chosen />,
                  until: <Chosen />,
                  batch: <Chosen />,
                  pace: <Chosen />,
                }}
              />
            </p>
          )}
          <p>{s('bytesNote')}</p>
          <p>{s('rateNote')}</p>
          {run && begun && (
            <p data-kind="chosen">
              {s('raced', {
                model: run.model ?? t('controls.imported'),
                scope: t(`run.scopes.${run.request.scope}`),
                format: run.request.format,
                batch: run.request.batch,
                seed: run.request.seed,
                device: tag,
              })}
            </p>
          )}
          {stale && (
            <p>
              <b>{s('otherSettings')}</b>
            </p>
          )}
        </>
      }
      shown={{
        columns: [
          s('wholeTable.round'),
          s('wholeTable.tokens'),
          s('wholeTable.racer'),
          s('wholeTable.step'),
        ],
        columnKinds: { 0: 'scale', 1: 'scale', 2: 'name' },
        rows: rows
          .filter((_, i) => i % every === 0)
          .map(({ round, context, racing, stepNs }) => ({
            cells: [exact(round + 1), exact(context), name(racing), showTime(stepNs)],
          })),
      }}
      exactTable={{
        columns: ['round', 'cached tokens', 'variant', 'mode', 'ran on', 'step ns'],
        rows: rows.map(({ round, context, racing, stepNs }) => [
          round + 1,
          context,
          racing.variantId,
          racing.mode,
          racing.ranOn,
          stepNs,
        ]),
      }}
    >
      {request ? (
        <div className="race-drawing">
          <RaceLanes request={request} runsOn={runsOn} device={tag} />
          <div className="race-chart">
            <DecodeChart
              contexts={contexts}
              bounds={bounds}
              low={low}
              high={high}
              tip={RaceTip}
              overlay={RaceOverlay}
            />
          </div>
        </div>
      ) : (
        <p className="drawing-empty">{s('nobody')}</p>
      )}
    </ChartFigure>
  );
}
