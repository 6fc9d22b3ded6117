// The command that serves an entry, each argument with its reason, and what the command is told beside the controls.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { vllmCommand } from '../../export/vllmCommand';
import { writeConfig } from '../../export/writeConfig';
import { boundDevice } from '../../state/deployment';
import type { Entry } from '../../state/entries';
import {
  commandProblems,
  commandRequest,
  configurationOf,
  usualModelName,
} from '../../state/exported';
import { Choice } from '../Choice';
import { Name } from '../figure/Figure';
import { showBytes } from '../quantity';
import { useControls } from '../useControls';
import { CommandReasons } from './CommandReasons';
import { Impossible, Refused } from './Refused';
import { commandRefusal, configRefusal } from './saidText';
import { takeawayStore } from './takeawayStore';
import { TakenText } from './TakenText';

function Settings({ entry, devices }: { entry: Entry; devices: 'asked' | 'fewest' }) {
  const { t } = useTranslation('takeaway');
  const model = useStore(takeawayStore, (s) => s.model);
  const chosen = useControls((c) => c.devices);
  const unit = useControls((c) => c.byteUnit);
  const device = useControls(boundDevice);
  const usual = usualModelName(entry);
  return (
    <div className="command-settings">
      <label className="model-field">
        {t('command.model')}
        <input
          type="text"
          value={model}
          placeholder={usual}
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          aria-describedby="takeaway-model-note"
          onChange={(event) => takeawayStore.setState({ model: event.currentTarget.value })}
        />
      </label>
      <p id="takeaway-model-note" className="quiet-note">
        <Name>{t('command.modelNote', { usual })}</Name>
      </p>
      <Choice
        legend={t('command.devices')}
        legendShown
        value={devices}
        options={[
          { value: 'fewest', label: t('command.fewest') },
          { value: 'asked', label: t('command.asked', { chosen }) },
        ]}
        onChange={(next) => takeawayStore.setState({ devices: next })}
      />
      <p className="quiet-note">
        <Name>
          {t('command.host', {
            device: device.name,
            memory: showBytes(device.memoryBytes, unit),
          })}
        </Name>
      </p>
    </div>
  );
}

function Command({ entry, devices }: { entry: Entry; devices: 'asked' | 'fewest' }) {
  const { t } = useTranslation('export');
  const { t: w } = useTranslation('takeaway');
  const controls = useControls((c) => c);
  const model = useStore(takeawayStore, (s) => s.model);
  const unit = controls.byteUnit;
  const result = vllmCommand(commandRequest(entry, controls, { model, devices }));
  if (result.kind === 'refusal') {
    return (
      <Refused>
        <p>{commandRefusal(t, result.refusal, unit)}</p>
        {devices === 'asked' && (
          <button
            type="button"
            className="button"
            onClick={() => takeawayStore.setState({ devices: 'fewest' })}
          >
            {w('command.tryFewest')}
          </button>
        )}
      </Refused>
    );
  }
  const rows = result.text.split('\n').length + 1;
  return (
    <>
      <TakenText label={w('text.command')} text={result.text} rows={rows} />
      <CommandReasons entry={entry} command={result} unit={unit} />
    </>
  );
}

export function CommandPart({ entry }: { entry: Entry }) {
  const { t } = useTranslation('export');
  const controls = useControls((c) => c);
  const said = useStore(takeawayStore, (s) => s.devices);
  const problems = commandProblems(entry, controls);
  if (problems.length > 0) return <Impossible problems={problems} />;
  const config = writeConfig(configurationOf(entry));
  if (config.kind === 'refusal') {
    return (
      <Refused>
        <p>{configRefusal(t, config.refusal)}</p>
      </Refused>
    );
  }
  // One device is what a page has that nobody has changed.
  const devices = said ?? (controls.devices > 1 ? 'asked' : 'fewest');
  return (
    <>
      <Settings entry={entry} devices={devices} />
      <Command entry={entry} devices={devices} />
    </>
  );
}
