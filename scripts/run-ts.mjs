// Runs one TypeScript file in Node through Vite, so that it may import what the page imports (`?raw`, import.meta.glob).
// Usage: node scripts/run-ts.mjs FILE [ARGUMENT…]. The file exports `main(args: string[])`, which returns the exit code.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assembly } from './assembly.mjs';

const root = join(import.meta.dirname, '..');

/**
 * Loads a TypeScript module with its imports; call `close` when nothing of it is needed any more.
 * @param {string} file path, relative to the project's root
 */
export async function loadTypeScript(file) {
  const { createServer, createServerModuleRunner } = await import('vite');
  const server = await createServer({
    root,
    configFile: false,
    plugins: [assembly()],
    logLevel: 'warn',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  const environment = server.environments.ssr;
  if (!environment) throw new Error('Vite has no environment for Node');
  const runner = createServerModuleRunner(environment, { hmr: false });
  await runner.import('/src/polyfill.ts');
  const module = await runner.import(resolve(root, file));
  const close = async () => {
    await runner.close();
    await server.close();
  };
  return { module, close };
}

async function runMain() {
  const [, , file, ...args] = process.argv;
  if (!file) throw new Error('usage: node scripts/run-ts.mjs FILE [ARGUMENT…]');
  const { module, close } = await loadTypeScript(file);
  if (typeof module.main !== 'function') throw new Error(`${file} exports no function main(args)`);
  const code = await module.main(args);
  await close();
  return typeof code === 'number' ? code : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  runMain().then(
    (code) => process.exit(code),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}
