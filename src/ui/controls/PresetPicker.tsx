// Which model's sizes are shown: a published one, with where they were read and what to know about them, or one's own.

import { useTranslation } from 'react-i18next';
import { isChanged } from '../../state/bills';
import { controlsStore } from '../../state/controls';
import { shapeOf } from '../../state/modelShape';
import { modelById } from '../../facts/models';
import { ImportButton } from '../import/ImportButton';
import { setControls, useControls } from '../useControls';
import { ModelSelect } from './ModelSelect';

function Sources() {
  const { t, i18n } = useTranslation();
  const model = modelById(useControls((c) => c.modelId));
  const imported = useControls((c) => c.imported);
  return (
    <details className="sources">
      <summary>{t('facts.more')}</summary>
      {imported ? (
        <p>{t('controls.importedFrom')}</p>
      ) : (
        <>
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
          {model.recalled.length > 0 && (
            <p>
              {t('facts.recalled', {
                fields: new Intl.ListFormat(i18n.language).format(
                  model.recalled.map((field) => t(`facts.recalledFields.${field}`)),
                ),
              })}
            </p>
          )}
          <p>{t('facts.read', { date: model.date })}</p>
        </>
      )}
    </details>
  );
}

export function PresetPicker() {
  const { t } = useTranslation();
  const changed = useControls(isChanged);
  return (
    <div className="preset">
      <div className="preset-head">
        <label htmlFor="preset">{t('controls.preset')}</label>
        <ImportButton />
      </div>
      <ModelSelect id="preset" />
      <div className="preset-state">
        <Sources />
        <button
          type="button"
          className="button quiet"
          title={t('controls.resetHint')}
          disabled={!changed}
          onClick={() => setControls(shapeOf(controlsStore.getState()))}
        >
          {t('controls.reset')}
        </button>
      </div>
    </div>
  );
}
