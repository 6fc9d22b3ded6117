// Markdown (CommonMark with tables) as text: what is plain stays plain, whatever characters it has.

/** Text that a reader of Markdown shows as it is, on one line. */
export const plain = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#~]/g, (sign) => `\\${sign}`);

export const heading = (level: 1 | 2 | 3, text: string): string =>
  `${'#'.repeat(level)} ${plain(text)}`;

export interface MarkdownTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of the columns that are figures, by their place: they stand at the right. */
  readonly figures: readonly number[];
}

export function table({ columns, rows, figures }: MarkdownTable): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, i) => (figures.includes(i) ? '---:' : ':---'));
  return [row(columns.map(plain)), row(rule), ...rows.map((cells) => row(cells.map(plain)))].join(
    '\n',
  );
}

export const list = (items: readonly string[]): string =>
  items.map((item) => `- ${plain(item)}`).join('\n');

/** An address that opens. */
export const address = (url: string): string =>
  `<${url.replace(/[<>\s]/g, (sign) => encodeURIComponent(sign))}>`;
