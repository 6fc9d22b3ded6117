// Runs a file of GPU tests slice by slice, each in a process of its own: a software device keeps every compiled shader,
// and a thousand cases would fill the memory.

import { spawnSync } from 'node:child_process';

const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'gpu', '--reporter=verbose'];

/**
 * Every test is named as it ends. Sets the process's exit code, 0 when all of them pass.
 * @param {string} file path of the tests
 * @param {readonly { said: string, env: Record<string, string> }[]} slices what each is called, and what tells the file
 */
export function runSliced(file, slices) {
  if (slices.length === 0) {
    console.error(`nothing to run: ${process.argv.slice(2).join(' ')} name no slice of ${file}`);
    process.exitCode = 1;
    return;
  }
  const failed = [];
  for (const { said, env } of slices) {
    console.log(said);
    const { status } = spawnSync(process.execPath, [...vitest, file], {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    if (status !== 0) failed.push(said);
  }
  const all = `all ${slices.length} slices agree`;
  console.log(failed.length === 0 ? all : `slices that do not agree:\n${failed.join('\n')}`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
