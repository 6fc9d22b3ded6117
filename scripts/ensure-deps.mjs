// Installs the packages of package-lock.json when node_modules does not already hold exactly those; otherwise does nothing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stampFile = join(root, 'node_modules', '.lock-stamp');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const nodeIsNewEnough =
  (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
if (!nodeIsNewEnough) {
  console.error(
    `Attention Playground needs Node 20.19 or 22.12, or newer; this is Node ${process.versions.node}.`,
  );
  process.exit(1);
}

// Native packages differ by platform, so a node_modules brought from another machine counts as missing.
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex');
const installed = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';

if (installed !== wanted) {
  console.error('Installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    console.error('npm ci failed: see its message above.');
    process.exit(result.status ?? 1);
  }
  writeFileSync(stampFile, wanted);
}
