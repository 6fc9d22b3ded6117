// What a caller says of an attention core, what of it is refused, and the plan that it means.

import { formatIds, paddedRowBytes, type FormatId } from '../attention/format';
import type { Plan } from '../attention/plan';
import { made, own } from '../attention/shorthand';
import type { KernelChoice } from '../kernels/choices';
import { blocksPerSequence, pageTokens } from '../kernels/pages';
import { LibraryError, requireCount } from './errors';

/** Made by the caller with usage STORAGE, and never destroyed here. Heads and tokens in row-major order. */
export interface AttendBuffers {
  /** f32 [batch, newTokens, queryHeads, qkDim] */
  readonly q: GPUBuffer;
  /** [batch, kvHeads, capacity, qkDim] in the format; int8 and int4 with their scales behind the elements */
  readonly k: GPUBuffer;
  /** [batch, kvHeads, capacity, vDim] in the format; left out where `valueIsKeyPrefix` */
  readonly v?: GPUBuffer;
  /** f32 [batch, newTokens, queryHeads, vDim] */
  readonly out: GPUBuffer;
  /** f32 [batch, newTokens, queryHeads rounded up to a multiple of 4]: natural log of the sum of exp(score) */
  readonly lse?: GPUBuffer;
  /** f32 [batch, 1, newTokens, capacity], or [batch, queryHeads, newTokens, capacity] with `maskPerHead`: added to scores */
  readonly mask?: GPUBuffer;
  /**
   * u32 [batch, capacity / 64 rounded up], usage COPY_SRC: the page of each 64 tokens. k and v are then
   * [pages, kvHeads, 64, width], as many pages as k has room for. Read when `encode` is called.
   */
  readonly pages?: GPUBuffer;
  /** Scales apart from the elements. Refused: they stand behind the elements, in `k` and `v`. */
  readonly scales?: GPUBuffer;
}

/** What of a spec needs no device. */
export interface AttendShape {
  readonly batch: number;
  readonly queryHeads: number;
  readonly kvHeads: number;
  /** Columns of a query or key head. */
  readonly qkDim: number;
  /** Columns of a value head. */
  readonly vDim: number;
  /** Query rows of each sequence. */
  readonly newTokens: number;
  /** Rows that k and v have room for, per sequence and head. */
  readonly capacity: number;
  /** Query i sees key j when j <= i + offset; every key of its sequence where false. */
  readonly causal: boolean;
  /** Keys that a query sees at most, itself included; needs `causal`. */
  readonly window?: number;
  /** Multiplies q k^T. */
  readonly scale: number;
  /** Scores become softcap * tanh(score / softcap). */
  readonly softcap?: number;
  /** Of k and v; all else is f32. */
  readonly format: FormatId;
  /** The value is the first vDim columns of its key: MLA's latent beside its rotary key. */
  readonly valueIsKeyPrefix?: boolean;
  /** Whether the mask tells query heads apart. */
  readonly maskPerHead?: boolean;
  /** Different parameters that may be encoded before one submit; 1024 if not given, 64 with pages. */
  readonly encodesPerSubmit?: number;
  /** Which kernels; what is shipped for such a device if not given. */
  readonly choice?: KernelChoice;
}

export interface AttendSpec extends AttendShape {
  readonly buffers: AttendBuffers;
}

/** Slots for parameters where the spec does not say; each holds the block tables too, which may be long. */
export const defaultEncodes = ({ pages }: Partial<AttendBuffers>): number => (pages ? 64 : 1024);

/** The plan's id of each of the caller's buffers. */
export const bufferIds = {
  q: 'q',
  k: 'k',
  v: 'v',
  out: 'out',
  lse: 'lse',
  mask: 'additive out',
} as const satisfies Partial<Record<keyof AttendBuffers, string>>;

/** Rows lie on 16 bytes: a width that fills no whole number of them would leave gaps that a caller does not expect. */
const widthMultiple: Record<FormatId, number> = { f32: 4, f16: 8, bf16: 8, int8: 4, int4: 4 };

/** Throws LibraryError for a shape that is impossible, or that no kernel here does. */
export function refuseShape(shape: AttendShape): void {
  const { batch, queryHeads, kvHeads, qkDim, vDim, newTokens, capacity, format } = shape;
  const counts = { batch, queryHeads, kvHeads, qkDim, vDim, newTokens, capacity };
  for (const [name, value] of Object.entries(counts)) requireCount(name, value);
  if (shape.encodesPerSubmit !== undefined) {
    requireCount('encodesPerSubmit', shape.encodesPerSubmit, 1, 65536);
  }
  const refuse = (code: 'outOfRange' | 'notSupported', message: string): never => {
    throw new LibraryError(code, message);
  };
  if (!formatIds.includes(format)) {
    refuse('notSupported', `format is "${String(format)}": choose ${formatIds.join(', ')}`);
  }
  if (queryHeads % kvHeads !== 0) {
    const what = `${queryHeads} query heads do not divide by ${kvHeads} kv heads`;
    refuse('outOfRange', `${what}: give a kvHeads that divides queryHeads`);
  }
  const multiple = widthMultiple[format];
  for (const [name, width] of Object.entries({ qkDim, vDim })) {
    if (width % multiple !== 0) {
      const what = `${name} is ${width}: rows in ${format} need a multiple of ${multiple}`;
      refuse('notSupported', `${what}; pad q, k and v with zeros to ${roundUp(width, multiple)}`);
    }
  }
  if (newTokens > capacity) {
    refuse(
      'outOfRange',
      `${newTokens} newTokens, of ${capacity} that k has room for: raise capacity`,
    );
  }
  if (!Number.isFinite(shape.scale)) {
    refuse('outOfRange', `scale is ${shape.scale}: give a finite number, such as qkDim ** -0.5`);
  }
  if (shape.softcap !== undefined && !(shape.softcap > 0 && shape.softcap < Infinity)) {
    refuse('outOfRange', `softcap is ${shape.softcap}: give a positive number, or leave it out`);
  }
  if (shape.window !== undefined) requireCount('window', shape.window);
  if (shape.window !== undefined && !shape.causal) {
    refuse('notSupported', `window is ${shape.window} without a causal mask: set causal to true`);
  }
  if (shape.valueIsKeyPrefix && vDim > qkDim) {
    refuse('outOfRange', `vDim is ${vDim}: the first columns of a key are at most its ${qkDim}`);
  }
}

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple;

/** Bytes of a page of k: 64 tokens of every kv head, with their scales. */
const pageBytes = ({ kvHeads, qkDim, format }: AttendShape): number =>
  kvHeads * pageTokens * paddedRowBytes(format, qkDim);

/** Pages that k has room for, where the caller brings block tables. Throws LibraryError where there is none. */
export function pageCount(shape: AttendShape, buffers?: AttendBuffers): number | undefined {
  if (!buffers?.pages) return undefined;
  const bytes = pageBytes(shape);
  const pages = Math.floor(buffers.k.size / bytes);
  if (pages > 0) return pages;
  const what = `buffers.k has ${buffers.k.size} bytes, and a page of 64 tokens has ${bytes}`;
  throw new LibraryError('bufferTooSmall', `${what}: make it larger, or leave out buffers.pages`);
}

/** Bytes of the block tables. */
export const tableBytes = ({ batch, capacity }: AttendShape): number =>
  batch * blocksPerSequence({ pages: 1, capacity }) * 4;

/** What of the optional parts a caller asks for, by bringing a buffer. */
export type Extras = Partial<Record<'lse' | 'mask', unknown>>;

/** One attend step over cached rows, with queries as its input. */
export function attendPlan(shape: AttendShape, extras: Extras): Plan {
  const { queryHeads, kvHeads, qkDim, vDim, causal, scale, softcap, valueIsKeyPrefix } = shape;
  const heads = { heads: kvHeads, format: 'chosen' } as const;
  const keys = { ...heads, id: 'k', holds: 'key', width: qkDim } as const;
  return {
    phase: shape.newTokens > 1 ? 'prefill' : 'decode',
    mode: 'attend',
    inputs: ['q'],
    output: 'out',
    tensors: [
      made('q', { head: queryHeads, qk: qkDim }),
      made('out', { head: queryHeads, value: vDim }),
      ...(extras.lse ? [made('lse', { head: queryHeads })] : []),
    ],
    weights: [],
    tables: [],
    cache: valueIsKeyPrefix
      ? [{ ...keys, holds: 'tied', ...(vDim < qkDim ? { prefix: vDim } : {}) }]
      : [keys, { ...heads, id: 'v', holds: 'value', width: vDim }],
    steps: [
      {
        op: 'attend',
        q: [own('q')],
        key: [own('k')],
        value: [valueIsKeyPrefix ? own('k', { from: 0, width: vDim }) : own('v')],
        scale,
        mask: {
          causal,
          ...(shape.window === undefined ? {} : { window: 'perStep' }),
          ...(extras.mask ? { additive: shape.maskPerHead ? 'perHead' : 'shared' } : {}),
        },
        ...(softcap === undefined ? {} : { softcap }),
        out: 'out',
        ...(extras.lse ? { lse: 'lse' } : {}),
      },
    ],
    source: 'the caller',
  };
}
