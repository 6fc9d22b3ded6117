// Reads the header of a safetensors file: 8 bytes of length, little-endian, then JSON that says where each tensor lies.
// https://huggingface.co/docs/safetensors/index#format

import { FileFault } from './fault';

export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes from the beginning of the file. */
  readonly begin: number;
  readonly end: number;
}

/** What a file may have: that of a model of 100,000 tensors takes less. */
const mostHeaderBytes = 16 * 1024 * 1024;

/** Bytes of an element, of the types that are read. */
export const elementBytes: Readonly<Record<string, number>> = { F32: 4, F16: 2, BF16: 2 };

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `dataAt`: where the header ends, in bytes from the beginning of the file. */
function entryOf(name: string, said: unknown, dataAt: number, size: number): TensorEntry {
  const refuse = (field: string): never => {
    throw new FileFault('badEntry', { name, field });
  };
  if (!isRecord(said)) return refuse('{}');
  const { dtype, shape, data_offsets: offsets } = said;
  if (typeof dtype !== 'string') return refuse('dtype');
  if (!Array.isArray(shape) || !shape.every(isCount)) return refuse('shape');
  if (!Array.isArray(offsets) || !offsets.every(isCount)) return refuse('data_offsets');
  const [from, to] = offsets;
  if (offsets.length !== 2 || from === undefined || to === undefined || to < from) {
    return refuse('data_offsets');
  }
  const [begin, end] = [dataAt + from, dataAt + to];
  if (end > size) throw new FileFault('beyondFile', { name, end, size });
  const bytes = elementBytes[dtype];
  const expected = shape.reduce((product, count) => product * count, bytes ?? 0);
  if (bytes !== undefined && end - begin !== expected) {
    throw new FileFault('wrongLength', { name, bytes: end - begin, expected });
  }
  return { name, dtype, shape, begin, end };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch (error) {
    throw new FileFault('headerNotJson', {
      reason: error instanceof Error ? error.message : String(error),
    });
  }
  if (!isRecord(said)) throw new FileFault('headerNotJson', { reason: text.slice(0, 40) });
  return said;
}

/** The tensors that a file says it has; their elements are not read. Throws a `FileFault`. */
export async function readHeader(file: Blob): Promise<TensorEntry[]> {
  if (file.size < 8) throw new FileFault('tooShort', { size: file.size });
  const head = new DataView(await file.slice(0, 8).arrayBuffer());
  const length = Number(head.getBigUint64(0, true));
  if (length > file.size - 8) {
    throw new FileFault('headerBeyondFile', { length, size: file.size });
  }
  if (length > mostHeaderBytes) {
    throw new FileFault('headerTooLarge', { length, most: mostHeaderBytes });
  }
  const said = parsed(await file.slice(8, 8 + length).text());
  return Object.entries(said)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => entryOf(name, entry, 8 + length, file.size));
}
