// What is being done with the matrix, with the one button: stop, or measure what was stopped; and what was wrong with a file.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { lowRankStore } from '../../state/lowRank';
import type { LowRankRunner } from '../../state/lowRankRunner';
import { Why } from '../Why';
import { faultText } from './faultText';

/** Over the hint, while something is done. */
export function LowRankStage() {
  const { t } = useTranslation('lowrank');
  const { busy, stopped, source, file } = useStore(lowRankStore);
  const layer = file?.pairs[file.chosen]?.layer || file?.name;
  const isMeasured = !busy && !stopped && source === 'file' && file;
  return (
    <>
      {busy && <span className="low-rank-stage">{t(`stages.${busy.stage ?? 'starting'}`)}</span>}
      {/* Stages come and go too fast to be said, and what was measured is seen in the finding. */}
      <span role="status" className="visually-hidden" data-kind="name">
        {stopped && t('stopped')}
        {isMeasured && t('measuredFile', { layer, name: file.name })}
      </span>
    </>
  );
}

/** One button in one place. */
export function StopButton({ runner }: { runner: LowRankRunner }) {
  const { t } = useTranslation('lowrank');
  const isBusy = useStore(lowRankStore, (s) => s.busy !== null);
  const stopped = useStore(lowRankStore, (s) => s.stopped);
  return (
    <Why reason={isBusy || stopped ? null : t('why.idle')}>
      {(explained) => (
        <button
          type="button"
          className="button low-rank-stop"
          {...explained}
          onClick={() => (isBusy ? runner.stop() : void runner.again())}
        >
          {t(stopped ? 'again' : 'stop')}
        </button>
      )}
    </Why>
  );
}

export function LowRankFault() {
  const { t } = useTranslation('lowrank');
  const fault = useStore(lowRankStore, (s) => s.fault);
  if (!fault) return null;
  return (
    <p className="problem low-rank-fault" role="alert" data-kind="chosen">
      {fault.name !== '' && <b>{t('faults.title', { name: fault.name })}: </b>}
      {faultText(t, fault.fault)}
    </p>
  );
}
