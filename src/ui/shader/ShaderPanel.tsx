// What the reader sets at the shaders: whose, over how many tokens, how much of a layer; and the button that runs them.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { contendersOf } from '../../state/decode';
import { entriesOf } from '../../state/entries';
import { scopes } from '../../state/controls';
import { shaderStore } from '../../state/shader';
import type { ShaderRunner } from '../../state/shaderRunner';
import { shaderContexts } from '../../state/shaderSettings';
import { Choice } from '../Choice';
import { failureText } from '../failureText';
import { showTokens } from '../quantity';
import { DeviceLine } from '../run/DeviceLine';
import { RunButton } from '../run/RunButton';
import { setControls, useControls, useLater } from '../useControls';
import { variantLabel } from '../variantText';

export function ShaderPanel({ shader, variantId }: { shader: ShaderRunner; variantId: string }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('shader');
  const contextId = useId();
  const able = useLater((c) => contendersOf(entriesOf(c), c.batch));
  const context = useControls((c) => c.shaderContext);
  const scope = useControls((c) => c.scope);
  const unit = useControls((c) => c.byteUnit);
  const editable = useStore(shaderStore, (x) => x.editable);
  const step = useStore(shaderStore, (x) => x.step);
  const tried = useStore(shaderStore, (x) => x.tried);
  const busy = tried?.status === 'running' || tried?.status === 'stopping';
  const mine = tried?.trial.kind === 'step' ? tried : null;
  const offered = [...new Set([...shaderContexts, context])].toSorted((a, b) => a - b);
  const why = () => {
    if (busy) return tried.status === 'stopping' ? s('why.stopping') : null;
    return editable ? null : s('why.readOnly');
  };
  const state = () => {
    if (!step) return '';
    if (step.linkedFor === 'anyGpu') return s('noGpu');
    if (!editable) return s('notOffered');
    if (!mine) return s('idle');
    if (mine.failure) return s('failed', { reason: failureText(t, mine.failure, unit) });
    if (mine.tooLong) return s('tooLong', { seconds: mine.tooLong.limitMs / 1000 });
    if (mine.status === 'running') return s(`stages.${mine.stage}`);
    if (mine.agreement && !mine.agreement.agrees) return s('stepWrong');
    return s(mine.status === 'finished' ? 'stepDone' : 'stopped');
  };
  return (
    <section className="run-panel shader-panel" aria-label={s('section')}>
      <div className="run-row">
        <RunButton
          label={s(busy ? 'stop' : 'run')}
          reason={why()}
          onPress={() => void (busy ? shader.stop() : shader.tryStep())}
        />
        <Choice
          legend={s('variant')}
          value={variantId}
          onChange={(next) => setControls({ shaderOf: next, shaderStep: 1 })}
          options={able.map((each) => ({
            value: each.variantId,
            label: variantLabel(t, each.variantId, each.mode),
          }))}
        />
      </div>
      <div className="run-row">
        <span className="inline-field">
          <label htmlFor={contextId}>{s('context')}</label>
          <select
            id={contextId}
            value={context}
            onChange={(event) => setControls({ shaderContext: Number(event.currentTarget.value) })}
          >
            {offered.map((tokens) => (
              <option key={tokens} value={tokens}>
                {showTokens(tokens)}
              </option>
            ))}
          </select>
        </span>
        <Choice
          legend={t('run.scope')}
          value={scope}
          onChange={(next) => setControls({ scope: next })}
          options={scopes.map((value) => ({ value, label: t(`run.scopes.${value}`) }))}
        />
      </div>
      <DeviceLine />
      <p
        className={mine?.failure ? 'shader-state problem' : 'shader-state'}
        role="status"
        data-status={mine?.status ?? 'idle'}
        data-kind="name"
      >
        {state()}
      </p>
    </section>
  );
}
