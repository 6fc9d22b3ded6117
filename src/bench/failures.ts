// Errors of one point as records; what concerns the whole run is thrown on.

import { DeviceLostError, OutOfMemoryError, ShaderError, UnsupportedError } from '../gpu/errors';
import type { RunFailure } from './records';

/** A point that this machine could compute, but not within a time that its system or a person would bear. */
export class TooSlowError extends Error {
  override readonly name = 'TooSlowError';
}

/** What ends one point but not the run. Throws the error on when the device is gone or the run was stopped. */
export function failureOf(error: unknown, signal: AbortSignal): RunFailure {
  if (error instanceof DeviceLostError || signal.aborted) throw error;
  if (error instanceof OutOfMemoryError) {
    return { code: 'outOfMemory', neededBytes: error.neededBytes };
  }
  if (error instanceof ShaderError) {
    const { file, line, message } = error;
    return { code: 'shader', file, line, message };
  }
  const message = error instanceof Error ? error.message : String(error);
  const foreseen = error instanceof UnsupportedError || error instanceof TooSlowError;
  return { code: foreseen ? 'unsupported' : 'internal', message };
}
