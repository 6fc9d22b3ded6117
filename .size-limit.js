// How heavy the built scripts may be, gzipped: what the page needs to open, each part that is loaded later, the worker and
// the kernels that it loads where there is a device.
import { readdirSync, readFileSync } from 'node:fs';

const LIMITS = { opening: '150 kB', later: '120 kB', worker: '90 kB' };

const html = readFileSync('dist/index.html', 'utf8');
const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file);
const scripts = readdirSync('dist/assets')
  .filter((name) => name.endsWith('.js'))
  .map((name) => `assets/${name}`);
// Nothing is shown without the strings of one language: the heavier of the two counts.
const bytes = (file) => readFileSync(`dist/${file}`).length;
const [language] = scripts
  .filter((file) => /\/(en|zh)-/.test(file))
  .toSorted((a, b) => bytes(b) - bytes(a));
const opening = [...named, language];
const others = scripts.filter((file) => !opening.includes(file));

export default [
  { name: 'page, to open', path: opening.map((file) => `dist/${file}`), limit: LIMITS.opening },
  ...others.map((file) => ({
    name: file,
    path: `dist/${file}`,
    limit: /worker|decodeGpu|key-/i.test(file) ? LIMITS.worker : LIMITS.later,
  })),
].map((entry) => ({ ...entry, gzip: true }));
