// Rearranges the inputs and results of the comparison into the layouts that systems take.

/** [a, b, c] becomes [b, a, c]. */
export function swapOuter(
  data: Float32Array,
  [a, b, c]: readonly [a: number, b: number, c: number],
): Float32Array<ArrayBuffer> {
  const swapped = new Float32Array(data.length);
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      const at = (i * b + j) * c;
      swapped.set(data.subarray(at, at + c), (j * a + i) * c);
    }
  }
  return swapped;
}

/** [a, b, c] becomes [a, c, b]. */
export function swapInner(
  data: Float32Array,
  [a, b, c]: readonly [a: number, b: number, c: number],
): Float32Array<ArrayBuffer> {
  const swapped = new Float32Array(data.length);
  for (let i = 0; i < a; i++) {
    for (let k = 0; k < c; k++) {
      for (let j = 0; j < b; j++) swapped[(i * c + k) * b + j] = data[(i * b + j) * c + k] ?? NaN;
    }
  }
  return swapped;
}

/** Columns `from` to `to - 1` of rows of `width`. */
export function columns(
  data: Float32Array,
  width: number,
  from: number,
  to: number,
): Float32Array<ArrayBuffer> {
  const rows = data.length / width;
  const cut = new Float32Array(rows * (to - from));
  for (let row = 0; row < rows; row++) {
    cut.set(data.subarray(row * width + from, row * width + to), row * (to - from));
  }
  return cut;
}

/** What is added to the scores of a causal prompt, [tokens, tokens]; a large finite number, as systems take it. */
export function causalBias(tokens: number): Float32Array<ArrayBuffer> {
  const bias = new Float32Array(tokens * tokens);
  for (let i = 0; i < tokens; i++) bias.fill(-1e30, i * tokens + i + 1, (i + 1) * tokens);
  return bias;
}
