// Which of the caches one device has room for beside the weights: the receipts' last line. Loaded after the page.

import { useTranslation } from 'react-i18next';
import { growthOf } from '../../state/growth';
import { MemoryInAll } from '../charts/MemoryInAll';
import { DeviceSelect } from '../DeviceSelect';
import { EntryMark } from '../EntryMark';
import { useControls, useLater } from '../useControls';

export function Verdict() {
  const { t } = useTranslation();
  const unit = useControls((c) => c.byteUnit);
  const { lines, context, device, weightBytes } = useLater(growthOf);
  if (context === null || lines.length === 0) return null;
  return (
    <>
      <DeviceSelect label={t(weightBytes === null ? 'growth.aloneOn' : 'growth.fitsOn')} />
      <ul>
        {lines.map((line) => (
          <li key={line.entry.key} data-kind="computed">
            <EntryMark entry={line.entry} />
            {line.entry.variant.name} <MemoryInAll line={line} device={device} unit={unit} />
          </li>
        ))}
      </ul>
    </>
  );
}
