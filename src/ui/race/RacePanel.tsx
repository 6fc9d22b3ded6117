// What the reader sets at the race: how far, how fast, on what; and its buttons.

import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { RaceRequest } from '../../engine/protocol';
import { scopes } from '../../state/controls';
import { deviceStore } from '../../state/device';
import { raceStore } from '../../state/race';
import type { RaceRunner } from '../../state/raceRunner';
import { besideChoices, raceTokenChoices } from '../../state/raceSettings';
import { Choice } from '../Choice';
import { showTokens } from '../quantity';
import { DeviceLine } from '../run/DeviceLine';
import { RunButton } from '../run/RunButton';
import { setControls, useControls } from '../useControls';
import { Why } from '../Why';
import { RaceState } from './RaceState';

const fromChoices: readonly number[] = [1, 512, 1024, 4096, 16384];
const untilChoices: readonly number[] = [1024, 2048, 4096, 8192, 32768, 131072];

function TokensField({
  field,
  label,
  choices,
}: {
  field: 'raceFrom' | 'raceUntil';
  label: string;
  choices: readonly number[];
}) {
  const id = useId();
  const value = useControls((c) => c[field]);
  const offered = [...new Set([...choices, value])].toSorted((a, b) => a - b);
  return (
    <span className="inline-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={(event) => setControls({ [field]: Number(event.currentTarget.value) })}
      >
        {offered.map((tokens) => (
          <option key={tokens} value={tokens}>
            {showTokens(tokens)}
          </option>
        ))}
      </select>
    </span>
  );
}

export function RacePanel({ race, request }: { race: RaceRunner; request: RaceRequest | null }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  const status = useStore(raceStore, (r) => r.status);
  const device = useStore(deviceStore, (d) => d.device);
  const scope = useControls((c) => c.scope);
  const tokens = useControls((c) => c.raceTokens);
  const beside = useControls((c) => c.raceOn);
  const onCpu = device.status === 'known' && device.report.runsOn === 'cpu';
  const going = status === 'racing' || status === 'paused';
  const busy = going || status === 'preparing' || status === 'stopping';
  const reason = () => {
    if (status === 'stopping') return t('why.stopping');
    if (busy) return null;
    if (device.status === 'asking') return t('why.asking');
    if (device.status === 'failed') return t('why.noEngine');
    return request ? null : s('nobody');
  };
  // A pace holds from the next round of the race that runs.
  useEffect(() => void race.repace(), [race, tokens]);
  return (
    <section className="run-panel race-panel" aria-label={s('section')}>
      <div className="run-row">
        <RunButton
          label={busy ? s('stop') : s(onCpu ? 'startCpu' : 'start')}
          reason={reason()}
          onPress={() => {
            if (busy) void race.stop();
            else if (request) void race.start(request);
          }}
        />
        <Why reason={going ? null : s(busy ? 'why.notRacing' : 'why.noRace')}>
          {(explained) => (
            <button
              type="button"
              className="button race-pause"
              {...explained}
              onClick={() => void (status === 'paused' ? race.goOn() : race.pause())}
            >
              {s(status === 'paused' ? 'goOn' : 'pause')}
            </button>
          )}
        </Why>
        <Choice
          legend={s('pace')}
          legendShown
          value={tokens}
          onChange={(next) => setControls({ raceTokens: next })}
          options={raceTokenChoices.map((value) => ({ value, label: value }))}
        />
      </div>
      <div className="run-row">
        <TokensField field="raceFrom" label={s('from')} choices={fromChoices} />
        <TokensField field="raceUntil" label={s('until')} choices={untilChoices} />
        <Choice
          legend={t('run.scope')}
          value={scope}
          onChange={(next) => setControls({ scope: next })}
          options={scopes.map((value) => ({ value, label: t(`run.scopes.${value}`) }))}
        />
        <Choice
          legend={s('field')}
          value={beside}
          onChange={(next) => setControls({ raceOn: next })}
          options={besideChoices.map((value) => ({ value, label: s(`fields.${value}`) }))}
          why={onCpu ? s('why.cpuAlone') : null}
        />
      </div>
      <DeviceLine />
      <RaceState />
    </section>
  );
}
