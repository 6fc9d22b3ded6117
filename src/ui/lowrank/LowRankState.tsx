// What is being done with the matrix, what was wrong with a file, and the one button: stop, or measure what was stopped.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { lowRankStore } from '../../state/lowRank';
import type { LowRankRunner } from '../../state/lowRankRunner';
import { faultText } from './faultText';

export function LowRankState({ runner, onAgain }: { runner: LowRankRunner; onAgain: () => void }) {
  const { t } = useTranslation('lowrank');
  const { busy, stopped, fault, source, file } = useStore(lowRankStore);
  const layer = file?.pairs[file.chosen]?.layer || file?.name;
  return (
    <>
      <div className="low-rank-state">
        <button
          type="button"
          className="button"
          disabled={!busy && !stopped}
          onClick={busy ? runner.stop : onAgain}
        >
          {stopped ? t('again') : t('stop')}
        </button>
        {busy && <span className="low-rank-stage">{t(`stages.${busy.stage ?? 'starting'}`)}</span>}
        {/* Stages come and go too fast to be said. */}
        <span role="status" data-kind="name">
          {stopped && t('stopped')}
          {!busy &&
            !stopped &&
            source === 'file' &&
            file &&
            t('measuredFile', { layer, name: file.name })}
        </span>
      </div>
      {fault && (
        <p className="problem low-rank-fault" role="alert" data-kind="chosen">
          {fault.name !== '' && <b>{t('faults.title', { name: fault.name })}: </b>}
          {faultText(t, fault.fault)}
        </p>
      )}
    </>
  );
}
