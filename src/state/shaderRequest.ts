// Derived: whose shaders are shown, at which sizes.

import type { LayerRequest, ShaderRequest } from '../engine/protocol';
import type { Controls } from './controls';
import { layerRequestOf } from './decode';
import { remember } from './remember';

const request = remember(
  (layer: LayerRequest | null, variantId: string, context: number): ShaderRequest | null => {
    if (!layer) return null;
    const { contenders } = layer;
    const contender = contenders.find((each) => each.variantId === variantId) ?? contenders[0];
    return contender ? { ...layer, contenders: [contender], context } : null;
  },
);

/** The step that is shown, or null where no variant has possible sizes; the same object as long as nothing changes. */
export const shaderRequestOf = (c: Controls): ShaderRequest | null =>
  request(layerRequestOf(c), c.shaderOf, c.shaderContext);
