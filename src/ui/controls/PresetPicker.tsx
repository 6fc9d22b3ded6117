// Which published model's sizes are shown, where they were read, and what to know about them.

import { useTranslation } from 'react-i18next';
import { isChanged } from '../../state/bills';
import { modelShape } from '../../state/controls';
import { modelById, modelGroup, models } from '../../facts/models';
import { setControls, useControls } from '../useControls';

const groups = [...new Set(models.map(modelGroup))];

export function PresetPicker() {
  const { t } = useTranslation();
  const modelId = useControls((c) => c.modelId);
  const changed = useControls(isChanged);
  const model = modelById(modelId);
  const choose = (id: string) => setControls(modelShape(id));
  return (
    <div className="preset">
      <label htmlFor="preset">{t('controls.preset')}</label>
      <select id="preset" value={modelId} onChange={(event) => choose(event.currentTarget.value)}>
        {groups.map((group) => (
          <optgroup key={group} label={t(`controls.modelGroups.${group}`, { defaultValue: group })}>
            {models
              .filter((each) => modelGroup(each) === group)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      <div className="preset-state">
        <details className="sources">
          <summary>{t('facts.more')}</summary>
          <ul>
            {model.sources.map((source) => (
              <li key={source}>
                <cite>{source}</cite>
              </li>
            ))}
            {model.caveats.map((caveat) => (
              <li key={caveat}>{t(`facts.caveats.${caveat}`)}</li>
            ))}
          </ul>
          <p>{t('facts.read', { date: model.date })}</p>
        </details>
        <button
          type="button"
          className="button quiet"
          title={t('controls.resetHint')}
          disabled={!changed}
          onClick={() => choose(modelId)}
        >
          {t('controls.reset')}
        </button>
      </div>
    </div>
  );
}
