// The ladder: every way to do the same attention here, what each changes, what it loads, and its time once it was measured.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Rung } from '../../engine/protocol';
import { shaderStore } from '../../state/shader';
import type { ShaderRunner } from '../../state/shaderRunner';
import { failureText } from '../failureText';
import { Computed } from '../figure/Figure';
import { exact, showBytes } from '../quantity';
import { useControls } from '../useControls';
import { TimesText } from './TimesText';
import { Why } from '../Why';

/** What a rung changes of the one before it. */
function changeOf({ choice }: Rung, before: Rung | undefined) {
  if (before?.choice.family !== choice.family) return { key: choice.family } as const;
  if (choice.rows !== undefined && before.choice.rows !== choice.rows) {
    return { key: 'rows', count: choice.rows } as const;
  }
  return { key: 'subgroup' } as const;
}

function RungRow({ rung, before, index }: { rung: Rung; before: Rung | undefined; index: number }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('shader');
  const unit = useControls((c) => c.byteUnit);
  const times = useStore(shaderStore, (x) => x.rungTimes.get(index));
  const failure = useStore(shaderStore, (x) => x.rungFailures.get(index));
  const { choice, kernels, readBytes, writtenBytes, chosen, refusal } = rung;
  const { family, reduction, rows } = choice;
  const change = changeOf(rung, before);
  const bytes = (count: number | null) => (count === null ? '–' : showBytes(count, unit));
  return (
    <tr className={chosen ? 'rung-chosen' : undefined} data-rung={`${family} ${reduction}`}>
      <th scope="row">
        <span data-kind="name">
          {s(`families.${family}`)}
          {rows !== undefined && s('rows', { count: rows })}
          {s('comma')}
          {s(`reductions.${reduction}`)}
        </span>
        {chosen && <b className="rung-mark">{s('chosen')}</b>}
        <span className="rung-text" data-kind="name">
          {change.key === 'rows'
            ? s('changes.rows', { count: change.count })
            : s(`changes.${change.key}`)}
        </span>
        <span className="rung-text rung-kernels" data-kind="name">
          {kernels.join(s('comma'))}
        </span>
      </th>
      <td>
        <Computed>{bytes(readBytes)}</Computed>
      </td>
      <td>
        <Computed>{bytes(writtenBytes)}</Computed>
      </td>
      <td>
        {refusal ? (
          <span data-kind="computed">{s('spills')}</span>
        ) : failure ? (
          <span className="problem" data-kind="name">
            {failureText(t, failure, unit)}
          </span>
        ) : times ? (
          <TimesText times={times} />
        ) : (
          s('notTimed')
        )}
      </td>
    </tr>
  );
}

export function Ladder({ rungs, shader }: { rungs: readonly Rung[]; shader: ShaderRunner }) {
  const { t: s } = useTranslation('shader');
  const editable = useStore(shaderStore, (x) => x.editable);
  const tried = useStore(shaderStore, (x) => x.tried);
  const busy = tried?.status === 'running' || tried?.status === 'stopping';
  const climbing = busy && tried.trial.kind === 'rungs';
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
        {s('ladderNote', { count: rungs.length })}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div className="table-scroll" tabIndex={0} role="region" aria-label={s('ladder')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{s('rungColumns.way')}</th>
              <th scope="col">{s('rungColumns.loads')}</th>
              <th scope="col">{s('rungColumns.stores')}</th>
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
              />
            ))}
          </tbody>
        </table>
      </div>
      {climbing && <p className="code-stage">{s(`stages.${tried.stage}`)}</p>}
      <span className="visually-hidden" role="status">
        {tried?.trial.kind === 'rungs' && tried.status === 'finished'
          ? s('climbed', { rungs: exact(rungs.length) })
          : ''}
      </span>
    </section>
  );
}
