// What the library refuses, as one class that a caller tells apart by its code.

export type LibraryErrorCode =
  /** A number of a spec or of a call that makes no sense, or lies outside its range. */
  | 'outOfRange'
  /** Something that has a meaning and that no kernel here does. */
  | 'notSupported'
  /** A buffer that the spec needs and does not bring. */
  | 'missingBuffer'
  /** A buffer that is too small for what the spec says it holds. */
  | 'bufferTooSmall'
  /** A buffer made without a usage that is needed. */
  | 'bufferUsage'
  /** An array of another length than the shapes say. */
  | 'wrongLength'
  /** More encodes before a submit than there are slots for their parameters. */
  | 'tooManyEncodes'
  | 'unknownVariant'
  /** A call after `dispose`. */
  | 'disposed';

/** `message` names the value, what was expected and what to do. */
export class LibraryError extends RangeError {
  override readonly name = 'LibraryError';
  constructor(
    readonly code: LibraryErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/** Throws `outOfRange` unless the value is a whole number from `least` to `most`. */
export function requireCount(name: string, value: number, least = 1, most = Infinity): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new LibraryError('outOfRange', `${name} is ${value}: give a whole number ${range}`);
}
