// One section of the report about the device: its heading, what there is to say of it, and its rows.

import { useId, type ReactNode } from 'react';
import type { Cell, Section } from './sections';

const classOf = ({ isShort, isStrong }: Cell, figures = false): string | undefined =>
  [isShort && 'problem', !isShort && isStrong && 'strong', figures && 'figures']
    .filter((each) => each)
    .join(' ') || undefined;

/** Whether a column under a heading holds figures alone, which line up at their right ends. */
const isFigures = (rows: Section['rows'], column: number): boolean =>
  column > 0 && rows.every((row) => /^([\d.,]+ ?[^\s\d_]*|[–—-]?)$/.test(row[column]?.text ?? ''));

export function SectionTable({
  section: { id: name, title, note, columns, rows },
  children,
}: {
  section: Section;
  /** What can be done about it. */
  children?: ReactNode;
}) {
  const id = useId();
  const figures = columns?.map((_, i) => isFigures(rows, i)) ?? [];
  return (
    <div className="device-section" data-section={name}>
      <h3 id={`${id}-title`}>{title}</h3>
      {note && (
        <p className="section-note" data-kind="name">
          {note}
        </p>
      )}
      {children}
      {rows.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard
        <div className="section-scroll" role="region" aria-labelledby={`${id}-title`} tabIndex={0}>
          <table className={columns ? 'columns' : 'pairs'}>
            {columns && (
              <thead data-kind="name">
                <tr>
                  {columns.map((column, i) => (
                    <th key={column} scope="col" className={figures[i] ? 'figures' : undefined}>
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
            )}
            <tbody>
              {rows.map(([first, ...rest], i) => (
                // Rows have no identity but their place.
                <tr key={i}>
                  {first && (
                    <th scope="row" data-kind={first.kind}>
                      {first.text}
                    </th>
                  )}
                  {rest.map((cell, j) => (
                    // Cells have no identity but their column.
                    <td key={j} data-kind={cell.kind} className={classOf(cell, figures[j + 1])}>
                      {cell.text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
