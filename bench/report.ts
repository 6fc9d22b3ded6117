// The table and the JSON of npm run bench.

import { ownName } from './peers/own';
import { summarize } from '../src/bench/stats';

/** One measured shape. Null where it could not be had or nothing measured it. */
export interface BenchRow {
  readonly system: string;
  readonly runsOn: 'gpu' | 'cpu';
  readonly kernel: string;
  readonly shape: string;
  readonly format: string;
  readonly scope: string;
  readonly medianMs: number | null;
  readonly q1Ms: number | null;
  readonly q3Ms: number | null;
  readonly n: number;
  /** One for each round, in the order measured. */
  readonly samplesMs: readonly number[];
  /** Compiling, uploading and the first run. */
  readonly firstMs: number | null;
  /** Compulsory ones. */
  readonly bytes: number | null;
  readonly flops: number | null;
  readonly actualBytes: number | null;
  /** Compulsory bytes over the median time. */
  readonly gbs: number | null;
  readonly gflops: number | null;
  /** Of the ceiling that binds: the least time that the measured ceilings allow, over the median time. */
  readonly shareOfCeiling: number | null;
  /** max |difference| / max |reference|. */
  readonly error: number | null;
  readonly agrees: boolean | null;
  readonly failure: {
    readonly code: string;
    readonly text: string;
    readonly unexpected: boolean;
  } | null;
  /** Rows of one workload were measured in the same rounds, and are compared with each other. */
  readonly workload: string;
}

/** What the device does at most: null until the suite `limits` measured it. */
export type Ceilings = Readonly<Record<'readGBs' | 'fmaGflops' | 'dispatchUs', number | null>>;

export interface BenchReport {
  readonly device: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly ceilings: Ceilings;
  readonly rows: readonly BenchRow[];
  readonly ratios: readonly Ratio[];
}

export interface Ratio {
  readonly shape: string;
  readonly against: string;
  /** Time of `against` over time of the shape, the median of the rounds' ratios: above 1, the shape is faster. */
  readonly ratio: number;
}

/** On the GPU or on the CPU. */
const isOwn = (system: string): boolean => system.startsWith(ownName);

/** A result of ours that is wrong, or that failed as it should not: the run has failed. */
export const isFault = ({ system, agrees, failure }: BenchRow): boolean =>
  failure?.unexpected === true || (isOwn(system) && agrees === false);

/** The rows with the share of the ceilings that each reaches. */
export function withCeilings(
  rows: readonly BenchRow[],
  { readGBs, fmaGflops }: Ceilings,
): BenchRow[] {
  return rows.map((row) => {
    const { bytes, flops, medianMs, runsOn } = row;
    // The ceilings are the GPU's.
    if (runsOn === 'cpu') return row;
    if (!readGBs || !fmaGflops || bytes === null || flops === null || !medianMs) return row;
    const leastMs = Math.max(bytes / readGBs, flops / fmaGflops) / 1e6;
    return { ...row, shareOfCeiling: leastMs / medianMs };
  });
}

/** The fastest right row of those given that was timed in rounds. */
const bestOf = (rows: readonly BenchRow[]): BenchRow | undefined =>
  rows
    .filter(({ agrees, medianMs, n }) => agrees === true && medianMs !== null && n > 1)
    .toSorted((a, b) => (a.medianMs ?? 0) - (b.medianMs ?? 0))[0];

/** Round by round, since a machine's speed changes between them. */
function pairedRatio(row: BenchRow, against: BenchRow): number {
  const pairs = row.samplesMs.flatMap((ms, i) => {
    const other = against.samplesMs[i];
    return other === undefined ? [] : [other / ms];
  });
  return summarize(pairs).median;
}

/**
 * Within a workload: our best row, on the GPU and on the CPU, against every other system's best; where all are ours,
 * each against the first.
 */
export function ratiosOf(rows: readonly BenchRow[]): Ratio[] {
  const workloads = [...new Set(rows.map(({ workload }) => workload))];
  return workloads.flatMap((workload): Ratio[] => {
    const together = rows.filter((row) => row.workload === workload);
    const systems = [...new Set(together.map(({ system }) => system))];
    const others = systems.filter((id) => !isOwn(id));
    if (others.length === 0) {
      const [first, ...rest] = together.filter(({ n }) => n > 1);
      return rest.flatMap((row) =>
        first ? [ratioOf(row, first, nameOf(row, first), nameOf(first, row))] : [],
      );
    }
    const best = (id: string) => bestOf(together.filter(({ system }) => system === id));
    return systems.filter(isOwn).flatMap((id) =>
      others.flatMap((other) => {
        const [own, against] = [best(id), best(other)];
        // Nobody chooses between our CPU reader and another's GPU kernels.
        if (!own || !against || (own.runsOn === 'cpu' && against.runsOn === 'gpu')) return [];
        const name = id === ownName ? own.shape : `${own.shape}, ${id}`;
        return [ratioOf(own, against, name, `${other}, ${against.kernel}`)];
      }),
    );
  });
}

/** What tells a row from another of ours. */
const nameOf = ({ shape, kernel, format }: BenchRow, other: BenchRow): string =>
  [shape, ...(shape === other.shape ? [kernel] : []), ...(format === 'f32' ? [] : [format])].join(
    ', ',
  );

const ratioOf = (row: BenchRow, other: BenchRow, shape: string, against: string): Ratio => ({
  shape,
  against,
  ratio: pairedRatio(row, other),
});

const headings = [
  'shape',
  'system',
  'kernel',
  'format',
  'median ms',
  'q1–q3',
  'n',
  'first ms',
  'GB/s',
  'GFLOP/s',
  'of ceiling',
  'error',
  '',
];

const digits = (value: number | null) => (value === null ? '–' : value.toPrecision(3));
const percent = (value: number | null) => (value === null ? '–' : `${(value * 100).toFixed(0)} %`);

/** One line, and not a page of a compiler's. */
const shortened = (text: string) => text.replace(/\s+/g, ' ').slice(0, 160);

function cells(row: BenchRow): string[] {
  const right = row.agrees ? 'agrees' : 'DISAGREES';
  const verdict = row.failure ? shortened(row.failure.text) : right;
  return [
    row.shape,
    row.system,
    row.kernel,
    row.format,
    digits(row.medianMs),
    row.q1Ms === null ? '–' : `${digits(row.q1Ms)}–${digits(row.q3Ms)}`,
    String(row.n),
    row.firstMs === null ? '–' : row.firstMs.toFixed(0),
    digits(row.gbs),
    digits(row.gflops),
    percent(row.shareOfCeiling),
    row.error === null ? '–' : row.error.toExponential(1),
    verdict,
  ];
}

function ceilingLines({ readGBs, fmaGflops, dispatchUs }: Ceilings): string[] {
  if (readGBs === null || fmaGflops === null || dispatchUs === null) return [];
  return [
    `This device reads ${digits(readGBs)} GB/s, computes ${digits(fmaGflops)} GFLOP/s of f32 multiply-adds and takes ${digits(dispatchUs)} µs for a dispatch.`,
  ];
}

export function table({ rows, ratios, ceilings }: BenchReport): string {
  const lines = [headings, ...rows.map(cells)];
  const widths = headings.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const text = lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
  const compared = ratios.map(
    ({ shape, against, ratio }) => `${shape}: ${ratio.toFixed(2)} times as fast as ${against}`,
  );
  const shown = rows.length > 0 ? [...text, ''] : [];
  return [...ceilingLines(ceilings), ...shown, ...compared]
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A report's file: a line for each row, so that files can be compared; numbers to six digits. */
export function jsonOf({ rows, ratios, ...rest }: BenchReport): string {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value;
  const lines = (list: readonly unknown[]) =>
    `[\n${list.map((each) => `    ${JSON.stringify(each, rounded)}`).join(',\n')}\n  ]`;
  const head = Object.entries(rest).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value, rounded)}`,
  );
  const body = [...head, `  "rows": ${lines(rows)}`, `  "ratios": ${lines(ratios)}`];
  return `{\n${body.join(',\n')}\n}\n`;
}
