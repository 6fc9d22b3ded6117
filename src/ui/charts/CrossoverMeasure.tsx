// The same crossing measured here: a button, how far it is, and between which numbers of new tokens the times cross.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addRaceWords } from '../../i18n/raceWords';
import type { Engine } from '../../engine/protocol';
import { crossoverMeasurementOf, crossoverResults } from '../../state/crossoverResults';
import { crossoverRequestOf, measuredCrossing } from '../../state/crossoverRun';
import { deviceStore } from '../../state/device';
import { verdictOf, type Results } from '../../state/results';
import { deviceName } from '../deviceName';
import { failureText } from '../failureText';
import { exact, showTime } from '../quantity';
import { useLater } from '../useControls';
import { variantLabel } from '../variantText';
import { MeasureEnd } from './MeasureEnd';
import { MeasureRow } from './MeasureRow';
import '../style/race.css';

addRaceWords();

const whole = (tokens: number): string => exact(Math.round(tokens));

/** Where the times of the run's two ways cross, in words. */
function Crossing({ results }: { results: Results }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  const { run, points, status } = results;
  const [few, many] = run?.request.contenders ?? [];
  if (!run || !few || !many || points.length === 0) return null;
  const crossing = measuredCrossing(points, few, many);
  const sizes = run.request.newTokens ?? [];
  const past = (run.request.contexts[0] ?? 1) - (sizes[0] ?? 1);
  const device = deviceName(t, run.device);
  const values = { past: exact(past), device, most: exact(Math.max(...sizes)) };
  if (!crossing) return status === 'running' ? null : <p>{s('crossover.apart', values)}</p>;
  return (
    <p>
      {s('crossover.measured', {
        ...values,
        tokens: whole(crossing.newTokens),
        from: whole(crossing.from),
        to: whole(crossing.to),
      })}
    </p>
  );
}

/** Medians of both ways, side by side. */
function Medians({ results }: { results: Results }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  const { run, points } = results;
  if (!run || points.length === 0) return null;
  const timeOf = (mode: string, newTokens: number) => {
    const point = points.find((each) => each.mode === mode && (each.newTokens ?? 1) === newTokens);
    if (!point) return '–';
    return `${showTime(point.medianNs)} ± ${showTime((point.q3Ns - point.q1Ns) / 2)}`;
  };
  return (
    <table className="memory" aria-label={s('crossover.table')} data-kind="measured">
      <thead>
        <tr>
          <th scope="col">{s('crossover.newTokens')}</th>
          {run.request.contenders.map(({ variantId, mode }) => (
            <th key={mode} scope="col">
              {variantLabel(t, variantId, mode)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(run.request.newTokens ?? []).map((count) => (
          <tr key={count}>
            <td data-kind="scale">{exact(count)}</td>
            {run.request.contenders.map(({ mode }) => (
              <td key={mode}>{timeOf(mode, count)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function CrossoverMeasure({ engine }: { engine: Engine }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  const results = useStore(crossoverResults);
  const device = useStore(deviceStore, (d) => d.device);
  const request = useLater((c) =>
    device.status === 'known' ? crossoverRequestOf(c, device.report) : null,
  );
  const run = crossoverMeasurementOf(engine);
  const { status, progress, failures, failure } = results;
  const reasons = [...new Set(failures.map((each) => failureText(t, each.failure, 'decimal')))];
  const hindrance = () => {
    if (device.status !== 'known') return s('crossover.noDevice');
    return request ? null : s('crossover.nothing');
  };
  return (
    <div className="crossover-measure">
      <MeasureRow
        status={status}
        fraction={progress?.fraction ?? 0}
        start={s('crossover.start')}
        hindrance={hindrance()}
        onStart={() => {
          if (request) void run.start(request);
        }}
        onStop={() => void run.stop()}
      />
      <MeasureEnd status={status} verdict={verdictOf(results)} failure={failure}>
        <Crossing results={results} />
        {reasons.map((reason) => (
          <p key={reason}>✕ {reason}</p>
        ))}
      </MeasureEnd>
      <Medians results={results} />
    </div>
  );
}
