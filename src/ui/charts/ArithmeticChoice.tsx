// Which of a device's arithmetic counts: its matrix units, or plain shaders; with the source of the former's rate.

import { useTranslation } from 'react-i18next';
import type { Device } from '../../facts/devices';
import { arithmetics, type DeploymentChoice } from '../../state/deployment';
import { Choice } from '../Choice';
import { showRate } from '../quantity';
import { setControls } from '../useControls';

export function ArithmeticChoice({
  device,
  inForce,
}: {
  device: Device;
  inForce: DeploymentChoice['arithmetic'];
}) {
  const { t: s } = useTranslation('time');
  const { matrixFlopsPerSecond, rateSources } = device;
  if (matrixFlopsPerSecond === null) {
    return <p className="chart-note">{s('roofline.noMatrix', { device: device.name })}</p>;
  }
  return (
    <div className="arithmetic-choice">
      <Choice
        legend={s('roofline.arithmetic')}
        value={inForce}
        options={arithmetics.map((value) => ({ value, label: s(`roofline.roofs.${value}`) }))}
        onChange={(arithmetic) => setControls({ arithmetic })}
      />
      <details className="quoted pop" data-kind="quoted">
        <summary>
          <em>{s('roofline.matrixRate', { rate: showRate(matrixFlopsPerSecond, 'FLOP/s') })}</em>
        </summary>
        <ul>
          <li>{rateSources.matrixFlops?.source}</li>
        </ul>
      </details>
    </div>
  );
}
