// The pieces of a key or value row, wherever they lie: cache fields, rows rebuilt from them, tensors of the new tokens.

import { find, type OuterProductStep, type Piece, type RebuildStep } from '../attention/plan';
import { STORED_F32 } from './assembly/fields';
import { columnsOf, vectorBytes, type Columns, type Storage } from './storage';
import type { Task } from './tasks';

/** What is seen of a kv head: where its rows begin and how far apart they are, in bytes. */
export interface SeenRows {
  readonly at: number;
  readonly stride: number;
}

/** Makes rows of cached tokens that a piece reads; `head` of `sequence`, tokens first to end - 1. */
export interface Rebuilder {
  readonly step: RebuildStep | OuterProductStep;
  readonly width: number;
  tasks(sequence: number, head: number, first: number, end: number, out: SeenRows): Task[];
}

export interface SeenPiece extends Pick<Columns, 'heads' | 'width'> {
  /** The rows of a sequence and kv head. */
  rows(sequence: number, head: number, newTokens: number): SeenRows;
  readonly rebuilder?: Rebuilder;
  /** How the rows are stored: one of the `STORED_…`. */
  readonly stored: number;
}

/** Throws where no kernel takes the piece as it is. */
export function seenPiece(
  storage: Storage,
  piece: Piece,
  rebuilders: readonly Rebuilder[],
): SeenPiece {
  const { plan, size } = storage;
  const { of } = piece.from;
  const { heads, width, from, headElements, rowElements } = columnsOf(plan, piece.from);
  const headOf = (head: number) => (piece.heads === 'own' ? head : 0);
  const field = storage.field(of);
  if (field) {
    const { at, rowBytes, format } = field;
    const elementBytes = format === 'f32' ? 4 : 2;
    const rows = (sequence: number, head: number) => ({
      at: at + (sequence * heads + headOf(head)) * size.capacity * rowBytes + from * elementBytes,
      stride: rowBytes,
    });
    return { heads, width, rows, stored: field.stored };
  }
  if (find(plan.tensors, of).rows === 'cached') {
    const rebuilder = rebuilders.find(({ step }) => step.out === of);
    if (!rebuilder) throw new Error(`nothing makes "${of}"`);
    if (from !== 0) throw new Error(`"${of}" is attended to from its first column only`);
    const stride = vectorBytes(rebuilder.width);
    const at = storage.take(size.capacity * stride);
    return { heads, width, rows: () => ({ at, stride }), rebuilder, stored: STORED_F32 };
  }
  const rows = (sequence: number, head: number, newTokens: number) => ({
    at:
      storage.tensor(of) +
      (sequence * newTokens * rowElements + headOf(head) * headElements + from) * 4,
    stride: rowElements * 4,
  });
  return { heads, width, rows, stored: STORED_F32 };
}
