// The dialog about the device: what the browser tells of it, what kernels want of it, what was measured and tuned here.

import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addDeviceWords } from '../../i18n/deviceWords';
import { addTakeawayWords } from '../../i18n/takeawayWords';
import type { Examination } from '../../engine/protocol';
import { ceilingStore } from '../../state/ceilings';
import { deviceStore } from '../../state/device';
import { tuningStore } from '../../state/tuning';
import { Dialog } from '../dialog/Dialog';
import { useDeviceRunners } from './deviceRunners';
import { TakenText } from '../takeaway/TakenText';
import { useControls } from '../useControls';
import { CeilingControls } from './CeilingControls';
import { reportText } from './reportText';
import { ceilingsSection, examinedSections } from './sections';
import { SectionTable } from './SectionTable';
import { TuningControls } from './TuningControls';
import { tuningSection } from './tuningSection';
import '../style/takeaway.css';
import '../style/device.css';

addDeviceWords();
addTakeawayWords();

const file = { name: 'device-report.txt', type: 'text/plain' };

type Looked = { readonly found: Examination } | { readonly failed: string } | null;

/** Looks again when the device is another. */
function useExamination(): Looked {
  const { ceilings } = useDeviceRunners();
  const device = useStore(deviceStore, (s) => s.device);
  const [looked, setLooked] = useState<Looked>(null);
  useEffect(() => {
    let wanted = true;
    const keep = (next: Looked) => {
      if (wanted) setLooked(next);
    };
    ceilings.examine().then(
      (found) => keep({ found }),
      (error: unknown) => keep({ failed: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [ceilings, device]);
  return looked;
}

function Report({ found }: { found: Examination }) {
  const { t } = useTranslation();
  const { t: d } = useTranslation('device');
  const unit = useControls((c) => c.byteUnit);
  const own = useStore(ceilingStore, (s) => s.measured);
  const tuned = useStore(tuningStore, (s) => s.tuned);
  const words = { t, d };
  const examined = examinedSections(words, found, unit);
  const ceilings = ceilingsSection(words, own);
  const tuning = tuningSection(words, tuned, found.device);
  return (
    <>
      {examined.map((section) => (
        <SectionTable key={section.id} section={section} />
      ))}
      <SectionTable section={ceilings}>
        <CeilingControls />
      </SectionTable>
      <SectionTable section={tuning}>
        <TuningControls />
      </SectionTable>
      <div className="device-section">
        <h3>{d('asText')}</h3>
        <TakenText
          label={d('copyLabel')}
          text={reportText(d('title'), [...examined, ceilings, tuning])}
          rows={10}
          file={file}
          kind="measured"
        />
      </div>
    </>
  );
}

export function DeviceDialog({ onClose }: { onClose: () => void }) {
  const { t: d } = useTranslation('device');
  const looked = useExamination();
  return (
    <Dialog className="device-dialog" title={d('title')} onClose={onClose}>
      <div className="dialog-body">
        {looked === null && <p role="status">{d('looking')}</p>}
        {looked && 'failed' in looked && (
          <p className="problem" role="alert">
            {d('failed', { message: looked.failed })}
          </p>
        )}
        {looked && 'found' in looked && <Report found={looked.found} />}
      </div>
    </Dialog>
  );
}
