// Run and Stop, what will run, on what, how far it is, and whether it agrees with float64.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { DecodeRequest } from '../../engine/protocol';
import { scopes } from '../../state/controls';
import { deviceStore } from '../../state/device';
import { resultsStore } from '../../state/results';
import type { Runner } from '../../state/runner';
import { Choice } from '../Choice';
import { showTokens } from '../quantity';
import { setControls, useControls } from '../useControls';
import { AgreementBadge } from './AgreementBadge';
import { DeviceLine } from './DeviceLine';
import { RunButton } from './RunButton';
import { RunProgress } from './RunProgress';
import { RunSettings } from './RunSettings';

export function RunPanel({ runner, request }: { runner: Runner; request: DecodeRequest | null }) {
  const { t } = useTranslation();
  const scope = useControls((c) => c.scope);
  const window = useControls((c) => (c.windowLayers > 0 ? c.window : null));
  const status = useStore(resultsStore, (s) => s.status);
  const device = useStore(deviceStore, (s) => s.device);
  const busy = status === 'running' || status === 'stopping';
  const onCpu = device.status === 'known' && device.report.runsOn === 'cpu';
  const reason = () => {
    if (status === 'stopping') return t('why.stopping');
    if (busy) return null;
    if (device.status === 'asking') return t('why.asking');
    if (device.status === 'failed') return t('why.noEngine');
    return request ? null : t('why.nothingToRun');
  };
  const contexts = request?.contexts.map(showTokens).join(t('listComma')) ?? '';
  const plan = onCpu ? 'run.cpuContexts' : 'run.contexts';
  return (
    <section className="run-panel" aria-label={t('run.section')}>
      <div className="run-row">
        <RunButton
          label={busy ? t('run.stop') : t(onCpu ? 'run.startCpu' : 'run.start')}
          reason={reason()}
          onPress={() => void (busy ? runner.stop() : runner.start())}
        />
        <Choice
          legend={t('run.scope')}
          value={scope}
          onChange={(next) => setControls({ scope: next })}
          options={scopes.map((value) => ({ value, label: t(`run.scopes.${value}`) }))}
        />
        <RunSettings />
      </div>
      <DeviceLine />
      <RunProgress />
      <AgreementBadge />
      <div className="run-plan">
        <p>{t(`run.scopeNotes.${scope}`)}</p>
        {window !== null && <p data-kind="chosen">{t('run.windowed', { count: window })}</p>}
        <p data-kind="chosen">
          {request ? t(plan, { contexts, rounds: request.rounds }) : t('run.nothingToRun')}
        </p>
      </div>
    </section>
  );
}
