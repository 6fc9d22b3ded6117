// Which published table chart C6 draws, by which measure, and whether of models of one size alone.

import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  measureById,
  ownParameters,
  parameterChoices,
  qualityDatasets,
  type QualityDataset,
} from '../../state/quality';
import { choiceOf } from '../../state/qualityChoices';
import { Why } from '../Why';
import type { QualityProps } from './QualityFigure';
import { measureText, showCount } from './qualityText';

/** A select by its label; `onPick` gets the place of the option picked. */
function Picker({
  label,
  at,
  options,
  why,
  onPick,
}: {
  label: string;
  at: number;
  options: readonly string[];
  /** Why there is nothing to choose, where there is one option. */
  why: string;
  onPick: (at: number) => void;
}): ReactNode {
  const id = useId();
  return (
    <span className="inline-field">
      <label htmlFor={id}>{label}</label>
      {/* One that has nothing to choose stays where it is, so that the others do too. */}
      <Why reason={options.length < 2 ? why : null}>
        {(explained) => (
          <select
            id={id}
            value={at}
            {...explained}
            onChange={(event) => onPick(Number(event.currentTarget.value))}
          >
            {options.map((option, i) => (
              <option key={option} value={i}>
                {option}
              </option>
            ))}
          </select>
        )}
      </Why>
    </span>
  );
}

export function QualityPickers({
  dataset,
  ...choice
}: Omit<QualityProps, 'datasetId'> & { dataset: QualityDataset }) {
  const { t } = useTranslation('quality');
  const { measure, sameParameters, onChange } = choice;
  const now = { datasetId: dataset.id, measure, sameParameters };
  const sizes = [0, ...parameterChoices(dataset)];
  return (
    <div className="quality-pickers">
      <Picker
        label={t('table')}
        at={qualityDatasets.indexOf(dataset)}
        why={t('why.table')}
        options={qualityDatasets.map(({ id }) => t(`tables.${id}`))}
        onPick={(at) => {
          const picked = qualityDatasets[at];
          if (picked) onChange(choiceOf(picked.id));
        }}
      />
      <Picker
        label={t('measure')}
        at={dataset.measures.indexOf(measureById(dataset, measure))}
        why={t('why.measure')}
        options={dataset.measures.map((each) => measureText(t, each))}
        onPick={(at) => onChange({ ...now, measure: dataset.measures[at]?.id ?? measure })}
      />
      <Picker
        label={t('parameters')}
        at={sizes.indexOf(ownParameters(dataset, sameParameters))}
        why={t('why.parameters')}
        options={sizes.map((millions) =>
          millions === 0
            ? t('anyParameters')
            : t('within', { parameters: showCount(millions * 1e6) }),
        )}
        onPick={(at) => onChange({ ...now, sameParameters: sizes[at] ?? 0 })}
      />
    </div>
  );
}
