// The table and the JSON of npm run bench.

/** One measured shape. Null where it could not be had or nothing measured it. */
export interface BenchRow {
  readonly system: string;
  readonly kernel: string;
  readonly shape: string;
  readonly format: string;
  readonly scope: string;
  readonly medianMs: number | null;
  readonly q1Ms: number | null;
  readonly q3Ms: number | null;
  readonly n: number;
  readonly firstMs: number | null;
  /** Compulsory ones. */
  readonly bytes: number | null;
  readonly flops: number | null;
  readonly actualBytes: number | null;
  /** Compulsory bytes over the median time. */
  readonly gbs: number | null;
  readonly gflops: number | null;
  readonly shareOfCeiling: number | null;
  /** max |difference| / max |reference|. */
  readonly error: number | null;
  readonly agrees: boolean | null;
  readonly failure: {
    readonly code: string;
    readonly text: string;
    readonly unexpected: boolean;
  } | null;
  /** What the row is compared with: the same workload by another variant. */
  readonly workload: string;
}

export interface BenchReport {
  readonly device: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Null until the suite `limits` measures them. */
  readonly ceilings: Readonly<Record<'readGBs' | 'fmaGflops' | 'dispatchUs', number | null>>;
  readonly rows: readonly BenchRow[];
  readonly ratios: readonly Ratio[];
}

export interface Ratio {
  readonly shape: string;
  readonly against: string;
  /** Median over median: below 1 is faster. */
  readonly ratio: number;
}

/** Each row against the first of its workload. */
export function ratiosOf(rows: readonly BenchRow[]): Ratio[] {
  return rows.flatMap((row): Ratio[] => {
    const against = rows.find(({ workload }) => workload === row.workload);
    if (!against?.medianMs || !row.medianMs || against === row) return [];
    return [{ shape: row.shape, against: against.shape, ratio: row.medianMs / against.medianMs }];
  });
}

const columns = [
  'shape',
  'format',
  'median ms',
  'q1–q3',
  'n',
  'first ms',
  'GB/s',
  'GFLOP/s',
  'error',
  '',
];

const digits = (value: number | null) => (value === null ? '–' : value.toPrecision(3));

function cells(row: BenchRow): string[] {
  const verdict = row.failure ? row.failure.text : row.agrees ? 'agrees' : 'DISAGREES';
  return [
    row.shape,
    row.format,
    digits(row.medianMs),
    `${digits(row.q1Ms)}–${digits(row.q3Ms)}`,
    String(row.n),
    digits(row.firstMs),
    digits(row.gbs),
    digits(row.gflops),
    row.error === null ? '–' : row.error.toExponential(1),
    verdict,
  ];
}

export function table({ rows, ratios }: BenchReport): string {
  const lines = [columns, ...rows.map(cells)];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const text = lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
  const compared = ratios.map(
    ({ shape, against, ratio }) => `${shape} takes ${ratio.toFixed(2)} of ${against}`,
  );
  return [...text, '', ...compared].map((line) => line.trimEnd()).join('\n');
}
