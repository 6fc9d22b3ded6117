// One map: its squares, what is masked, its axes, and the cursor.

import { memo, useId, useMemo, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { exact } from '../quantity';
import {
  maskedPath,
  shadeCount,
  shadePaths,
  squareSize,
  type MapGrid,
  type MapScale,
} from './shades';

/** A query and a key, counted from 0. */
export interface Place {
  readonly query: number;
  readonly key: number;
}

/** Left of the squares and above them: the numbers of the tokens. */
export const margin = { left: 26, top: 34 } as const;

export type MapRole = 'a' | 'b' | 'difference';

const Squares = memo(function Squares({
  values,
  grid,
  most,
  scale,
  hatch,
}: {
  /** [tokens, tokens]; null where there are none yet. */
  values: Float32Array | Float64Array | null;
  grid: MapGrid;
  most: number;
  scale: MapScale;
  hatch: string;
}) {
  const paths = useMemo(
    () => (values ? [...shadePaths(values, grid, most, scale)] : []),
    [values, grid, most, scale],
  );
  const width = grid.side * grid.tokens;
  return (
    <>
      <rect className="map-ground" width={width} height={width} />
      <path d={maskedPath(grid)} fill={hatch} />
      {paths.map(([shade, d]) => (
        <path
          key={String(shade)}
          d={d}
          className={shade === null ? 'heat-wrong' : shade < 0 ? 'map-below' : 'map-above'}
          opacity={shade === null ? 1 : Math.abs(shade) / shadeCount}
        />
      ))}
      <rect className="map-frame" width={width} height={width} />
    </>
  );
});

/** The first token, the last, and what stands halfway. */
const ticksOf = (tokens: number): number[] => [0, Math.floor(tokens / 2) - 1, tokens - 1];

function Axes({ tokens, side }: MapGrid) {
  const { t: s } = useTranslation('map');
  const width = tokens * side;
  return (
    <g className="map-axes">
      <text x={0} y={-20}>
        {s('axes.key')}
      </text>
      <text transform="rotate(-90)" x={0} y={-16} textAnchor="end">
        {s('axes.query')}
      </text>
      <g data-kind="scale">
        {ticksOf(tokens).map((token) => {
          const middle = (token + 0.5) * side;
          return (
            <g key={token}>
              <text x={Math.min(middle, width - 4)} y={-6} textAnchor="middle">
                {exact(token + 1)}
              </text>
              {token > 0 && (
                <text x={-4} y={middle + 4} textAnchor="end">
                  {exact(token + 1)}
                </text>
              )}
            </g>
          );
        })}
      </g>
    </g>
  );
}

export function MapPicture({
  role,
  values,
  grid,
  most,
  scale,
  place,
  onPlace,
  label,
}: {
  role: MapRole;
  values: Float32Array | Float64Array | null;
  grid: MapGrid;
  /** The value of the darkest shade. */
  most: number;
  scale: MapScale;
  place: Place;
  onPlace: (place: Place) => void;
  label: string;
}) {
  const id = useId();
  const { tokens, side } = grid;
  const width = tokens * side;
  const point = ({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    const query = Math.floor((clientY - top - margin.top) / side);
    const key = Math.floor((clientX - left - margin.left) / side);
    const inside = [query, key].every((at) => at >= 0 && at < tokens);
    if (inside && (query !== place.query || key !== place.key)) onPlace({ query, key });
  };
  const size = squareSize(grid);
  return (
    <svg
      className={`map-picture ${role}`}
      width={width + margin.left + 2}
      height={width + margin.top + 2}
      role="img"
      aria-label={label}
      onPointerMove={point}
      onPointerDown={point}
    >
      <defs>
        <pattern id={`${id}-masked`} width={6} height={6} patternUnits="userSpaceOnUse">
          <path className="map-hatch" d="M-1,7L7,-1M-1,1L1,-1M5,7L7,5" />
        </pattern>
      </defs>
      <g transform={`translate(${margin.left},${margin.top})`}>
        <Axes {...grid} />
        <Squares
          values={values}
          grid={grid}
          most={most}
          scale={scale}
          hatch={`url(#${id}-masked)`}
        />
        {values && (
          <g className="map-cursor">
            <path
              className="map-cross"
              d={`M0,${(place.query + 0.5) * side}H${place.key * side}M${(place.key + 0.5) * side},0V${place.query * side}`}
            />
            <rect
              x={place.key * side - 1}
              y={place.query * side - 1}
              width={size + 2}
              height={size + 2}
            />
          </g>
        )}
      </g>
    </svg>
  );
}
