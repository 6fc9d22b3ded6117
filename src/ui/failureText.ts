// Why a point or a run failed, in the reader's language.

import type { TFunction } from 'i18next';
import type { RunFailure } from '../engine/protocol';
import type { ByteUnit } from '../state/controls';
import { showBytes } from './quantity';

export function failureText(t: TFunction, failure: RunFailure, unit: ByteUnit): string {
  switch (failure.code) {
    case 'doesNotFit':
      return t('failures.doesNotFit', {
        needed: showBytes(failure.neededBytes, unit),
        limit: showBytes(failure.limitBytes, unit),
        largest: t('chart.tokens', { count: failure.largestContext }),
      });
    case 'outOfMemory':
      return t('failures.outOfMemory', { needed: showBytes(failure.neededBytes, unit) });
    case 'shader':
      return t('failures.shader', {
        file: failure.file,
        line: failure.line,
        message: failure.message,
      });
    case 'unsupported':
    case 'deviceLost':
    case 'internal':
      return t(`failures.${failure.code}`, { message: failure.message });
  }
}
