// Builds the library: index.js, index.d.ts and the declarations that it names. Usage: node scripts/build-lib.mjs [OUT].
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..');
const out = resolve(process.argv[2] ?? join(root, 'dist', 'lib'));

await build({
  configFile: join(root, 'vite.lib.config.ts'),
  root,
  logLevel: 'warn',
  build: { outDir: out },
});

const emitted = mkdtempSync(join(tmpdir(), 'declarations-'));
try {
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const args = [tsc, '-p', join(root, 'tsconfig.lib.json'), '--outDir', emitted];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
  const files = new Set(['lib/library']);
  for (const file of files) {
    const text = readFileSync(join(emitted, `${file}.d.ts`), 'utf8');
    // Nothing of the stand-in for Float16Array is declared.
    const kept = text.replace(/^import '[^']*';\n/gm, '');
    // Node's own resolution asks for the ending.
    const written = kept.replace(/(from |import\()(['"])(\.[^'"]+)\2/g, (_, by, quote, target) => {
      files.add(posix.join(posix.dirname(file), target));
      return `${by}${quote}${target}.js${quote}`;
    });
    const path = join(out, 'types', `${file}.d.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, written);
  }
  writeFileSync(join(out, 'index.d.ts'), "export * from './types/lib/library.js';\n");
  const { size } = statSync(join(out, 'index.js'));
  const place = relative(process.cwd(), out);
  process.stdout.write(`${join(place, 'index.js')}    ${Math.round(size / 1000)} kB\n`);
  process.stdout.write(`${join(place, 'index.d.ts')}  with ${files.size} files in types/\n`);
} finally {
  rmSync(emitted, { recursive: true });
}
