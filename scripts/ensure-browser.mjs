// Makes sure that the tests have a browser: finds one, else installs Debian's Chromium or Playwright's.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';

const isRoot = process.getuid?.() === 0;
const isLinux = process.platform === 'linux';

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  console.error(`$ ${command} ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env }).status === 0;
}

/** Debian alone: Ubuntu's package of that name is only a pointer to a snap. */
function installFromDebian() {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!isRoot || !/^ID="?debian"?$/m.test(release)) return false;
  return (
    run('apt-get', ['update', '-qq']) &&
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  );
}

function installFromPlaywright() {
  const cli = join(import.meta.dirname, '../node_modules/@playwright/test/cli.js');
  const withDeps = isLinux && isRoot ? ['--with-deps'] : [];
  return run(process.execPath, [cli, 'install', ...withDeps, 'chromium']);
}

if (!(await findBrowser())) {
  console.error('No browser found for the tests; installing one …');
  const installed = installFromDebian() || installFromPlaywright();
  if (!installed || !(await findBrowser())) {
    console.error(
      'Could not install a browser. Install Chrome or Chromium, or set CHROME_PATH to its executable, and try again.',
    );
    process.exit(1);
  }
}
