// How heavy the built scripts may be, gzipped: what the page needs to open, each part that is loaded later, the worker and
// the kernels that it loads where there is a device.
import { readdirSync, readFileSync } from 'node:fs';

const LIMITS = { opening: '150 kB', later: '120 kB', worker: '90 kB' };

const html = readFileSync('dist/index.html', 'utf8');
const opening = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(
  ([, file]) => file,
);
const others = readdirSync('dist/assets')
  .map((name) => `assets/${name}`)
  .filter((file) => file.endsWith('.js') && !opening.includes(file));

export default [
  { name: 'page, to open', path: opening.map((file) => `dist/${file}`), limit: LIMITS.opening },
  ...others.map((file) => ({
    name: file,
    path: `dist/${file}`,
    limit: /worker|decodeGpu|key-/i.test(file) ? LIMITS.worker : LIMITS.later,
  })),
].map((entry) => ({ ...entry, gzip: true }));
