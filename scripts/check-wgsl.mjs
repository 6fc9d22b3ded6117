// Checks every shader: its first line says what it is, its size stays readable, and what the kernels link from it passes
// naga, Firefox's compiler (Chrome's is asked by the GPU tests).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NagaError, parseWgsl, validate } from 'naga-wasm';
import { loadTypeScript } from './run-ts.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'shaders');
const MAX_LINES = 160;
const MAX_COLUMNS = { code: 100, comment: 120 };

const problems = [];

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.wgsl'));

for (const file of files) {
  const text = readFileSync(join(folder, file), 'utf8');
  const lines = text.replace(/\n$/, '').split('\n');
  if (!lines[0]?.startsWith(`// ${file}: `)) {
    problems.push(`shaders/${file}:1: the first line says what the file is: "// ${file}: …"`);
  }
  if (lines.length > MAX_LINES) {
    problems.push(`shaders/${file}: ${lines.length} lines, more than ${MAX_LINES}`);
  }
  lines.forEach((line, index) => {
    const at = `shaders/${file}:${index + 1}`;
    const columns = MAX_COLUMNS[/^\s*\/\//.test(line) ? 'comment' : 'code'];
    if (line.length > columns) {
      problems.push(`${at}: ${line.length} columns, more than ${columns}`);
    }
    if (/\t|\s$/.test(line)) problems.push(`${at}: a tab, or a space at the end of the line`);
  });
}

/**
 * What naga says against a text; undefined when nothing.
 * @param {string} code
 */
function nagaComplaint(code) {
  try {
    validate(parseWgsl(code));
    return undefined;
  } catch (error) {
    if (error instanceof NagaError) return error.formatted;
    throw error;
  }
}

const { module, close } = await loadTypeScript('bench/linkedShaders.ts');
/** @type {import('../bench/linkedShaders.ts').NamedShader[]} */
const shaders = module.linkedShaders();
await close();

const linked = new Set(shaders.flatMap((shader) => shader.files));
for (const file of files) {
  if (!linked.has(file.replace(/\.wgsl$/, ''))) {
    problems.push(`shaders/${file}: no kernel uses it in any case of bench/linkedShaders.ts`);
  }
}

// naga and Firefox know no subgroups; such a text has a twin without them, which is checked.
const checked = shaders.filter(({ code }) => !code.includes('enable subgroups;'));
for (const { name, code } of checked) {
  const complaint = nagaComplaint(code);
  if (complaint) problems.push(`${name}, as linked:\n${complaint}`);
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(
  `shaders: ${files.length} files and ${checked.length} of ${shaders.length} linked texts (the others use subgroups), no complaints`,
);
