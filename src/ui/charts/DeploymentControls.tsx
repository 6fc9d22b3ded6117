// What serves the model: devices, how they share it, which arithmetic counts, what is kept free, and the weights.

import { useTranslation } from 'react-i18next';
import { addServingWords } from '../../i18n/servingWords';
import { splits } from '../../state/deployment';
import { deploymentProblems } from '../../state/deploymentProblems';
import { entriesOf } from '../../state/entries';
import { unshared } from '../../state/placed';
import { Choice } from '../Choice';
import { CountField } from '../controls/CountField';
import { DevicePicker } from '../DevicePicker';
import { entryName } from '../entryText';
import { problemText } from '../problemText';
import { exact } from '../quantity';
import { setControls, useControls } from '../useControls';
import { ArithmeticChoice } from './ArithmeticChoice';
import { WeightControls } from './WeightControls';
import '../style/serving.css';

addServingWords();

const deviceFigures = ['memory', 'bandwidth', 'matrixFlops', 'f32Flops'] as const;

/** Of the numbers of devices, and of what each keeps free. */
function DeploymentNumber({ field }: { field: 'devices' | 'reserve' }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const controls = useControls((c) => c);
  const value = controls[field];
  const found = deploymentProblems(controls).find((each) => each.field === field);
  const { entries, counts } = unshared(entriesOf(controls), controls);
  const sharing =
    field === 'devices' && entries.length > 0
      ? s('problems.cannotShare', {
          count: value,
          names: entries.map((entry) => entryName(t, entry)).join(t('listComma')),
          counts: counts.map(exact).join(t('listComma')),
        })
      : undefined;
  return (
    <CountField
      label={s(`controls.${field}`)}
      value={value}
      problem={found ? problemText(t, found) : sharing}
      unreadText={(text) => t('problems.notANumber', { text, value: exact(value) })}
      {...(field === 'reserve' ? { note: s('controls.reserveNote') } : {})}
      onChange={(next) => setControls({ [field]: next })}
    />
  );
}

export function DeploymentControls() {
  const { t } = useTranslation('serving');
  const split = useControls((c) => c.split);
  return (
    <section className="deployment" aria-labelledby="deployment-title">
      <h2 id="deployment-title">{t('controls.title')}</h2>
      <div className="deployment-row">
        <DevicePicker label={t('controls.device')} figures={deviceFigures} />
        <DeploymentNumber field="devices" />
        <DeploymentNumber field="reserve" />
        <Choice
          legend={t('controls.split')}
          legendShown
          value={split}
          options={splits.map((value) => ({ value, label: t(`controls.splits.${value}`) }))}
          onChange={(next) => setControls({ split: next })}
        />
        <ArithmeticChoice legendShown />
        <p className="row-note" data-kind="name">
          {t(`controls.splitNotes.${split}`)}
        </p>
      </div>
      <WeightControls />
    </section>
  );
}
