// The ladder: every way to do the same attention here, from the naive kernel on, each with its text to read.

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Rung } from '../../engine/protocol';
import { shaderStore, type Tried } from '../../state/shader';
import type { ShaderRunner } from '../../state/shaderRunner';
import { failureText } from '../failureText';
import { exact } from '../quantity';
import { useControls } from '../useControls';
import { Why } from '../Why';
import { RungRow } from './RungRow';

export function Ladder({ rungs, shader }: { rungs: readonly Rung[]; shader: ShaderRunner }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('shader');
  const unit = useControls((c) => c.byteUnit);
  const editable = useStore(shaderStore, (x) => x.editable);
  const [reading, setReading] = useState<number | null>(null);
  const tried = useStore(shaderStore, (x) => x.tried);
  const busy = tried?.status === 'running' || tried?.status === 'stopping';
  const climbing = busy && tried.trial.kind === 'rungs';
  /** Why the last climb did not come to its end. */
  const endOf = ({ tooLong, failure, status }: Tried): string => {
    if (tooLong) return s('tooLong', { seconds: exact(tooLong.limitMs / 1000) });
    if (failure) return s('failed', { reason: failureText(t, failure, unit) });
    return status === 'stopped' ? s('stopped') : '';
  };
  const ended = tried?.trial.kind === 'rungs' && !busy ? endOf(tried) : '';
  const faulty = ended !== '' && (tried?.tooLong ?? tried?.failure);
  const why = () => {
    if (climbing) return tried.status === 'stopping' ? s('why.stopping') : null;
    if (!editable) return s('why.readOnly');
    return busy ? s('why.busy') : null;
  };
  return (
    <section className="ladder" aria-label={s('ladder')}>
      <div className="ladder-head">
        <h3>{s('ladder')}</h3>
        <Why reason={why()}>
          {(explained) => (
            <button
              type="button"
              className="button"
              {...explained}
              onClick={() => void (climbing ? shader.stop() : shader.tryRungs())}
            >
              {climbing ? s('stop') : s('climb')}
            </button>
          )}
        </Why>
      </div>
      <p className="ladder-note" data-kind="computed">
        {s('ladderNote')}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div className="table-scroll" tabIndex={0} role="region" aria-label={s('ladder')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{s('rungColumns.way')}</th>
              <th scope="col">{s('rungColumns.loads')}</th>
              <th scope="col">{s('rungColumns.stores')}</th>
              <th scope="col">{s('rungColumns.error')}</th>
              <th scope="col">{s('rungColumns.time')}</th>
            </tr>
          </thead>
          <tbody>
            {rungs.map((rung, index) => (
              <RungRow
                key={JSON.stringify(rung.choice)}
                rung={rung}
                before={rungs[index - 1]}
                index={index}
                reading={index === reading}
                onRead={() => setReading(index === reading ? null : index)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p
        className={faulty ? 'problem' : 'code-stage'}
        role={faulty ? 'alert' : undefined}
        data-kind="name"
      >
        {climbing ? s(`stages.${tried.stage}`) : ended}
      </p>
      <span className="visually-hidden" role="status">
        {tried?.trial.kind === 'rungs' && tried.status === 'finished'
          ? s('climbed', { rungs: exact(rungs.length) })
          : ''}
      </span>
    </section>
  );
}
