// Test support: the facts that were gathered outside the project, where they are at hand; tests that need them skip.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';

const folder = resolve(import.meta.dirname, '../../../shared/facts');

/** A file of them, or null where it is not there. */
export function sharedFacts<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
): v.InferOutput<Schema> | null {
  const file = resolve(folder, name);
  return existsSync(file) ? v.parse(schema, JSON.parse(readFileSync(file, 'utf8'))) : null;
}
