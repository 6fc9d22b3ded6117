// Counts of parameters as people write them: 671B, 8.03B, 134.5M.

const scales = [
  { letter: 'T', digits: 12 },
  { letter: 'B', digits: 9 },
  { letter: 'M', digits: 6 },
  { letter: 'K', digits: 3 },
] as const;

/** Powers of ten of what may stand behind a number; 亿 and 万 are how Chinese counts. */
const suffixes: Readonly<Record<string, number>> = {
  '': 0,
  k: 3,
  m: 6,
  b: 9,
  g: 9,
  t: 12,
  亿: 8,
  万: 4,
  万亿: 12,
};

/** The very count in the largest unit of which there is one: 8.03B, 8.030261248B, 576. */
export function showParameters(count: number): string {
  const scale = scales.find(({ digits }) => Math.abs(count) >= 10 ** digits);
  if (!scale) return String(count);
  const { letter, digits } = scale;
  const value = (count / 10 ** digits).toLocaleString('en-US', {
    maximumFractionDigits: digits,
    useGrouping: false,
  });
  return `${value}${letter}`;
}

/** The count that a text says, 0 where it is empty; null where it says none. Behind a unit it is rounded to a whole one. */
export function readParameters(text: string): number | null {
  const plain = text.replace(/[\s,_]/g, '').toLowerCase();
  if (plain === '') return 0;
  const [, digits = '', suffix = ''] = /^([-+.\de]*?)([a-z万亿]*)$/.exec(plain) ?? [];
  const power = suffixes[suffix];
  if (digits === '' || power === undefined || !Number.isFinite(Number(digits))) return null;
  return power === 0 ? Number(digits) : Math.round(Number(digits) * 10 ** power);
}
