// What the cursor stands on: a query, a key, and both weights with their difference.

import { Trans, useTranslation } from 'react-i18next';
import type { HeadPair } from '../../state/attentionMap';
import { Chosen, Computed, Measured } from '../figure/Figure';
import { exact } from '../quantity';
import type { Place } from './MapPicture';
import { showWeight } from './weightText';

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
  const Weight = measured ? Measured : Computed;
  const rows = pair && [
    ['A', <Weight key="a">{showWeight(pair.a[at] ?? NaN)}</Weight>],
    ['B', <Weight key="b">{showWeight(pair.b[at] ?? NaN)}</Weight>],
    ['A − B', <Computed key="d">{showWeight(pair.difference[at] ?? NaN)}</Computed>],
  ];
  return (
    <p className="map-readout" id="map-readout" role="status">
      {rows ? (
        <>
          <span className="map-place">
            <Trans
              t={s}
              i18nKey="readout.place"
              values={{ query: exact(query + 1), key: exact(key + 1) }}
              components={{ place: <Chosen /> }}
            />
          </span>
          {key > query ? (
            <span>{s('readout.masked')}</span>
          ) : (
            rows.map(([name, weight], i) => (
              // Rows have no identity but their place.
              <span key={i} className="map-weight">
                {name} {weight}
              </span>
            ))
          )}
        </>
      ) : (
        s('readout.none')
      )}
    </p>
  );
}
