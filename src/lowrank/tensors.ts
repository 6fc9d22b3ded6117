// Reads the matrices of a pair from the file, and nothing else of it.

import { fromBrain, fromHalf } from '../attention/half';
import type { Dense } from './dense';
import { FileFault } from './fault';
import type { Pair } from './pairs';
import { elementBytes, type TensorEntry } from './safetensors';

/** What is decomposed in about a minute: the shorter side of both matrices together, and elements of each. */
export const mostShorter = 2048;
const mostElements = 2 ** 24;

const decoders: Readonly<Record<string, (bytes: ArrayBuffer) => Float64Array<ArrayBuffer>>> = {
  F32: (bytes) => Float64Array.from(new Float32Array(bytes)),
  F16: (bytes) => Float64Array.from(new Uint16Array(bytes), fromHalf),
  BF16: (bytes) => Float64Array.from(new Uint16Array(bytes), fromBrain),
};

/** Rows and columns of a tensor; throws where it cannot be read as a matrix. */
function matrixShape({ name, dtype, shape }: TensorEntry): readonly [number, number] {
  const [rows, columns] = shape;
  if (shape.length !== 2 || !rows || !columns) {
    throw new FileFault('notMatrix', { name, shape: shape.join(' × ') || '[]' });
  }
  if (!(dtype in decoders)) {
    throw new FileFault('dtypeNotRead', {
      name,
      dtype,
      read: Object.keys(elementBytes).join(', '),
    });
  }
  return [rows, columns];
}

async function readMatrix(file: Blob, entry: TensorEntry): Promise<Dense> {
  const [rows, columns] = matrixShape(entry);
  const bytes = await file.slice(entry.begin, entry.end).arrayBuffer();
  const values = decoders[entry.dtype]?.(bytes) ?? new Float64Array(0);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const at = `${Math.floor(bad / columns)}, ${bad % columns}`;
    throw new FileFault('notFinite', { name: entry.name, at, value: String(values[bad]) });
  }
  if (values.every((value) => value === 0)) throw new FileFault('allZero', { name: entry.name });
  return { rows, columns, values };
}

/** Throws a `FileFault` where the two do not belong together, or are too large. */
function check({ kind, first, second }: Pair): void {
  const [rows, columns] = matrixShape(first);
  const [otherRows, otherColumns] = matrixShape(second);
  const named = { first: first.name, second: second.name };
  const large = { ...named, mostShorter, mostElements };
  if (kind === 'keyValue') {
    if (columns !== otherColumns) {
      throw new FileFault('columnsDiffer', { ...named, columns, otherColumns });
    }
    if (Math.min(rows + otherRows, columns) > mostShorter) {
      throw new FileFault('tooLarge', { ...large, rows: rows + otherRows, columns });
    }
  } else if (rows < otherColumns) {
    throw new FileFault('latentDiffers', { ...named, rows, otherColumns });
  } else if (otherColumns > mostShorter) {
    throw new FileFault('tooLarge', { ...large, rows: otherRows, columns: otherColumns });
  }
  for (const [height, width] of [matrixShape(first), matrixShape(second)]) {
    if (height * width > mostElements) {
      throw new FileFault('tooLarge', { ...large, rows: height, columns: width });
    }
  }
}

/** Both matrices of a pair, [out, in]. Throws a `FileFault`. */
export async function readPair(
  file: Blob,
  pair: Pair,
): Promise<readonly [first: Dense, second: Dense]> {
  check(pair);
  return [await readMatrix(file, pair.first), await readMatrix(file, pair.second)];
}
