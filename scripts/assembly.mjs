// Vite plugin for AssemblyScript: `import { plain, relaxed } from './x.ts?assembly'` gives the WebAssembly of x.ts, base64, for
// SIMD and for relaxed SIMD. A compiled module is kept in node_modules/.cache, by what its sources and compiler are.
import asc from 'assemblyscript/asc';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const cacheDir = join(import.meta.dirname, '../node_modules/.cache/assembly');
const compiler = join(import.meta.dirname, '../node_modules/assemblyscript/package.json');
const query = '?assembly';

/** No runtime and no heap: the modules work on a memory that they are given, which threads may share. */
const options =
  '-O3 --noAssert --runtime stub --importMemory --sharedMemory --maximumMemory 65536 --enable simd,threads'
    // 112: vectors pass between our own functions alone.
    .concat(' --disableWarning 112')
    .split(' ');

/** @param {string} folder of the sources @returns {string[]} */
const sourcesIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => join(folder, name));

/**
 * The WebAssembly of a source file; throws what the compiler says of it.
 * @param {string} entry path of the source
 * @param {string[]} [features] beyond SIMD and threads
 * @returns {Promise<Uint8Array>}
 */
export async function compileAssembly(entry, features = []) {
  const folder = dirname(entry);
  const hash = createHash('sha256').update(JSON.stringify([entry, options, features]));
  for (const file of [compiler, ...sourcesIn(folder)]) hash.update(readFileSync(file));
  const kept = join(cacheDir, `${hash.digest('hex')}.wasm`);
  if (existsSync(kept)) return readFileSync(kept);

  let compiled = new Uint8Array();
  let complaint = '';
  const enabled = features.flatMap((feature) => ['--enable', feature]);
  const { error } = await asc.main(
    [basename(entry), '--baseDir', folder, '--outFile', 'out.wasm', ...options, ...enabled],
    {
      stderr: { write: (text) => void (complaint += String(text)) },
      writeFile(_name, contents) {
        if (contents instanceof Uint8Array) compiled = Uint8Array.from(contents);
      },
    },
  );
  if (error) throw new Error(`${entry}: ${complaint || error.message}`);
  mkdirSync(cacheDir, { recursive: true });
  // Under another name first: several processes may compile at once, and none is to read half a file.
  const begun = `${kept}.${process.pid}`;
  writeFileSync(begun, compiled);
  renameSync(begun, kept);
  return compiled;
}

/** @returns {import('vite').Plugin} */
export function assembly() {
  return {
    name: 'assembly',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(query)) return null;
      const resolved = await this.resolve(source.slice(0, -query.length), importer);
      return resolved && `\0${resolved.id}.wasm.js`;
    },
    async load(id) {
      if (!id.startsWith('\0') || !id.endsWith('.ts.wasm.js')) return null;
      const entry = id.slice(1, -'.wasm.js'.length);
      for (const file of sourcesIn(dirname(entry))) this.addWatchFile(file);
      const texts = [];
      for (const features of [[], ['relaxed-simd']]) {
        const bytes = await compileAssembly(entry, features);
        texts.push(JSON.stringify(Buffer.from(bytes).toString('base64')));
      }
      return `export const plain = ${texts[0]};\nexport const relaxed = ${texts[1]};\n`;
    },
  };
}
