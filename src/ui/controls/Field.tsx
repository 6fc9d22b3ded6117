// One number of the model or its workload, with what is known about it.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DimName } from '../../attention/dims';
import { modelById } from '../../facts/models';
import { billsOf, problemsOf } from '../../state/bills';
import { readersOf } from '../../state/fields';
import { linkKeys } from '../../state/linkKeys';
import { modelOf } from '../../state/modelShape';
import { stopsOf, type FieldName } from '../../state/scales';
import { exact } from '../quantity';
import { setControls, useControls } from '../useControls';
import { NumberControl } from './NumberControl';

/** The link's key of a field. */
export const keyOf = (field: FieldName): string =>
  linkKeys.find((entry) => entry.type === 'integer' && entry.field === field)?.key ?? field;

/** What a dimension is, and which of the variants shown read it. */
const readNote = (t: TFunction, field: DimName, shown: readonly string[]): string =>
  t('fieldNotes.readBy', {
    note: t(`fieldNotes.${field}`),
    variants: readersOf(field, shown)
      .map(({ name }) => name)
      .join(t('listComma')),
  });

export function Field({ field }: { field: FieldName }) {
  const { t } = useTranslation();
  const controls = useControls((c) => c);
  const { dims } = controls;
  const isDim = (name: FieldName): name is DimName => name in dims;
  const value = isDim(field) ? dims[field] : controls[field];
  const stops = stopsOf(field, { ...dims, layers: controls.layers });
  const problem = problemsOf(billsOf(controls)).find((each) => each.field === field);
  const grouped = field === 'kvHeads';
  const groupSize = dims.queryHeads / value;
  const { maxContext } = modelOf(controls);
  const { status, recalled } = modelById(controls.modelId);
  const isQuoted =
    controls.imported !== null || (status === 'verified' && !recalled.includes('maxContext'));
  return (
    <NumberControl
      field={field}
      value={value}
      stops={stops}
      problem={problem}
      note={isDim(field) ? readNote(t, field, controls.shown) : t(`fieldNotes.${field}`)}
      hint={
        grouped
          ? t('controls.divides', { queryHeads: dims.queryHeads, divisors: stops.join(' ') })
          : undefined
      }
      valueText={
        grouped && Number.isInteger(groupSize)
          ? t('controls.groupText', { value, groupSize: exact(groupSize) })
          : undefined
      }
      quoted={
        field === 'context' && isQuoted && maxContext !== null && value > maxContext
          ? t('facts.publishedFor', { count: maxContext })
          : undefined
      }
      onChange={(next) =>
        setControls(isDim(field) ? { dims: { ...dims, [field]: next } } : { [field]: next })
      }
    />
  );
}
