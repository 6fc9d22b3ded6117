// What the shades mean, with numbers: of the weights from 0 to 1, of the difference to the largest of this head.

import { useTranslation } from 'react-i18next';
import { decades, shadeCount, type MapScale } from './shades';
import { showWeight } from './weightText';

const side = 10;

function Ramp({ from, hatched = false }: { from: number; hatched?: boolean }) {
  const shades = hatched ? [0] : Array.from({ length: shadeCount - from + 1 }, (_, i) => from + i);
  // As few as a narrow phone has room for: nine, with numbers on both sides.
  const shown = shades.filter((shade) => shade % (from < 0 ? 4 : 2) === 0);
  const width = shown.length * side;
  return (
    <svg
      className={`map-ramp ${from < 0 ? 'difference' : 'a'}`}
      width={width + 2}
      height={side + 4}
      viewBox={`-1 -2 ${width + 2} ${side + 4}`}
      aria-hidden="true"
    >
      <rect className="map-ground" width={width} height={side} />
      {hatched && <path className="map-hatch" d={`M0,${side}L${side},0`} />}
      {shown.map((shade, i) => (
        <rect
          key={shade}
          className={shade < 0 ? 'map-below' : 'map-above'}
          x={i * side}
          width={side}
          height={side}
          opacity={Math.abs(shade) / shadeCount}
        />
      ))}
      <rect className="map-frame" width={width} height={side} />
    </svg>
  );
}

export function MapKey({ scale, largest }: { scale: MapScale; largest: number | null }) {
  const { t: s } = useTranslation('map');
  const least = showWeight(10 ** -decades);
  const most = largest !== null && largest > 0 ? showWeight(largest) : null;
  return (
    <>
      <span className="line-key words">
        {s('legend.weights')} <span data-kind="scale">{scale === 'log' ? `≤ ${least}` : '0'}</span>
        <Ramp from={0} />
        <span data-kind="scale">1</span>
      </span>
      {most !== null && (
        <span className="line-key words">
          {s('legend.difference')} <span data-kind="scale">−{most}</span>
          <Ramp from={-shadeCount} />
          <span data-kind="scale">+{most}</span>
        </span>
      )}
      <span className="line-key words">
        <Ramp from={0} hatched />
        {s('legend.masked')}
      </span>
      {largest !== null && scale === 'log' && (
        <span className="line-key words" data-kind="scale">
          {s('legend.log', { decades })}
        </span>
      )}
    </>
  );
}
