// The text that is compiled for a dispatch: as it is linked, or as somebody rewrote it.

import { link, type LinkedShader } from '../gpu/link';
import type { Dispatch } from './dispatch';
import { shaderSources } from './sources';

export const linkedShader = ({
  kernel,
  slots,
  constants,
}: Pick<Dispatch, 'kernel' | 'slots' | 'constants'>): LinkedShader =>
  link({ sources: shaderSources, kernel, slots, constants });

/** Somebody's own text in the place of a kernel's: its lines are told as they stand in it. */
export const ownShader = (kernel: string, code: string): LinkedShader => ({
  code,
  segments: [{ file: kernel, firstLine: 1, lines: code.split('\n').length, sourceLine: 1 }],
});
