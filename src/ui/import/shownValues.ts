// The values of a sentence about a config.json, as a reader sees them.

import type { Values } from '../../import/model';
import { exact } from '../quantity';

/** Numbers with their separators, text of the file as it is. */
export function shownValues(values: Values): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    shown[name] = typeof value === 'number' ? exact(value) : value;
  }
  return shown;
}
