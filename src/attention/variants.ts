// The one table of variants. A new one is a file in variants/ and a line here.

import { gla } from './variants/gla';
import { gqa } from './variants/gqa';
import { gta } from './variants/gta';
import { mha } from './variants/mha';
import { mla } from './variants/mla';
import { mqa } from './variants/mqa';
import { tpa } from './variants/tpa';
import type { NativeDims } from './propose';
import type { Variant } from './variant';

export const variants: readonly Variant[] = [mha, gqa, mqa, mla, gta, gla, tpa];

export function variantById(id: string): Variant {
  const found = variants.find((variant) => variant.id === id);
  if (!found) throw new Error(`no variant "${id}": choose ${variants.map((v) => v.id).join(', ')}`);
  return found;
}

/** The variant that a model's configuration describes, by its fields and never by a name. */
export function nativeVariant(native: NativeDims): Variant {
  const found = variants.find((variant) => variant.describes(native));
  if (!found) throw new Error(`no variant describes ${JSON.stringify(native)}`);
  return found;
}
