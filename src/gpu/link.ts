// The shader linker: joins files by their imports, fills slots and constants, and keeps the text as it was written.
//
// It reads a subset of WESL (https://wesl-lang.dev): `import package::part::step::{step};` names a file,
// `import rows::{load_row};` a slot that the caller fills with a file, `import constants::{WIDTH};` numbers that
// the caller gives. Imports stand on one line. The kernel comes first and the files it imports after it, byte for
// byte, less their import and enable lines and with marked loops written out (unroll.ts), so that an error or a click
// maps back to a file and line.

import { unroll } from './unroll';

/** Lines of the linked text that were copied from one file without a gap. */
export interface Segment {
  /** Path without ending, e.g. `rows/activation`; `constants` for the lines that the linker wrote. */
  readonly file: string;
  /** 1-based line of the linked text. */
  readonly firstLine: number;
  readonly lines: number;
  /** 1-based line of the file. */
  readonly sourceLine: number;
}

export interface LinkRequest {
  /** Text of every shader file by path without ending. */
  readonly sources: Readonly<Record<string, string>>;
  /** Path of the kernel. */
  readonly kernel: string;
  /** Path of the file that fills each slot. */
  readonly slots: Readonly<Record<string, string>>;
  /** WGSL text of each constant's value, e.g. `128u` or `0.125f`. */
  readonly constants: Readonly<Record<string, string>>;
}

export interface LinkedShader {
  readonly code: string;
  readonly segments: readonly Segment[];
}

interface Import {
  readonly from: string;
  readonly names: readonly string[];
}

const importLine = /^import\s+([\w:]+)::\{([^}]*)\};\s*$/;
const enableLine = /^enable\s+\w+;\s*$/;
const declaration = /^(?:@[\w()., ]+\s)*(?:fn|const|override|struct|alias|var(?:<[^>]*>)?)\s+(\w+)/;

function parseImport(line: string, file: string): Import {
  const [, from, names] = importLine.exec(line) ?? [];
  if (!from || names === undefined) {
    throw new Error(`${file}: "${line}" is no import of the form import a::b::{c};`);
  }
  return { from, names: names.split(',').map((name) => name.trim()) };
}

/** Names that a file declares at its top level. */
export function declaredNames(text: string): string[] {
  return text.split('\n').flatMap((line) => declaration.exec(line)?.[1] ?? []);
}

export function link({ sources, kernel, slots, constants }: LinkRequest): LinkedShader {
  const files: string[] = [];
  const usedSlots = new Set<string>();
  const usedConstants = new Set<string>();
  const owners = new Map<string, string>();

  const resolve = (from: string, by: string): string => {
    if (from.startsWith('package::')) return from.slice('package::'.length).replaceAll('::', '/');
    const file = slots[from];
    if (file === undefined) throw new Error(`slot "${from}" of ${by} is empty`);
    usedSlots.add(from);
    return file;
  };

  const visit = (file: string, importedBy: string) => {
    if (files.includes(file)) return;
    const text = sources[file];
    if (text === undefined) throw new Error(`${importedBy} imports ${file}, which does not exist`);
    files.push(file);
    for (const name of declaredNames(text)) {
      const owner = owners.get(name);
      if (owner) throw new Error(`"${name}" is declared in ${owner} and in ${file}`);
      owners.set(name, file);
    }
    for (const line of text.split('\n').filter((each) => each.startsWith('import '))) {
      const { from, names } = parseImport(line, file);
      if (from === 'constants') {
        for (const name of names) {
          if (!(name in constants)) throw new Error(`${file} needs the constant ${name}`);
          usedConstants.add(name);
        }
        continue;
      }
      const target = resolve(from, file);
      visit(target, file);
      const declared = declaredNames(sources[target] ?? '');
      const missing = names.find((name) => !declared.includes(name));
      if (missing) throw new Error(`${file} imports ${missing} from ${target}, which lacks it`);
    }
  };
  visit(kernel, 'the caller');
  for (const slot of Object.keys(slots)) {
    if (!usedSlots.has(slot)) throw new Error(`${kernel} has no slot "${slot}"`);
  }
  for (const name of Object.keys(constants)) {
    if (!usedConstants.has(name)) throw new Error(`${kernel} uses no constant ${name}`);
  }
  return join(files, sources, constants);
}

/** Writes the `enable` lines, the constants, and then each file. */
function join(
  files: readonly string[],
  sources: LinkRequest['sources'],
  constants: LinkRequest['constants'],
): LinkedShader {
  const texts = files.map((file) => ({ file, lines: (sources[file] ?? '').split('\n') }));
  const enables = texts.flatMap(({ lines }) => lines.filter((line) => enableLine.test(line)));
  const preamble = [
    ...new Set(enables),
    ...Object.entries(constants).map(([name, value]) => `const ${name} = ${value};`),
  ];
  const code = [...preamble];
  const segments: Segment[] = [
    { file: 'constants', firstLine: 1, lines: preamble.length, sourceLine: 1 },
  ];
  for (const { file, lines } of texts) {
    const numbered = lines.map((text, i) => ({ text, line: i + 1 }));
    for (const { text, line } of unroll(numbered, constants)) {
      if (text.startsWith('import ') || enableLine.test(text)) continue;
      code.push(text);
      const last = segments.at(-1);
      const follows = last?.file === file && last.sourceLine + last.lines === line;
      if (follows) segments[segments.length - 1] = { ...last, lines: last.lines + 1 };
      else segments.push({ file, firstLine: code.length, lines: 1, sourceLine: line });
    }
  }
  return { code: code.join('\n'), segments };
}

/** The file and line that a line of the linked text came from. */
export function locate(segments: readonly Segment[], line: number): { file: string; line: number } {
  const segment = segments.findLast(({ firstLine }) => firstLine <= line);
  if (!segment) return { file: 'constants', line };
  return { file: segment.file, line: segment.sourceLine + line - segment.firstLine };
}
