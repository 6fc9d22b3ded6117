// The report as plain text: headings, and columns that stand under each other in a typeface of one width.

import type { Section } from './sections';

/** Columns that a text takes on a terminal: a Chinese letter takes two. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((width, letter) => width + (letter < '\u2e80' ? 1 : 2), 0);

const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - widthOf(text)));

function sectionText({ title, note, columns, rows }: Section): string {
  const lines = [
    ...(columns && rows.length > 0 ? [columns] : []),
    ...rows.map((cells) => cells.map(({ text }) => text)),
  ];
  const widths = (lines[0] ?? []).map((_, i) =>
    Math.max(...lines.map((cells) => widthOf(cells[i] ?? ''))),
  );
  const table = lines.map((cells) =>
    cells
      .map((text, i) => padded(text, widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [title, '-'.repeat(widthOf(title)), ...(note ? [note] : []), ...table].join('\n');
}

export const reportText = (title: string, sections: readonly Section[]): string =>
  `${[title, ...sections.map(sectionText)].join('\n\n')}\n`;
