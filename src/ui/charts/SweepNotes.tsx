// What the figure of a sweep says beneath it: what its lines are, where entries ended and why, and the circumstances.

import { Trans, useTranslation } from 'react-i18next';
import type { OwnCeilings } from '../../state/ceilings';
import type { LeftOut, SweepKind } from '../../state/sweep';
import type { SweepPoint, SweepState } from '../../state/sweepResults';
import { deviceName } from '../deviceName';
import { entryName } from '../entryText';
import { Measured } from '../figure/Figure';
import { showRate } from '../quantity';
import { useControls } from '../useControls';
import { leftText } from './sweepText';

function LineNote({
  own,
  onCpu,
  isOver,
}: {
  own: OwnCeilings | null;
  onCpu: boolean;
  isOver: boolean;
}) {
  const { t: s } = useTranslation('sweep');
  if (!own) return <p>{s(onCpu ? 'noLines' : isOver ? 'noCeilings' : 'linesCome')}</p>;
  const { readBytesPerSecond, flopsPerSecond } = own.ceilings;
  return (
    <p>
      <Trans
        t={s}
        i18nKey="lines"
        values={{
          read: showRate(readBytesPerSecond.median, 'B/s'),
          flops: showRate(flopsPerSecond.median, 'FLOP/s'),
        }}
        components={{ read: <Measured />, flops: <Measured /> }}
      />
    </p>
  );
}

/** Where entries ended, each reason at a size once. */
function LeftOutNotes({ kind, left }: { kind: SweepKind; left: readonly LeftOut[] }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('sweep');
  const unit = useControls((c) => c.byteUnit);
  const ends = new Map<string, { sizes: string; reason: string; names: string[] }>();
  for (const { entry, size, reason: why } of left) {
    const sizes = s(`${kind}.sizes`, { count: size });
    const reason = leftText(t, s, why, unit);
    const end = ends.get(sizes + reason) ?? { sizes, reason, names: [] };
    end.names.push(entryName(t, entry));
    ends.set(sizes + reason, end);
  }
  if (ends.size === 0) return null;
  return (
    <ul className="left-out" data-kind="measured">
      {[...ends].map(([key, { names, ...end }]) => (
        <li key={key}>{s('left', { names: names.join(t('listComma')), ...end })}</li>
      ))}
    </ul>
  );
}

export function SweepNotes({
  kind,
  state: { asked, runs },
  points,
  left,
  own,
  onCpu,
  stale,
}: {
  kind: SweepKind;
  state: SweepState;
  points: readonly SweepPoint[];
  left: readonly LeftOut[];
  own: OwnCeilings | null;
  onCpu: boolean;
  /** Whether the settings have changed since. */
  stale: boolean;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('sweep');
  const request = asked?.sweep.runs[0]?.request;
  const context = asked?.sweep.context ?? null;
  // On the CPU cached rows are float32 whatever was asked for.
  const formats = new Set(points.map(({ point }) => point.format));
  return (
    <>
      <div>
        <LineNote own={own} onCpu={onCpu} isOver={runs.length > 0} />
        <p>{s(`${kind}.note`)}</p>
      </div>
      <LeftOutNotes kind={kind} left={left} />
      {asked && request && points.length > 0 && (
        <div className="circumstances">
          <p data-kind="chosen">
            {s(context === null ? 'measuredPrompt' : 'measuredWith', {
              model: asked.model ?? t('controls.imported'),
              layer: s(`layer.${request.scope}`),
              formats: [...formats].join(t('listComma')),
              tokens: t('chart.tokens', { count: context ?? 0 }),
              seed: request.seed,
              device: deviceName(t, asked.device),
            })}
          </p>
          {stale && (
            <p>
              <b>{s('otherSettings')}</b>
            </p>
          )}
        </div>
      )}
    </>
  );
}
