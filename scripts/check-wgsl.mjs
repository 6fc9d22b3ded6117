// Checks every shader: its first line says what it is, its size stays readable, and what the kernels link from it passes
// naga, Firefox's compiler (Chrome's is asked by the GPU tests).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NagaError, parseWgsl, validate } from 'naga-wasm';
import { loadTypeScript } from './run-ts.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'shaders');
/** Exports `linkedShaders(): { name: string, code: string }[]`, every text that the kernels can make of the files. */
const LINKED = 'src/kernels/linkedShaders.ts';
const MAX_LINES = 160;
const MAX_COLUMNS = 100;

const problems = [];

const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => name.endsWith('.wgsl'))
  : [];

for (const file of files) {
  const text = readFileSync(join(folder, file), 'utf8');
  const lines = text.replace(/\n$/, '').split('\n');
  if (!lines[0]?.startsWith(`// ${file}: `)) {
    problems.push(`shaders/${file}:1: the first line says what the file is: "// ${file}: …"`);
  }
  if (lines.length > MAX_LINES)
    problems.push(`shaders/${file}: ${lines.length} lines, more than ${MAX_LINES}`);
  lines.forEach((line, index) => {
    const at = `shaders/${file}:${index + 1}`;
    if (line.length > MAX_COLUMNS)
      problems.push(`${at}: ${line.length} columns, more than ${MAX_COLUMNS}`);
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

let checked = 0;
if (existsSync(join(root, LINKED))) {
  const { module, close } = await loadTypeScript(LINKED);
  for (const { name, code } of module.linkedShaders()) {
    checked += 1;
    const complaint = nagaComplaint(code);
    if (complaint) problems.push(`${name}, as linked:\n${complaint}`);
  }
  await close();
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`shaders: ${files.length} files and ${checked} linked texts, no complaints`);
