// npm run bench: the page's own measurements without the page, and other systems beside ours, as a table and as JSON.
//
//   npm run bench -- [--suite limits|decode|prefill|mla|layer|peers|all] [--runtime browser|node] [--rounds N]
//                    [--json FILE] [--model ID] [--contexts 512,2048] [--formats f32,int8] [--shapes TEXT]
//                    [--systems TEXT] [--ways TEXT] [--threads N]
//
// docs/benchmark.md says what is timed. The exit code is 1 when a result of ours disagrees with float64 or fails
// otherwise than by not fitting.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { formatIds, type FormatId } from '../src/attention/format';
import type { Machine } from './browser/drive';
import {
  jobsOf,
  suiteNames,
  type Job,
  type JobResult,
  type SuiteName,
  type SuiteOptions,
} from './jobs';
import {
  isFault,
  jsonOf,
  ratiosOf,
  table,
  withCeilings,
  type BenchReport,
  type Ceilings,
} from './report';

interface Options extends SuiteOptions {
  readonly suites: readonly SuiteName[];
  readonly runtime: 'browser' | 'node';
  readonly json: string | undefined;
}

function wholeNumber(text: string, name: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) {
    throw new Error(`--${name} needs a whole number of at least ${least}, not "${text}"`);
  }
  return value;
}

function formatOf(text: string): FormatId {
  const format = formatIds.find((id) => id === text);
  if (!format) throw new Error(`no format "${text}": choose ${formatIds.join(', ')}`);
  return format;
}

function optionsOf(args: string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      suite: { ...text, default: 'decode' },
      runtime: { ...text, default: 'browser' },
      rounds: { ...text, default: '7' },
      model: { ...text, default: 'llama3.1-8b' },
      contexts: { ...text, default: '512,2048,4096' },
      formats: { ...text, default: 'f32,f16' },
      shapes: { ...text, default: '' },
      systems: { ...text, default: '' },
      ways: { ...text, default: '' },
      threads: { ...text, default: '1' },
      json: text,
    },
  });
  const { suite, runtime } = values;
  const suites = suite === 'all' ? suiteNames : suiteNames.filter((name) => name === suite);
  if (suites.length === 0) {
    throw new Error(`no suite "${suite}": choose ${suiteNames.join(', ')} or all`);
  }
  if (runtime !== 'browser' && runtime !== 'node') {
    throw new Error(`no runtime "${runtime}": choose browser or node`);
  }
  return {
    suites,
    runtime,
    modelId: values.model,
    // Fewer samples have no quartiles worth the name.
    rounds: wholeNumber(values.rounds, 'rounds', 5),
    contexts: values.contexts.split(',').map((each) => wholeNumber(each, 'contexts', 1)),
    formats: values.formats.split(',').map(formatOf),
    threads: wholeNumber(values.threads, 'threads', 1),
    shapes: values.shapes,
    systems: values.systems,
    ways: values.ways,
    json: values.json,
  };
}

/** The version of an installed package. */
function versionOf(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}

/** What takes part, beside the project itself. */
const measuredPackages = {
  browser: ['onnxruntime-web', '@tensorflow/tfjs-backend-webgpu', '@jax-js/jax'],
  node: ['webgpu', 'onnxruntime-web', '@tensorflow/tfjs-backend-webgpu', '@jax-js/jax'],
} as const;

const unmeasured: Ceilings = { readGBs: null, fmaGflops: null, dispatchUs: null };

const nameOf = (job: Job): string => ('shape' in job ? job.shape.id : job.kind);

function reportOf(
  { device, versions }: Machine,
  runtime: Options['runtime'],
  results: readonly JobResult[],
): BenchReport {
  const ceilings = results.findLast((result) => result.ceilings)?.ceilings ?? unmeasured;
  const rows = results.flatMap((result) => withCeilings(result.rows, ceilings));
  const packages = measuredPackages[runtime].map((name) => [name, versionOf(name)] as const);
  return {
    device,
    versions: { ...versions, ...Object.fromEntries(packages) },
    ceilings,
    rows,
    ratios: ratiosOf(rows),
  };
}

export async function main(args: string[]): Promise<number> {
  const { suites, runtime, json, ...options } = optionsOf(args);
  const say = (line: string) => console.error(line);
  // The browser closes itself then, and the next job would open another.
  process.once('SIGTERM', () => process.exit(143));
  const { drive } =
    runtime === 'browser' ? await import('./browser/drive') : await import('./drive');
  const driver = await drive(say);
  const results: JobResult[] = [];
  try {
    const machine = await driver.describe();
    console.log(machine.device);
    // The ceilings come first, whatever was asked for: every row is held against them.
    const asked = [...new Set<SuiteName>(['limits', ...suites])];
    const lost: Job[] = [];
    let report = reportOf(machine, runtime, results);
    for (const job of asked.flatMap((suite) => jobsOf(suite, options))) {
      try {
        results.push(await driver.run(job));
      } catch (error) {
        // A browser or a driver that crashed takes one job with it, not the hour of the others.
        console.error(`${nameOf(job)} failed:`, error);
        lost.push(job);
      }
      report = reportOf(machine, runtime, results);
      // A run may take an hour: what is done is kept should it be stopped.
      if (json) writeFileSync(json, jsonOf(report));
    }
    console.log(table(report));
    const faults = report.rows.filter(isFault);
    if (faults.length > 0) console.error(`${faults.length} rows of ours are wrong or failed`);
    if (lost.length > 0) console.error(`${lost.map(nameOf).join(', ')}: failed, see above`);
    return faults.length + lost.length > 0 ? 1 : 0;
  } finally {
    await driver.close();
  }
}
