// npm run bench: the page's own measurements without the page, as a table and as JSON.
//
//   npm run bench -- [--suite decode|all] [--runtime node] [--rounds N] [--model ID] [--contexts 512,2048]
//                    [--json FILE]
//
// The exit code is 1 when a result disagrees with float64 or a point fails otherwise than by not fitting.

import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openGpu } from '../src/gpu/device';
import { Timer } from '../src/gpu/timer';
import { dawnAdapter } from './dawn';
import { decodeSuite } from './decodeSuite';
import { ratiosOf, table, type BenchReport } from './report';

/** The suites that exist; the contract names limits, prefill, mla, layer and peers beside it. */
const suites = ['decode', 'all'];

function optionsOf(args: string[]) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      suite: { ...text, default: 'decode' },
      runtime: { ...text, default: 'node' },
      rounds: { ...text, default: '7' },
      model: { ...text, default: 'llama3.1-8b' },
      contexts: { ...text, default: '512,2048,4096' },
      json: text,
    },
  });
  const { suite, runtime, model: modelId, json } = values;
  if (!suites.includes(suite)) {
    throw new Error(`the suite "${suite}" is not here yet: choose ${suites.join(' or ')}`);
  }
  if (runtime !== 'node') throw new Error(`the runtime "${runtime}" is not here yet: choose node`);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 5)
    throw new Error('--rounds needs a number of at least 5');
  const contexts = values.contexts.split(',').map(Number);
  if (!contexts.every((context) => Number.isInteger(context) && context > 0)) {
    throw new Error('--contexts needs whole numbers such as 512,2048');
  }
  return { modelId, rounds, contexts, json };
}

/** The version of an installed package. */
function versionOf(name: string): string {
  const text = readFileSync(
    new URL(`../node_modules/${name}/package.json`, import.meta.url),
    'utf8',
  );
  const { version } = JSON.parse(text) as { version: string };
  return version;
}

export async function main(args: string[]): Promise<number> {
  const options = optionsOf(args);
  const dawn = await dawnAdapter();
  if (!dawn) {
    console.error(
      'No WebGPU adapter: install Chromium, which brings SwiftShader, or a GPU driver.',
    );
    return 1;
  }
  const gpu = await openGpu(dawn.adapter);
  const timer = await Timer.open(gpu);
  const software = gpu.info.software ? ', a CPU that imitates a GPU: its speed is not a GPU’s' : '';
  console.log(`${dawn.name}${software}; timed by ${timer.kind}, step ${timer.resolutionNs} ns`);

  const rows = await decodeSuite({ gpu, timer }, options, (line) => console.error(line));
  const report: BenchReport = {
    device: dawn.name,
    versions: { node: process.versions.node, webgpu: versionOf('webgpu') },
    ceilings: { readGBs: null, fmaGflops: null, dispatchUs: null },
    rows,
    ratios: ratiosOf(rows),
  };
  console.log(table(report));
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  timer.dispose();
  gpu.device.destroy();
  const bad = rows.filter(({ agrees, failure }) => agrees === false || failure?.unexpected);
  if (bad.length > 0) console.error(`${bad.length} rows are wrong or failed`);
  return bad.length > 0 ? 1 : 0;
}
