// npm run verify: every chosen case through the float64 reference and the kernels, one line a case.
//
//   npm run verify -- [--golden DIR] [--reader gpu|reference|all] [--kernels default|all] [--case TEXT]
//                     [--tag TAG] [--kind KIND] [--json FILE]
//
// Without --golden it runs built-in seeded cases. The exit code is 0 when all chosen cases pass.

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openGpu, type Gpu } from '../src/gpu/device';
import type { FormatId } from '../src/attention/format';
import { dawnAdapter } from './dawn';
import { builtInCases, runBuiltIn } from './golden/builtIn';
import { attendFamilies } from '../src/kernels/dispatch';
import { gpuReader } from './golden/gpuReader';
import { readManifest } from './golden/manifest';
import { judge, line, toJson, type CaseOutcome, type Check } from './golden/outcome';
import { referenceReader, type Reader } from './golden/reader';
import { verifyCase } from './golden/verifyCase';

const readerNames = ['gpu', 'reference', 'all'];
const kernelSets = ['default', 'all'];

interface Options {
  readonly golden: string | undefined;
  readonly reader: string;
  readonly kernels: string;
  readonly json: string | undefined;
  /** Whether a case is chosen, by its name, kind and tags. */
  readonly chosen: (name: string, kind: string, tags: readonly string[]) => boolean;
}

function oneOf(option: string, value: string, allowed: readonly string[]): string {
  if (!allowed.includes(value)) {
    throw new Error(`--${option} is "${value}"; it can be ${allowed.join(', ')}`);
  }
  return value;
}

function optionsOf(args: string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      golden: text,
      reader: { ...text, default: 'all' },
      kernels: { ...text, default: 'default' },
      case: text,
      tag: text,
      kind: text,
      json: text,
    },
  });
  return {
    golden: values.golden,
    reader: oneOf('reader', values.reader, readerNames),
    kernels: oneOf('kernels', values.kernels, kernelSets),
    json: values.json,
    chosen: (name, kind, tags) =>
      name.includes(values.case ?? '') &&
      (values.kind === undefined || kind === values.kind) &&
      (values.tag === undefined || tags.includes(values.tag)),
  };
}

type ReadersFor = (format: FormatId) => readonly Reader[];

async function* goldenOutcomes(
  folder: string,
  { chosen }: Options,
  readers: ReadersFor,
): AsyncGenerator<CaseOutcome> {
  for (const golden of readManifest(folder)) {
    if (!chosen(golden.name, golden.kind, golden.tags)) continue;
    yield await verifyCase(folder, golden, readers('f32'));
  }
}

async function* builtInOutcomes(
  { chosen }: Options,
  readers: ReadersFor,
): AsyncGenerator<CaseOutcome> {
  for (const builtIn of builtInCases) {
    // The reference keeps float64 whatever the format, so that one format is enough for it.
    const able = readers(builtIn.format).filter(
      ({ name }) => name === 'gpu' || builtIn.format === 'f32',
    );
    if (able.length === 0 || !chosen(builtIn.name, 'built_in', [])) continue;
    const checks: Check[] = [];
    let stoppedBy: unknown;
    for (const reader of able) {
      try {
        checks.push(...(await runBuiltIn(builtIn, reader)));
      } catch (error) {
        stoppedBy ??= error;
      }
    }
    yield judge(builtIn.name, checks, stoppedBy);
  }
}

/** Returns the exit code. */
export async function main(args: string[]): Promise<number> {
  const options = optionsOf(args);
  let gpu: Gpu | undefined;
  let adapter = 'none';
  if (options.reader !== 'reference') {
    const dawn = await dawnAdapter();
    if (!dawn) throw new Error('no WebGPU adapter here; --reader reference needs none');
    gpu = await openGpu(dawn.adapter);
    adapter = dawn.name;
  }
  const families = options.kernels === 'all' ? attendFamilies : (['staged'] as const);
  const readers: ReadersFor = (format) => [
    ...(options.reader === 'gpu' ? [] : [referenceReader]),
    ...families.flatMap((family) => (gpu ? [gpuReader(gpu, format, family)] : [])),
  ];

  const outcomes: CaseOutcome[] = [];
  console.log(`adapter: ${adapter}`);
  const source = options.golden
    ? goldenOutcomes(options.golden, options, readers)
    : builtInOutcomes(options, readers);
  for await (const outcome of source) {
    outcomes.push(outcome);
    console.log(line(outcome));
  }
  gpu?.device.destroy();
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  console.log(`${passed} of ${outcomes.length} cases pass`);
  if (options.json) writeFileSync(options.json, toJson(adapter, outcomes));
  return outcomes.length > 0 && passed === outcomes.length ? 0 : 1;
}
