// The rotation in the fields of a config.json: its base, and how it is stretched.

import { yarnMscale, type RopeScaling, type RopeSpec } from '../attention/rope';
import type { ConfigNote, Fields, Written } from './config';

/** The number of fewest digits that gives `target` again; `exact` where none of less than all digits does. */
export function fewestDigits(exact: number, target: number, back: (x: number) => number): number {
  for (let digits = 1; digits <= 15; digits++) {
    const tried = Number(exact.toPrecision(digits));
    if (back(tried) === target) return tried;
  }
  return exact;
}

function stretched(scaling: RopeScaling): Fields {
  const named = { rope_type: scaling.type, factor: scaling.factor };
  switch (scaling.type) {
    case 'linear':
      return named;
    case 'llama3':
      return {
        ...named,
        original_max_position_embeddings: scaling.originalMaxPosition,
        low_freq_factor: scaling.lowFreqFactor,
        high_freq_factor: scaling.highFreqFactor,
      };
    case 'yarn':
      return {
        ...named,
        original_max_position_embeddings: scaling.originalMaxPosition,
        beta_fast: scaling.betaFast,
        beta_slow: scaling.betaSlow,
        ...(scaling.truncate === false ? { truncate: false } : {}),
      };
  }
}

const unsaid = (code: ConfigNote['code'], values: ConfigNote['values'] = {}): ConfigNote => ({
  code,
  values,
});

/** Multiplies cos and sin: YaRN alone has a field for it, which is left out where it says what YaRN does anyway. */
function cosSin({ cosSinScale, scaling }: RopeSpec, usual: number): Written {
  if (cosSinScale === usual) return { fields: {}, notes: [] };
  if (scaling?.type === 'yarn') return { fields: { attention_factor: cosSinScale }, notes: [] };
  return { fields: {}, notes: [unsaid('unsaidCosSin', { factor: cosSinScale })] };
}

const together = (rope: RopeSpec, more: Written): Written => ({
  fields: {
    rope_theta: rope.theta,
    rope_scaling: rope.scaling ? { ...stretched(rope.scaling), ...more.fields } : null,
  },
  notes: more.notes,
});

/** Of a model with heads, whose YaRN multiplies cos and sin unless the file says otherwise. */
export function headRope(rope: RopeSpec): Written {
  const { scaling } = rope;
  return together(rope, cosSin(rope, scaling?.type === 'yarn' ? yarnMscale(scaling.factor, 1) : 1));
}

/**
 * Of a latent model, whose YaRN can multiply the softmax's scale instead, through `mscale_all_dim`; `mscale` then undoes
 * what it would do to cos and sin (DeepSeek-V3's configuration).
 */
export function latentRope(rope: RopeSpec, scaleFactor = 1): Written {
  const { scaling } = rope;
  if (scaleFactor === 1) return headRope(rope);
  const lost = unsaid('unsaidScale', { scale: scaleFactor });
  if (scaling?.type !== 'yarn' || scaling.factor <= 1 || scaleFactor < 1) {
    const { fields, notes } = headRope(rope);
    return { fields, notes: [...notes, lost] };
  }
  const mscale = fewestDigits(
    (Math.sqrt(scaleFactor) - 1) / (0.1 * Math.log(scaling.factor)),
    scaleFactor,
    (tried) => yarnMscale(scaling.factor, tried) ** 2,
  );
  const { fields, notes } = cosSin(rope, 1);
  return together(rope, { fields: { mscale, mscale_all_dim: mscale, ...fields }, notes });
}
