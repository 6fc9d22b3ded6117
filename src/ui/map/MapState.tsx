// How the two maps came about: being made, made where and agreeing with what, or why not.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { mapStore, type MapLook } from '../../state/attentionMap';
import { deviceName } from '../deviceName';
import { failureText } from '../failureText';
import { showError } from '../quantity';
import { useControls } from '../useControls';

const isWrong = ({ maps }: MapLook): boolean =>
  maps.some((map) => map?.agreement?.agrees === false);

/** The larger error, with its bound. */
function agreementText(s: TFunction<'map'>, { maps }: MapLook): string {
  const agreements = maps.flatMap((map) => map?.agreement ?? []);
  const [worst] = agreements.toSorted((a, b) => b.error / b.bound - a.error / a.bound);
  if (!worst) return '';
  const figures = { error: showError(worst.error), bound: showError(worst.bound) };
  return s(agreements.every(({ agrees }) => agrees) ? 'states.agree' : 'states.disagree', figures);
}

export function MapState({ stale }: { stale: boolean }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('map');
  const look = useStore(mapStore);
  const unit = useControls((c) => c.byteUnit);
  const { status, failure, failures, maps, place, run } = look;
  const said = () => {
    if (status === 'failed') {
      return s('states.failed', { reason: failure ? failureText(t, failure, unit) : '' });
    }
    if (status === 'running') return s('states.running', { side: place === 0 ? 'A' : 'B' });
    if (status !== 'finished') return s(`states.${status}`);
    if (stale) return s('states.stale');
    if (maps.some((map) => map?.madeBy === 'float64')) return s('states.float64');
    const device = run ? deviceName(t, run.device) : '';
    return s('states.ran', { device, agreement: agreementText(s, look) });
  };
  const wrong = status === 'failed' || (!stale && isWrong(look));
  return (
    <div className="run-progress">
      <p
        className={wrong ? 'run-end problem' : 'run-end'}
        role="status"
        data-status={status}
        data-kind={maps.some((map) => map?.madeBy === 'gpu') ? 'measured' : 'computed'}
      >
        {said()}
      </p>
      {failures.map((each) => (
        <p key={each.place} className="problem" data-kind="measured">
          {s('states.fellOut', {
            side: each.place === 0 ? 'A' : 'B',
            reason: failureText(t, each.failure, unit),
          })}
        </p>
      ))}
    </div>
  );
}
