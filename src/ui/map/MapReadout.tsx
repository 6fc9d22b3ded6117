// What the cursor stands on: a query, a key, and both weights with their difference.

import { Trans, useTranslation } from 'react-i18next';
import type { HeadPair } from '../../state/attentionMap';
import { showValue } from '../anatomy/anatomyText';
import { Chosen, Computed, Measured } from '../figure/Figure';
import { exact } from '../quantity';
import type { Place } from './MapPicture';

export function MapReadout({
  pair,
  place: { query, key },
  measured,
}: {
  pair: HeadPair | null;
  place: Place;
  /** Whether a device made the weights. */
  measured: boolean;
}) {
  const { t: s } = useTranslation('map');
  const at = query * (pair?.tokens ?? 0) + key;
  const show = (values: Float32Array | Float64Array | undefined) =>
    showValue(values?.[at] ?? NaN).replace('-', '−');
  const Weight = measured ? Measured : Computed;
  const said = !pair ? 'readout.none' : key > query ? 'readout.masked' : 'readout.weights';
  return (
    <p className="map-readout" id="map-readout" role="status">
      <Trans
        t={s}
        i18nKey={said}
        values={{
          query: exact(query + 1),
          key: exact(key + 1),
          a: show(pair?.a),
          b: show(pair?.b),
          difference: show(pair?.difference),
        }}
        components={{ place: <Chosen />, weight: <Weight />, difference: <Computed /> }}
      />
    </p>
  );
}
