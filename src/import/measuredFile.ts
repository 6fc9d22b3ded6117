// Reads a file of measured times: a run that the page saved, or a report of npm run bench --json.

import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import * as v from 'valibot';
import { benchReport } from './benchReport';

/** One measured shape. */
export interface MeasuredRow {
  /** What it is compared by: the same in two files for the same work. */
  readonly shape: string;
  readonly medianMs: number;
  readonly q1Ms: number;
  readonly q3Ms: number;
  readonly n: number;
}

export interface MeasuredFile {
  readonly origin: 'run' | 'bench';
  readonly device: string;
  /** What it was measured with, by names for programs. */
  readonly settings: Readonly<Record<string, string>>;
  readonly rows: readonly MeasuredRow[];
}

export type ReadFile =
  | { readonly file: MeasuredFile; readonly problem?: undefined }
  /** Where it is wrong, empty for the whole, and how: in English, as a validator says it. */
  | { readonly problem: { readonly place: string; readonly reason: string } };

const cell = v.union([v.string(), v.number(), v.boolean(), v.null()]);

const savedRun = v.object({
  chart: v.literal('decode-time'),
  link: v.string(),
  columns: v.array(v.string()),
  rows: v.array(v.array(cell)),
});

const wrong = (place: string, reason: string): ReadFile => ({ problem: { place, reason } });

function invalid([issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): ReadFile {
  return wrong(v.getDotPath(issue) ?? '', issue.message);
}

function readReport(value: unknown): ReadFile {
  const result = v.safeParse(benchReport, value);
  if (!result.success) return invalid(result.issues);
  const { device, versions, rows } = result.output;
  return {
    file: {
      origin: 'bench',
      device,
      settings: versions,
      rows: rows.flatMap((row) => {
        const { medianMs, q1Ms, q3Ms, n } = row;
        if (medianMs === null || q1Ms === null || q3Ms === null) return [];
        const { shape, system, kernel, format, scope } = row;
        return [
          { shape: [shape, system, kernel, format, scope].join(', '), medianMs, q1Ms, q3Ms, n },
        ];
      }),
    },
  };
}

/** Keys of a link that say how something is shown, not what was measured. */
const shownKeys = /^(v|page|unit|device|variants|base|pin[A-D]|wait|square|upto|lang|theme)$/;

/** What the link of a saved run says of the model and the workload. */
function linkSettings(link: string): Record<string, string> {
  const hash = link.slice(link.indexOf('#') + 1);
  return Object.fromEntries([...new URLSearchParams(hash)].filter(([key]) => !shownKeys.test(key)));
}

const runSettings = ['batch', 'format', 'scope', 'ran_on', 'timer'] as const;
const runFigures = ['context_tokens', 'median_ns', 'q1_ns', 'q3_ns'] as const;
const runTexts = ['variant', 'mode', 'samples_ns', 'adapter', 'failure'] as const;

function readRun(value: unknown): ReadFile {
  const result = v.safeParse(savedRun, value);
  if (!result.success) return invalid(result.issues);
  const { columns, rows, link } = result.output;
  for (const name of [...runTexts, ...runFigures, ...runSettings]) {
    if (!columns.includes(name)) return wrong('columns', `there is no column "${name}"`);
  }
  const measured: MeasuredRow[] = [];
  const settings: Record<string, string> = linkSettings(link);
  let device = '';
  for (const [i, row] of rows.entries()) {
    const at = (name: string) => row[columns.indexOf(name)];
    device = String(at('adapter') ?? '');
    // A point that failed has a place and a reason alone.
    if (at('failure')) continue;
    const figures = runFigures.map((name) => at(name));
    const bad = figures.findIndex((figure) => typeof figure !== 'number' || !(figure > 0));
    const name = runFigures[bad];
    if (name) {
      return wrong(`rows.${i}, ${name}`, `${JSON.stringify(figures[bad])} is no number above 0`);
    }
    const [context, medianNs, q1Ns, q3Ns] = figures.map(Number);
    for (const each of runSettings) settings[each] = String(at(each));
    measured.push({
      shape: `${String(at('variant'))} ${String(at('mode'))} ${context}`,
      medianMs: (medianNs ?? 0) / 1e6,
      q1Ms: (q1Ns ?? 0) / 1e6,
      q3Ms: (q3Ns ?? 0) / 1e6,
      n: String(at('samples_ns')).split(' ').length,
    });
  }
  return { file: { origin: 'run', device, settings, rows: measured } };
}

export function readMeasuredFile(text: string): ReadFile {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true });
  const [error] = errors;
  if (error) {
    const line = text.slice(0, error.offset).split('\n').length;
    return wrong(`line ${line}`, printParseErrorCode(error.error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('', 'the file is no JSON object');
  }
  const read = 'chart' in value ? readRun(value) : readReport(value);
  if (read.problem || read.file.rows.length > 0) return read;
  return wrong('rows', 'nothing in the file was measured');
}
