// How the page is served and built, and the two groups of tests: `unit` in plain Node, `gpu` on a WebGPU device (Dawn in Node).
import react from '@vitejs/plugin-react';
import type { Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { assembly } from './scripts/assembly.mjs';

// Cross-origin isolation makes performance.now() count in steps of 5 µs rather than 100 µs.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

// Shaders' texts change by themselves, and are read by more than those who run them.
const shaders = { name: 'shaders', test: /\.wgsl/ };

/** What the page opens with is one file: in many small ones it would compress worse, and take as many requests. */
function opening(): Rolldown.CodeSplittingGroup {
  const known = new Map<string, boolean>();
  const opens = (id: string, context: Rolldown.ChunkingContext): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // Until it is known better: modules that import each other end here.
    known.set(id, false);
    const { isEntry = false, importers = [] } = context.getModuleInfo(id) ?? {};
    const found = isEntry || importers.some((importer) => opens(importer, context));
    known.set(id, found);
    return found;
  };
  return { name: (id, context) => (opens(id, context) ? 'opening' : null) };
}

// What every figure is framed by, and every dialog, would otherwise be as many requests as it has parts.
const figures = {
  name: 'figures',
  test: /\/ui\/(DevicePicker|charts\/(ChartFigure|DataTable|EntryTable|FillKey|LineKey))\.tsx$/,
};
const dialogs = { name: 'dialogs', test: /\/ui\/(dialog\/Dialog\.tsx|saveFile\.ts|useCopy\.ts)$/ };

const output = { codeSplitting: { groups: [shaders] } };
const pageOutput = { codeSplitting: { groups: [shaders, opening(), figures, dialogs] } };

export default defineConfig({
  base: './',
  plugins: [react(), assembly()],
  build: { rolldownOptions: { output: pageOutput } },
  worker: { format: 'es', plugins: () => [assembly()], rolldownOptions: { output } },
  server: { host: '127.0.0.1', headers },
  preview: { host: '127.0.0.1', headers },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{src,bench,scripts}/**/*.test.ts'],
          exclude: ['**/*.gpu.test.ts', '**/node_modules/**'],
          setupFiles: ['src/polyfill.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'gpu',
          environment: 'node',
          include: ['{src,bench}/**/*.gpu.test.ts'],
          setupFiles: ['src/polyfill.ts', 'bench/dawnSetup.ts'],
          // Dawn reads VK_ICD_FILENAMES from the process, and one software device is busy enough.
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
        },
      },
    ],
  },
});
