// What is being done with the matrix, with the one button: stop, or measure what was stopped; and what was wrong with a file.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { lowRankStore } from '../../state/lowRank';
import type { LowRankRunner } from '../../state/lowRankRunner';
import { faultText } from './faultText';

export function LowRankState({ runner }: { runner: LowRankRunner }) {
  const { t } = useTranslation('lowrank');
  const { busy, stopped, source, file } = useStore(lowRankStore);
  const layer = file?.pairs[file.chosen]?.layer || file?.name;
  const isMeasured = !busy && !stopped && source === 'file' && file;
  return (
    <span className="low-rank-state">
      {busy && <span className="low-rank-stage">{t(`stages.${busy.stage ?? 'starting'}`)}</span>}
      {/* Stages come and go too fast to be said. */}
      <span role="status" data-kind="name">
        {stopped && t('stopped')}
        {isMeasured && t('measuredFile', { layer, name: file.name })}
      </span>
      <button
        type="button"
        className="button"
        disabled={!busy && !stopped}
        onClick={() => (busy ? runner.stop() : void runner.again())}
      >
        {stopped ? t('again') : t('stop')}
      </button>
    </span>
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
