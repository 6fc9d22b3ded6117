// The list of models to choose from, by the attention they were published with.

import { useTranslation } from 'react-i18next';
import { modelGroup, models } from '../../facts/models';
import { modelShape } from '../../state/modelShape';
import { setControls, useControls } from '../useControls';

const groups = [...new Set(models.map(modelGroup))];

/** The value of the choice that stands for an imported model. */
const own = '';

/** Named by `label`, where no label of the page names it. */
export function ModelSelect({ id, label }: { id?: string; label?: string }) {
  const { t } = useTranslation();
  const modelId = useControls((c) => c.modelId);
  const imported = useControls((c) => c.imported);
  const choose = (chosen: string) => {
    if (chosen !== own) setControls(modelShape(chosen));
  };
  return (
    <select
      id={id}
      aria-label={label}
      value={imported ? own : modelId}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      {imported && (
        <optgroup label={t('controls.importedGroup')}>
          <option value={own}>{imported.name ?? t('controls.imported')}</option>
        </optgroup>
      )}
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
  );
}
