// Which arithmetic of the device counts: that of its matrix units, or of plain shaders alone.

import { useTranslation } from 'react-i18next';
import { addServingWords } from '../../i18n/servingWords';
import { arithmetics, boundDevice, ceilingsOf } from '../../state/deployment';
import { Choice } from '../Choice';
import { setControls, useControls } from '../useControls';
import '../style/serving.css';

addServingWords();

export function ArithmeticChoice({ legendShown = false }: { legendShown?: boolean }) {
  const { t } = useTranslation('serving');
  const chosen = useControls((c) => c.arithmetic);
  const inForce = useControls((c) => ceilingsOf(c).arithmetic);
  const device = useControls(boundDevice);
  return (
    <>
      <Choice
        legend={t('controls.arithmetic')}
        legendShown={legendShown}
        value={chosen}
        options={arithmetics.map((value) => ({ value, label: t(`controls.arithmetics.${value}`) }))}
        onChange={(arithmetic) => setControls({ arithmetic })}
      />
      {chosen !== inForce && (
        <p className="row-note" data-kind="name">
          {t('controls.noMatrix', { device: device.name })}
        </p>
      )}
    </>
  );
}
