// What the reader sets at the anatomy: which two variants, and the button that runs one token; how that went.

import { useId } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Entry } from '../../state/entries';
import { deviceStore } from '../../state/device';
import type { Runner } from '../../state/runner';
import { tokenStore, tokenVerdict, type TokenLook } from '../../state/token';
import { deviceName } from '../deviceName';
import { entryLabel } from '../entryText';
import { failureText } from '../failureText';
import { DeviceLine } from '../run/DeviceLine';
import { RunButton } from '../run/RunButton';
import { setControls, useControls } from '../useControls';
import { variantLabel } from '../variantText';
import type { Words } from './anatomyText';

function SidePicker({
  label,
  entries,
  value,
  onChange,
}: {
  label: string;
  entries: readonly Entry[];
  value: string;
  onChange: (key: string) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <span className="inline-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {entries.map((entry) => (
          <option key={entry.key} value={entry.key}>
            {entryLabel(t, entry)}
          </option>
        ))}
      </select>
    </span>
  );
}

function endedText(
  t: TFunction,
  s: Words,
  { status, run, tokens }: TokenLook,
  stale: boolean,
): string {
  if (status === 'idle') return s('states.idle');
  if (status === 'running' || status === 'stopping' || status === 'stopped') {
    return s(`states.${status}`);
  }
  if (stale) return s('states.stale');
  const { verdict, compared, wrong } = tokenVerdict(tokens);
  const said = {
    none: () => s('states.none'),
    agrees: () => s('states.agrees', { count: compared }),
    disagrees: () => s('states.disagrees', { count: wrong, compared }),
  }[verdict]();
  const device = run ? deviceName(t, run.device) : '';
  const format = run?.device.runsOn === 'cpu' ? 'f32' : (run?.request.format ?? '');
  return `${said} ${s('states.ran', { device, format })}`;
}

function TokenState({ stale }: { stale: boolean }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('anatomy');
  const look = useStore(tokenStore);
  const unit = useControls((c) => c.byteUnit);
  const { status, failure, failures, tokens } = look;
  const wrong = !stale && tokenVerdict(tokens).verdict === 'disagrees';
  return (
    <div className="run-progress">
      <p
        className={wrong || status === 'failed' ? 'run-end problem' : 'run-end'}
        role="status"
        data-status={status}
        data-kind="measured"
      >
        {status === 'failed'
          ? s('states.failed', { reason: failure ? failureText(t, failure, unit) : '' })
          : endedText(t, s, look, stale)}
      </p>
      {failures.map((each) => (
        <p key={each.variantId} className="problem" data-kind="measured">
          {s('states.fellOut', {
            name: variantLabel(t, each.variantId, each.mode),
            reason: failureText(t, each.failure, unit),
          })}
        </p>
      ))}
    </div>
  );
}

export function AnatomyPanel({
  runner,
  offered,
  keys,
  stale,
}: {
  runner: Runner;
  offered: readonly Entry[];
  /** Of the variants drawn, left and right. */
  keys: readonly string[];
  /** Whether the values are of other settings. */
  stale: boolean;
}) {
  const { t: s } = useTranslation('anatomy');
  const status = useStore(tokenStore, (look) => look.status);
  const device = useStore(deviceStore, (d) => d.device);
  const onCpu = device.status === 'known' && device.report.runsOn === 'cpu';
  const busy = status === 'running' || status === 'stopping';
  const [left = '', right = ''] = keys;
  const why = () => {
    if (busy) return status === 'stopping' ? s('why.stopping') : null;
    if (device.status !== 'known') return s('why.noDevice');
    return keys.length === 0 ? s('why.nothing') : null;
  };
  const command = async () => {
    const token = await runner.token();
    await (busy ? token.stop() : token.start());
  };
  const choose = (key: string, other: 'anatomyLeft' | 'anatomyRight') => {
    const own = other === 'anatomyLeft' ? 'anatomyRight' : 'anatomyLeft';
    // The two change places where the other one's is chosen.
    const [mine, theirs] = own === 'anatomyLeft' ? [left, right] : [right, left];
    setControls({ [own]: key, [other]: key === theirs ? mine : theirs });
  };
  return (
    <section className="run-panel anatomy-panel" aria-label={s('panel')}>
      <div className="run-row">
        <RunButton
          label={busy ? s('stop') : s(onCpu ? 'startCpu' : 'start')}
          reason={why()}
          onPress={() => void command()}
        />
        {offered.length > 1 && (
          <>
            <SidePicker
              label={s('left')}
              entries={offered}
              value={left}
              onChange={(key) => choose(key, 'anatomyRight')}
            />
            <SidePicker
              label={s('right')}
              entries={offered}
              value={right}
              onChange={(key) => choose(key, 'anatomyLeft')}
            />
          </>
        )}
      </div>
      <DeviceLine />
      <TokenState stale={stale} />
    </section>
  );
}
