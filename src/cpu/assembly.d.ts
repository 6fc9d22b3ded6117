// What scripts/assembly.mjs makes of an AssemblyScript source.

declare module '*?assembly' {
  /** WebAssembly in base64, for SIMD. */
  export const plain: string;
  /** The same with fused multiply-adds, for relaxed SIMD. */
  export const relaxed: string;
}
