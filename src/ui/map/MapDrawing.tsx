// The three maps beside each other, or below each other where there is less room, with one cursor in all of them.

import { useMemo, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeadPair } from '../../state/attentionMap';
import { useBox } from '../charts/useBox';
import { margin, MapPicture, type MapRole, type Place } from './MapPicture';
import type { MapGrid, MapScale } from './shades';

const firstBox = { width: 1032, height: 360 };
const gap = 24;
/** Narrower, and they stand below each other. */
const leastBeside = 640;
const largestSide = 14;

function gridFor(width: number, tokens: number): MapGrid {
  const each = width < leastBeside ? width : (width - 2 * gap) / 3;
  const side = Math.floor((each - margin.left - 2) / tokens);
  return { tokens, side: Math.max(3, Math.min(largestSide, side)) };
}

export function MapDrawing({
  pair,
  tokens,
  names,
  scale,
  place,
  onPlace,
  label,
  children,
}: {
  pair: HeadPair | null;
  /** Of the sequence that is shown, or would be. */
  tokens: number;
  names: Readonly<Record<MapRole, ReactNode>>;
  scale: MapScale;
  place: Place;
  onPlace: (place: Place) => void;
  label: string;
  /** What the cursor reads. */
  children: ReactNode;
}) {
  const { t: s } = useTranslation('map');
  const [measure, { width }] = useBox(firstBox);
  const grid = useMemo(() => gridFor(width, tokens), [width, tokens]);
  const move = (by: Partial<Place>) => {
    const within = (at: number) => Math.max(0, Math.min(tokens - 1, at));
    onPlace({
      query: within(place.query + (by.query ?? 0)),
      key: within(place.key + (by.key ?? 0)),
    });
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowUp: () => move({ query: -1 }),
    ArrowDown: () => move({ query: 1 }),
    ArrowLeft: () => move({ key: -1 }),
    ArrowRight: () => move({ key: 1 }),
    PageUp: () => move({ query: -8 }),
    PageDown: () => move({ query: 8 }),
    Home: () => move({ key: -tokens }),
    End: () => move({ key: place.query - place.key }),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keys[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
  const values = { a: pair?.a ?? null, b: pair?.b ?? null, difference: pair?.difference ?? null };
  return (
    <div ref={measure}>
      {children}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the cursor is moved by the arrow keys */}
      <div
        className="map-pictures"
        role="application"
        aria-label={label}
        aria-describedby="map-readout"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- and so it must be reached by keyboard
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {(['a', 'b', 'difference'] as const).map((role) => (
          <div key={role} className="map-one">
            <p className="map-name">{names[role]}</p>
            <MapPicture
              role={role}
              values={values[role]}
              grid={grid}
              most={role === 'difference' ? (pair?.largest ?? 0) : 1}
              scale={scale}
              place={place}
              onPlace={onPlace}
              label={s(`pictures.${role}`)}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
