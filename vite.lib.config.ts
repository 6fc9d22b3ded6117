// How the library is built: one ES module with the shaders' texts inside, in dist/lib.
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    lib: { entry: 'src/lib/library.ts', formats: ['es'], fileName: () => 'index.js' },
    outDir: 'dist/lib',
    emptyOutDir: true,
    target: 'es2023',
    minify: false,
  },
});
