// Stands in for Float16Array where a browser or Node 20 lacks it: webgpu-utils names the class as soon as it is imported.
// Import this before anything that imports webgpu-utils: first in main.tsx and first in every worker.
// The stand-in only makes that import succeed; it does not convert. Half floats are encoded by our own code.

const scope = globalThis as { Float16Array?: unknown };
scope.Float16Array ??= class Float16Array extends Uint16Array {};
export {};
