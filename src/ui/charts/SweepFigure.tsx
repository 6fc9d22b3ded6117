// The figure of a sweep: one layer measured on this device at one size after another, beside what is computed of a model.

import { lazy, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addSweepWords } from '../../i18n/sweepWords';
import { ceilingStore, mediansOf } from '../../state/ceilings';
import { controlsStore, scopes } from '../../state/controls';
import { deviceStore } from '../../state/device';
import type { Runner } from '../../state/runner';
import type { SweepKind } from '../../state/sweep';
import { sameSweep, sweepOf } from '../../state/sweepPlan';
import {
  leftOut,
  sweepBounds,
  sweepPoints,
  sweepStores,
  sweepVerdict,
} from '../../state/sweepResults';
import { sweepRunnersOf } from '../../state/sweepRunner';
import { Choice } from '../Choice';
import { exact } from '../quantity';
import { setControls, useControls, useRested } from '../useControls';
import { useStreamed } from '../useStreamed';
import { ChartFigure } from './ChartFigure';
import { EntryKey } from './LineKey';
import { MeasureEnd } from './MeasureEnd';
import { MeasureRow } from './MeasureRow';
import { SweepFinding } from './SweepFinding';
import { SweepNotes } from './SweepNotes';
import { exactSweepTable, sweepTable } from './sweepTable';
import { showSweepValue } from './sweepText';

const SweepChart = lazy(() =>
  import('./SweepChart').then((module) => ({ default: module.SweepChart })),
);

addSweepWords();

function SweepFigure({ kind, runner }: { kind: SweepKind; runner: Runner }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('sweep');
  const store = sweepStores[kind];
  const status = useStore(store, (state) => state.status);
  const under = useStore(store, (state) => state.under);
  const fraction = useStore(store, (state) => state.fraction);
  const told = useStreamed(store, (state) => state);
  const device = useStore(deviceStore, (d) => d.device);
  const measured = useStore(ceilingStore, (c) => c.measured);
  const scope = useControls((c) => c.scope);
  const unit = useControls((c) => c.byteUnit);
  const report = device.status === 'known' ? device.report : null;
  const next = useRested((c) => (report ? sweepOf(kind, c, report) : null));

  const { asked, runs, failure } = told;
  const sweep = asked?.sweep ?? next;
  const ranOn = asked?.device ?? report;
  // Ceilings of another device bound nothing here.
  const own = JSON.stringify(measured?.device) === JSON.stringify(ranOn) ? measured : null;
  const ceilings = useMemo(() => (own ? mediansOf(own) : null), [own]);
  const bounds = useMemo(
    () => (sweep && ceilings ? sweepBounds(sweep, ceilings) : []),
    [sweep, ceilings],
  );
  const points = useMemo(() => sweepPoints({ asked, runs }), [asked, runs]);
  const left = useMemo(() => leftOut(told), [told]);
  const layerOf = (each: typeof scope) => s(`layer.${each}`);
  const layer = layerOf(sweep?.runs[0]?.request.scope ?? scope);
  const show = useCallback((value: number) => showSweepValue(s, kind, value), [s, kind]);
  const rows = { kind, points, left, ranOn, ceilings };
  const busy = status === 'running' || status === 'stopping';

  const hindrance = () => {
    if (device.status === 'asking') return t('why.asking');
    if (device.status === 'failed') return t('why.noEngine');
    return next ? null : t('why.nothingToRun');
  };
  const stage = () => {
    if (status === 'stopping') return t('run.stopping');
    if (under === null) return s('stages.start');
    if (under === 'ceilings') return s('stages.ceilings');
    return s(`stages.${kind}`, { sizes: s(`${kind}.sizes`, { count: under }) });
  };
  const commands = sweepRunnersOf(runner.engine)[kind];
  return (
    <ChartFigure
      id={`${kind}-measured`}
      title={s(`${kind}.title`)}
      kind="measured"
      aside={
        <section aria-label={s(`${kind}.title`)}>
          <MeasureRow
            status={status}
            fraction={fraction}
            start={s(points.length > 0 ? 'again' : 'start')}
            hindrance={hindrance()}
            onStart={() => {
              // What the controls say at the press, rested or not.
              const now = report && sweepOf(kind, controlsStore.getState(), report);
              if (now) void commands.start(now);
            }}
            onStop={() => void commands.stop()}
          >
            <Choice
              legend={t('run.scope')}
              value={scope}
              onChange={(chosen) => setControls({ scope: chosen })}
              options={scopes.map((value) => ({ value, label: t(`run.scopes.${value}`) }))}
            />
          </MeasureRow>
          <div className="measure-words">
            <p className="chart-note" data-kind="chosen">
              {busy && stage()}
            </p>
            <MeasureEnd status={status} verdict={sweepVerdict({ runs })} failure={failure}>
              {(status === 'finished' || status === 'stopped') && (
                <p>{s(`ends.${status}`, { count: points.length })}</p>
              )}
              {status === 'failed' && <p>{s('ends.failed')}</p>}
            </MeasureEnd>
          </div>
          {next && (
            <p className="run-plan" data-kind="chosen">
              {s(`${kind}.plan`, {
                layer: layerOf(scope),
                most:
                  kind === 'batch'
                    ? s('batch.sizes', { count: next.sizes.at(-1) ?? 1 })
                    : exact(next.sizes.at(-1) ?? 1),
                tokens: t('chart.tokens', { count: next.context ?? 0 }),
                rounds: next.runs[0]?.request.rounds ?? 0,
              })}
            </p>
          )}
        </section>
      }
      finding={
        points.length > 0 && asked ? (
          <SweepFinding kind={kind} points={points} device={asked.device} />
        ) : (
          s(`${kind}.nothing`)
        )
      }
      legend={
        <>
          {sweep?.entries.map((entry) => (
            <EntryKey key={entry.key} entry={entry} />
          ))}
          <span className="line-key words">{s(own ? 'linesAndMarks' : 'marks')}</span>
        </>
      }
      notes={
        <SweepNotes
          kind={kind}
          state={told}
          points={points}
          left={left}
          own={own}
          onCpu={ranOn?.runsOn === 'cpu'}
          stale={asked !== null && !sameSweep(asked.sweep, next)}
        />
      }
      shown={sweepTable(t, s, rows, unit)}
      exactTable={exactSweepTable(rows)}
    >
      {sweep && (points.length > 0 || busy || bounds.length > 0) ? (
        <SweepChart
          sweep={sweep}
          layer={layer}
          bounds={bounds}
          points={points}
          left={left}
          show={show}
        />
      ) : (
        <p className="drawing-empty" data-kind="chosen">
          {s(`${kind}.empty`)}
        </p>
      )}
    </ChartFigure>
  );
}

export const BatchesFigure = ({ runner }: { runner: Runner }) => (
  <SweepFigure kind="batch" runner={runner} />
);

export const PromptsFigure = ({ runner }: { runner: Runner }) => (
  <SweepFigure kind="prompt" runner={runner} />
);
