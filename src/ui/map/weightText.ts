// A weight or a difference as the maps write it: three digits, and a power of ten where it is small.

const leastPlain = 1e-3;

export function showWeight(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  const text =
    size === 0 || size >= leastPlain ? String(Number(size.toPrecision(3))) : size.toExponential(1);
  return value < 0 ? `−${text}` : text;
}
