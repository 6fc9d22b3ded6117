// Where the race stands; in the live region how it ended: only that is worth interrupting a screen reader for.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ByteUnit } from '../../state/controls';
import { raceStore, type Race } from '../../state/race';
import { failureText } from '../failureText';
import { exact, showTokenRate } from '../quantity';
import { useControls } from '../useControls';
import { useRacerName } from './useRacerName';

type Texts = { readonly t: TFunction; readonly s: TFunction<'race'> };

const tokensText = (t: TFunction, context: number | null) =>
  t('chart.tokens', { count: context ?? 0 });

/** Of the last checks of all racers. */
export function verdictOf({ tracks }: Pick<Race, 'tracks'>): 'none' | 'agrees' | 'disagrees' {
  const checked = tracks.flatMap(({ agreement }) => agreement ?? []);
  if (checked.length === 0) return 'none';
  return checked.every(({ agrees }) => agrees) ? 'agrees' : 'disagrees';
}

function endText({ t, s }: Texts, race: Race, unit: ByteUnit): string {
  const { status, context, failure, tracks } = race;
  const values = { tokens: tokensText(t, context), verdict: s(`verdicts.${verdictOf(race)}`) };
  if (status === 'failed') {
    return s('ends.failed', { reason: failure ? failureText(t, failure, unit) : '' });
  }
  if (status === 'stopped')
    return s(context === null ? 'ends.stoppedEarly' : 'ends.stopped', values);
  if (status !== 'finished') return '';
  const left = tracks.some((track) => !track.failure && track.agreement?.agrees);
  return s(left ? 'ends.finished' : 'ends.deserted', values);
}

export function RaceState() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  const race = useStore(raceStore);
  const unit = useControls((c) => c.byteUnit);
  const name = useRacerName();
  const { status, context, rounds, racedMs, preparing, run } = race;
  const ended = endText({ t, s }, race, unit);
  const going = () => {
    switch (status) {
      case 'preparing':
        return preparing
          ? s('states.preparing', { racer: name(preparing.racer) })
          : s('states.starting');
      case 'racing':
        return s('states.racing', {
          round: exact(rounds),
          tokens: tokensText(t, context),
          rate: showTokenRate(rounds / Math.max(racedMs / 1000, 1e-3)),
        });
      case 'paused':
        return s('states.paused', { round: exact(rounds), tokens: tokensText(t, context) });
      case 'stopping':
        return s('states.stopping');
      default:
        return ended === '' ? s('states.idle') : '';
    }
  };
  const fraction =
    run && context !== null
      ? (context - run.request.from) / (run.request.until - run.request.from)
      : (preparing?.fraction ?? 0);
  const busy = ['preparing', 'racing', 'paused', 'stopping'].includes(status);
  return (
    <div className="run-progress">
      <progress aria-label={t('run.progress')} max={1} value={busy ? fraction : 0} hidden={!busy} />
      <p className="stage" data-kind="measured">
        {going()}
      </p>
      <p
        className={status === 'failed' ? 'run-end problem' : 'run-end'}
        role="status"
        data-status={status}
        data-kind="measured"
      >
        {ended}
      </p>
    </div>
  );
}
