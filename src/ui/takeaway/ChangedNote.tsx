// What differs between an entry and the model that was published.

import { useTranslation } from 'react-i18next';
import { nativeVariant } from '../../attention/variants';
import type { Entry } from '../../state/entries';
import { changesOf } from '../../state/exported';
import { modelOf } from '../../state/modelShape';
import { modelName } from '../entryText';
import { Chosen, Name, Quoted } from '../figure/Figure';
import { exact } from '../quantity';

export function ChangedNote({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const { t: w } = useTranslation('takeaway');
  const { variant, shape, origin } = entry;
  const changes = changesOf(entry);
  const model = modelName(t, entry);
  const words = () => {
    if (origin === 'proposal') {
      const own = nativeVariant(modelOf(shape).dims).name;
      return w('changed.proposal', { model, variant: variant.name, own });
    }
    if (changes.length > 0) return w('changed.changes', { model });
    return w(shape.imported ? 'changed.imported' : 'changed.published', { model });
  };
  return (
    <section className="changed-note" aria-labelledby="takeaway-changed">
      <h3 id="takeaway-changed">{w('changed.title')}</h3>
      <p>
        <Name>{words()}</Name>
      </p>
      {changes.length > 0 && origin === 'proposal' && <p>{w('changed.proposalChanges')}</p>}
      {changes.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{w('changed.field')}</th>
              <th scope="col">{w('changed.was')}</th>
              <th scope="col">{w('changed.is')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, published, here }) => (
              <tr key={field}>
                <th scope="row">{t(`fields.${field}`)}</th>
                <td>
                  {published === null ? w('changed.none') : <Quoted>{exact(published)}</Quoted>}
                </td>
                <td>
                  <Chosen>{exact(here)}</Chosen>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
