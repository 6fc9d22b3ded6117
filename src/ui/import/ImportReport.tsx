// What a config.json says: each figure with the field that gave it, and the fields that gave none.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ImportedModel, ImportResult, Place, Reading, Remark } from '../../import/model';
import { ownCache } from '../../state/importConfig';
import { exact } from '../quantity';
import { VariantMark } from '../VariantMark';
import { shownValues } from './shownValues';

function InFile({ place }: { place: Place }) {
  const { t } = useTranslation('import');
  return (
    <span className="import-place">
      <code>
        {place.path}: {place.raw}
      </code>{' '}
      <small>{t('line', { line: place.line })}</small>
    </span>
  );
}

const mayBeNone = new Set<Reading['figure']>(['biases', 'positions', 'headNorm', 'sinks']);

function useReadingText() {
  const { t } = useTranslation(['import', 'translation']);
  const fields: object = t('translation:fields', { returnObjects: true });
  const label = (figure: Reading['figure']): string =>
    figure in fields
      ? t(`translation:fields.${figure}`, { defaultValue: figure })
      : t(`import:figures.${figure}`, { defaultValue: figure });
  const value = ({ figure, value: given }: Reading): string => {
    if (given === 0 && mayBeNone.has(figure)) return t('import:none');
    if (figure === 'headNorm' || figure === 'sinks') return t('import:yes');
    if (given === 'interleaved' || given === 'half') return t(`import:pairs.${given}`);
    return typeof given === 'number' ? exact(given) : given;
  };
  const rule = (reading: Reading): string | null => {
    if (!reading.rule) return null;
    const { code, values } = reading.rule;
    return t(`import:rules.${code}`, { replace: shownValues(values) });
  };
  return { label, value, rule };
}

function Remarks({ remarks }: { remarks: readonly Remark[] }) {
  const { t } = useTranslation('import');
  return (
    <ul>
      {remarks.map(({ field, code }) => (
        <li key={`${field.path} ${code}`}>
          <InFile place={field} />
          <span>{t(`remarks.${code}`)}</span>
        </li>
      ))}
    </ul>
  );
}

/** A model's own variant and what it caches, in a line. */
export function foundText(t: TFunction<'import'>, model: ImportedModel): string {
  const { variant, tokenLayerBytes } = ownCache(model);
  return t('found', { variant: variant.name, bytes: `${exact(tokenLayerBytes)} B` });
}

export function ImportReport({ result }: { result: Extract<ImportResult, { kind: 'model' }> }) {
  const { t } = useTranslation('import');
  const { label, value, rule } = useReadingText();
  const { model, readings, unknown, ignored } = result;
  const { variant } = ownCache(model);
  const layers = model.groups.map(({ layers: count, window }) =>
    window === undefined
      ? t('groups.full', { count })
      : t('groups.windowed', { count, window: exact(window) }),
  );
  return (
    <section className="import-report">
      <div className="import-found">
        <p>
          <b>{model.name ?? t('nameless')}</b>
        </p>
        <p>
          <VariantMark variantId={variant.id} /> {foundText(t, model)}
        </p>
        <p>{layers.join(t('comma'))}</p>
      </div>
      {unknown.length > 0 && (
        <div className="import-unknown">
          <h3>{t('unknownTitle')}</h3>
          <Remarks remarks={unknown} />
        </div>
      )}
      <table>
        <caption>{t('figuresTitle')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('columns.figure')}</th>
            <th scope="col">{t('columns.value')}</th>
            <th scope="col">{t('columns.source')}</th>
          </tr>
        </thead>
        <tbody>
          {readings.map((reading, i) => (
            // A figure may be read twice, from two fields.
            <tr key={i}>
              <th scope="row">{label(reading.figure)}</th>
              <td className="import-value">{value(reading)}</td>
              <td>
                {reading.field && <InFile place={reading.field} />}
                {reading.rule && <small className="import-rule">{rule(reading)}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {ignored.length > 0 && (
        <details>
          <summary>{t('ignoredTitle')}</summary>
          <Remarks remarks={ignored} />
        </details>
      )}
    </section>
  );
}
