// Fails if package-lock.json leaves out the binaries of some platform: npm ci would then fail on every machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '../package-lock.json');
/** @type {{ packages: Record<string, { optionalDependencies?: Record<string, string>, resolved?: string }> }} */
const { packages } = JSON.parse(readFileSync(file, 'utf8'));

const problems = [];
for (const [path, info] of Object.entries(packages)) {
  for (const name of Object.keys(info.optionalDependencies ?? {})) {
    if (!packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`]) {
      problems.push(`${path} needs ${name}, which the lockfile does not list`);
    }
  }
  if (info.resolved && !path.startsWith('..')) {
    problems.push(`${path} names a download address (omit-lockfile-registry-resolved in .npmrc)`);
  }
}

for (const problem of problems) console.error(`package-lock.json: ${problem}`);
if (problems.length > 0) process.exit(1);
