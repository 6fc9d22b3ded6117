// Checks that imports run one way (the table below), that React and the page's DOM stay in their layers, and that src/gpu
// knows nothing of attention.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');

/**
 * What each layer may import of ours, besides itself: a layer, or one file of it. A file that stands in src/ itself is a
 * layer of its own. A new folder needs a line here.
 * @type {Record<string, string[]>}
 */
const LAYERS = {
  polyfill: [],
  attention: [],
  facts: ['attention'],
  import: ['attention', 'facts'],
  export: ['attention', 'facts', 'price', 'import/model'],
  price: ['attention', 'facts'],
  reference: ['attention', 'facts'],
  // The third reader of a plan: pictures.
  draw: ['attention', 'price'],
  gpu: [],
  kernels: ['attention', 'gpu', 'price'],
  // What happens to few rows, and how a weight is read, is the reference's: once, and in float64 where it costs nothing.
  cpu: ['attention', 'price', 'reference/normalize', 'reference/rotate', 'reference/project'],
  // What other programs import: no layer of the page does.
  lib: ['polyfill', 'attention', 'gpu', 'kernels', 'reference/seeded'],
  bench: ['attention', 'facts', 'price', 'reference', 'kernels', 'gpu', 'cpu'],
  engine: [
    'polyfill',
    'attention',
    'facts',
    'price',
    'reference',
    'kernels',
    'gpu',
    'cpu',
    'bench',
  ],
  // The reader of configurations is loaded when it is asked for: what it gives is what a state needs to know.
  state: [
    'attention',
    'facts',
    'price',
    'import/model',
    'export',
    'draw',
    'engine/protocol',
    'engine/client',
    'lowrank',
    'precision',
  ],
  // What decomposes matrices, in a worker of its own.
  lowrank: ['attention', 'price'],
  // What measures what storage loses, in another.
  precision: ['attention', 'price', 'reference', 'cpu', 'bench'],
  // Sentences about dims and facts stand beside them, and the language is part of the presentation.
  i18n: ['attention', 'facts', 'state/presentation'],
  ui: [
    'attention',
    'facts',
    'import',
    'export',
    'price',
    'draw',
    'engine/protocol',
    'lowrank',
    'precision',
    'state',
    'i18n',
  ],
  main: ['polyfill', 'state', 'i18n', 'ui'],
};

/** @type {{ what: string, package: RegExp, layers: string[] }[]} */
const PACKAGES = [
  {
    what: 'React',
    package: /^(react|react-dom|recharts|zustand)(\/client)?$/,
    layers: ['ui', 'main'],
  },
  { what: 'React', package: /^react-i18next$/, layers: ['ui', 'main', 'i18n'] },
];

const DOM =
  /(?<![\w$.'"`-])(window|document|localStorage)\s*(\?\.|\.|\[)|typeof (window|document)\b/;
const DOM_HOMES = /^src\/(ui\/|main\.tsx$|state\/permalink\.ts$)/;

const ATTENTION_WORDS = new Set(['head', 'heads', 'token', 'tokens', 'attention']);

/** @param {string} path such as src/price/bytes.ts */
const layerOf = (path) => (path.split('/')[1] ?? '').replace(/\..*$/, '');

/** @param {string} path */
const isTest = (path) => /\.test(-support)?\.tsx?$/.test(path);

/**
 * The text with its comments blanked, so that prose cannot break a rule; lines keep their numbers.
 * @param {string} text
 */
function withoutComments(text) {
  return text
    .replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/.*$/gm, '$1');
}

/**
 * Where a file's text names another module: static and dynamic imports, re-exports, and the workers it starts.
 * @param {string} code
 */
export function importsIn(code) {
  const pattern =
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew URL\(\s*)(?<quote>['"`])(?<target>[^'"`\n]+)\k<quote>/g;
  return [...code.matchAll(pattern)].map((match) => ({
    target: (match.groups?.['target'] ?? '').replace(/\?.*$/, ''),
    line: code.slice(0, match.index).split('\n').length,
  }));
}

/**
 * Every broken rule, as `file:line: message`.
 * @param {{ path: string, text: string }[]} files paths from the project's root, with forward slashes
 * @returns {string[]}
 */
export function violations(files) {
  return files.flatMap(({ path, text }) => {
    const layer = layerOf(path);
    const allowed = LAYERS[layer];
    if (!allowed) {
      return [
        `${path}:1: no layer is called ${layer}; add it to the table in scripts/check-layers.mjs`,
      ];
    }
    const code = withoutComments(text);
    const found = importsIn(code).flatMap(({ target, line }) => {
      const problem = target.startsWith('.')
        ? wrongDirection(path, layer, allowed, target)
        : wrongPackage(layer, target);
      return problem ? [`${path}:${line}: ${problem}`] : [];
    });
    if (!DOM_HOMES.test(path) && !isTest(path)) {
      found.push(
        ...linesWith(code, (line) => DOM.test(line)).map(
          (line) =>
            `${path}:${line}: only src/ui, src/main.tsx and src/state/permalink.ts touch the page's DOM`,
        ),
      );
    }
    if (layer === 'gpu') {
      found.push(
        ...linesWith(text, hasAttentionWord).map(
          (line) =>
            `${path}:${line}: src/gpu is WebGPU alone and knows no head, token or attention`,
        ),
      );
    }
    return found;
  });
}

/**
 * @param {string} path
 * @param {string} layer
 * @param {string[]} allowed
 * @param {string} target
 */
function wrongDirection(path, layer, allowed, target) {
  const resolved = posix.join(dirname(path), target).replace(/\.(tsx?|mjs)$/, '');
  // A test may compare its file with any other layer, and needs Dawn.
  if (
    isTest(path) ||
    resolved.startsWith('shaders/') ||
    !/^(src|bench|scripts|e2e)\//.test(resolved)
  ) {
    return undefined;
  }
  if (!resolved.startsWith('src/'))
    return `the page may not import ${resolved}, which only runs in Node`;
  if (/\.test-support(\.ts)?$/.test(resolved))
    return `the page may not import ${resolved}, which only tests use`;
  const inside = resolved.slice('src/'.length);
  const theirs = layerOf(resolved);
  if (theirs === layer || allowed.includes(theirs) || allowed.includes(inside)) return undefined;
  return `src/${layer} may not import ${resolved}; it may import ${allowed.join(', ') || 'nothing of ours'}`;
}

/**
 * @param {string} layer
 * @param {string} name
 */
function wrongPackage(layer, name) {
  const rule = PACKAGES.find((one) => one.package.test(name));
  if (!rule || rule.layers.includes(layer)) return undefined;
  const hint = name === 'zustand' ? ' (zustand/vanilla has no React)' : '';
  return `${rule.what} is for src/${rule.layers.join(' and src/')}, so src/${layer} may not import ${name}${hint}`;
}

/** @param {string} line */
function hasAttentionWord(line) {
  const words = line.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? [];
  return words.some((word) => ATTENTION_WORDS.has(word.toLowerCase()));
}

/**
 * @param {string} text
 * @param {(line: string) => boolean} matches
 */
function linesWith(text, matches) {
  return text.split('\n').flatMap((line, index) => (matches(line) ? [index + 1] : []));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path));
  const files = paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const found = violations(files);
  for (const violation of found) console.error(violation);
  if (found.length > 0) process.exit(1);
}
