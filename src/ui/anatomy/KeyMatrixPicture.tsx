// The matrix that makes the keys of all heads of what is cached, both sides to one scale: ones that copy, or numbers
// that were learned.

import { useTranslation } from 'react-i18next';
import type { KeyMatrix } from '../../draw/keyMatrix';
import { exact } from '../quantity';

/** Pixels of the longest side of both matrices. */
const longest = 176;

/** Blocks of one look are one path. */
function pathsOf({ blocks, entries }: KeyMatrix, scale: number): string {
  return blocks
    .map(({ row, column, rows, columns }) => {
      const [x, y] = [column * scale, row * scale];
      const [width, height] = [columns * scale, rows * scale];
      return entries === 'copied'
        ? `M${x},${y}l${width},${height}`
        : `M${x},${y}h${width}v${height}h${-width}Z`;
    })
    .join('');
}

export function KeyMatrixPicture({
  matrix,
  largest,
  hue,
}: {
  matrix: KeyMatrix | null;
  /** Rows or columns of the larger matrix of the two. */
  largest: number;
  hue: string;
}) {
  const { t: s } = useTranslation('anatomy');
  if (!matrix) {
    return (
      <div className="key-matrix">
        <p>{s('matrix.none')}</p>
      </div>
    );
  }
  const { rows, columns, entries } = matrix;
  const scale = longest / largest;
  const [width, height] = [columns * scale, rows * scale];
  const said = s(`matrix.${entries}`, { rows: exact(rows), columns: exact(columns) });
  const path = pathsOf(matrix, scale);
  return (
    <div className="key-matrix">
      <svg
        width={width + 2}
        height={height + 2}
        viewBox={`-1 -1 ${width + 2} ${height + 2}`}
        role="img"
        aria-label={said}
      >
        <rect className="key-matrix-ground" width={width} height={height} />
        {entries === 'copied' ? (
          <path d={path} fill="none" stroke={hue} strokeWidth={2} />
        ) : (
          <path d={path} fill={hue} opacity={0.75} />
        )}
        <rect className="key-matrix-outline" width={width} height={height} />
      </svg>
      <p data-kind="computed">{said}</p>
    </div>
  );
}
