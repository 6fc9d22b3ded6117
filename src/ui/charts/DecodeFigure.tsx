// The figure around chart C3: the run, the finding, the circumstances and the table.

import { lazy, useMemo } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { MeasuredPoint } from '../../engine/protocol';
import type { ByteUnit } from '../../state/controls';
import { ceilingStore } from '../../state/ceilings';
import {
  boundsOf,
  extremesOf,
  createShownOnly,
  drawnRequest,
  measures,
  requestOf,
  type BoundLine,
} from '../../state/decode';
import { boundDevice } from '../../state/deployment';
import { deviceStore } from '../../state/device';
import { launchLines } from '../../state/launches';
import { resultsStore, type FailedPoint } from '../../state/results';
import type { Runner } from '../../state/runner';
import { failureText } from '../failureText';
import { deviceName } from '../deviceName';
import { DevicePicker } from '../DevicePicker';
import { Name } from '../figure/Figure';
import { showTokens } from '../quantity';
import { RunPanel } from '../run/RunPanel';
import { useLater } from '../useControls';
import { variantLabel } from '../variantText';
import { useStreamed } from '../useStreamed';
import { ChartFigure } from './ChartFigure';
import { timeAxis } from './axes';
import { DecodeFinding } from './DecodeFinding';
import { RunTip } from './DecodeTip';
import { exactTable, shownTable } from './decodeTable';
import { LaunchNote } from './LaunchNote';
import { RunOverlay } from './RunOverlay';
import { LineKey } from './LineKey';

const DecodeChart = lazy(() =>
  import('./DecodeChart').then((module) => ({ default: module.DecodeChart })),
);

const boundFigures = ['bandwidth', 'f32Flops', 'memory'] as const;
const noContexts: readonly number[] = [];
const noBounds: readonly BoundLine[] = [];

const shownBounds = createShownOnly<BoundLine>();
const shownPoints = createShownOnly<MeasuredPoint>();
const shownFailures = createShownOnly<FailedPoint>();

/** Why points failed, each reason once. */
function FailureNotes({ failures, unit }: { failures: readonly FailedPoint[]; unit: ByteUnit }) {
  const { t } = useTranslation();
  const byReason = new Map<string, string[]>();
  for (const { variantId, mode, context, failure } of failures) {
    const reason = failureText(t, failure, unit);
    const point = `${variantLabel(t, variantId, mode)} ${showTokens(context)}`;
    byReason.set(reason, [...(byReason.get(reason) ?? []), point]);
  }
  if (byReason.size === 0) return null;
  return (
    <ul className="failures" data-kind="measured">
      {[...byReason].map(([reason, points]) => (
        <li key={reason}>
          {t('decode.failedPoints', { points: points.join(t('listComma')), reason })}
        </li>
      ))}
    </ul>
  );
}

export function DecodeFigure({ runner }: { runner: Runner }) {
  const { t } = useTranslation();
  const controls = useLater((c) => c);
  const run = useStreamed(resultsStore, (s) => s.run);
  const results = useStreamed(resultsStore, (s) => s.points);
  const failed = useStreamed(resultsStore, (s) => s.failures);
  const points = shownPoints(results, controls.shown);
  const failures = shownFailures(failed, controls.shown);
  const device = useStore(deviceStore, (s) => s.device);
  const unit = controls.byteUnit;
  const onCpu = device.status === 'known' && device.report.runsOn === 'cpu';
  const next = requestOf(controls, onCpu ? 'cpu' : 'gpu');
  const request = drawnRequest(run?.request ?? null, next);
  const ceiling = boundDevice(controls);
  const bounds = shownBounds(request ? boundsOf(request, ceiling) : noBounds, controls.shown);
  const contexts = request?.contexts ?? noContexts;

  const own = useStore(ceilingStore, (s) => s.measured);
  const launches = useMemo(() => launchLines(points, run, own), [points, run, own]);
  const launchTimes = launches.flatMap(({ places }) =>
    places.map(({ ns }) => ({ q1Ns: ns, q3Ns: ns })),
  );
  const { low, high } = timeAxis(bounds, [...points, ...launchTimes]);
  const extremes = extremesOf(points);
  const tag = run ? deviceName(t, run.device) : '';
  const rows = { points, failures, ranOn: run?.device ?? null };
  const stale = run !== null && !measures(run.request, next);
  return (
    <ChartFigure
      id="decode-time"
      title={t('decode.title')}
      kind={points.length > 0 ? 'measured' : 'computed'}
      aside={<RunPanel runner={runner} request={next} />}
      finding={
        extremes && run ? (
          <DecodeFinding extremes={extremes} device={run.device} />
        ) : (
          <Trans
            i18nKey={failures.length > 0 ? 'decode.allFailed' : 'decode.nothing'}
            values={{ device: ceiling.name }}
            components={{ name: <Name /> }}
          />
        )
      }
      legend={
        <>
          {bounds.map(({ variantId, mode }) => (
            <LineKey key={variantId} variantId={variantId} mode={mode} />
          ))}
          <span className="line-key words">{t('decode.marks')}</span>
        </>
      }
      notes={
        <>
          <DevicePicker label={t('decode.bound')} figures={boundFigures} />
          <p>
            <Trans
              i18nKey="decode.noteBound"
              values={{ device: ceiling.name }}
              components={{ name: <Name /> }}
            />
          </p>
          {own && launches.length > 0 && <LaunchNote own={own} />}
          <FailureNotes failures={failures} unit={unit} />
          {run && points.length + failures.length > 0 && (
            <div className="circumstances">
              <p data-kind="chosen">
                {t('decode.measuredWith', {
                  model: run.model ?? t('controls.imported'),
                  scope: t(`run.scopes.${run.request.scope}`),
                  format: run.request.format,
                  batch: run.request.batch,
                  seed: run.request.seed,
                  device: tag,
                })}
              </p>
              {stale && (
                <p>
                  <b>{t('decode.otherSettings')}</b>
                </p>
              )}
            </div>
          )}
        </>
      }
      shown={shownTable(t, rows, ceiling, unit)}
      tableNote={
        <p className="chart-note" data-kind="measured">
          {t('decode.setUpNote')}
        </p>
      }
      exactTable={exactTable(rows, ceiling)}
    >
      <DecodeChart
        contexts={contexts}
        bounds={bounds}
        low={low}
        high={high}
        tip={RunTip}
        overlay={RunOverlay}
      />
    </ChartFigure>
  );
}
