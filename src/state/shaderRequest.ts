// Derived: whose shaders are shown, at which sizes.

import type { ShaderRequest } from '../engine/protocol';
import type { Controls } from './controls';
import { contendersOf } from './decode';
import { entriesOf, type Entry } from './entries';
import { modelOf } from './modelShape';
import { remember } from './remember';

const request = remember(
  (
    modelId: string,
    imported: Controls['imported'],
    dims: Controls['dims'],
    entries: readonly Entry[],
    batch: number,
    format: Controls['format'],
    scope: Controls['scope'],
    seed: number,
    variantId: string,
    context: number,
  ): ShaderRequest | null => {
    const able = contendersOf(entries, batch);
    const contender = able.find((each) => each.variantId === variantId) ?? able[0];
    if (!contender) return null;
    const { conventions } = modelOf({ modelId, imported });
    return {
      dims,
      conventions,
      contenders: [contender],
      batch,
      format,
      scope,
      seed,
      context,
    };
  },
);

/** The step that is shown, or null where no variant has possible sizes; the same object as long as nothing changes. */
export const shaderRequestOf = (c: Controls): ShaderRequest | null =>
  request(
    c.modelId,
    c.imported,
    c.dims,
    entriesOf(c),
    c.batch,
    c.format,
    c.scope,
    c.seed,
    c.shaderOf,
    c.shaderContext,
  );
