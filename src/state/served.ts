// Derived: an entry as a whole model that is served, with all that is not attention.
//
// A proposal is the same model with another attention: what is left of the published parameters beside the published
// attention stays, and the entry's own attention takes its place.

import type { Plan } from '../attention/plan';
import { modeFor } from '../attention/variant';
import { nativeVariant } from '../attention/variants';
import { modelById } from '../facts/models';
import { restOf, type ServedModel } from '../price/served';
import type { Entry } from './entries';
import { modelOf, shapeOf } from './modelShape';

/** The plan of the phase that keeps the entry's cache: as a serving engine would choose it, where it keeps the same. */
export function planFor(
  { variant, mode, shape: { dims }, plan }: Entry,
  phase: Plan['phase'],
): Plan | null {
  if (!plan || phase === 'decode') return plan;
  const rows = ({ cache }: Plan) => JSON.stringify(cache);
  const usual = variant.plan(dims, { phase, mode: modeFor(variant, phase) });
  return rows(usual) === rows(plan) ? usual : variant.plan(dims, { phase, mode });
}

const noExperts = { parameters: null, experts: null };

/** Null where the sizes are impossible, or the model's parameters are not known. */
export function servedModel(entry: Entry, phase: Plan['phase'] = 'decode'): ServedModel | null {
  const { groups, shape } = entry;
  const { parameters, activeParameters, weightBits } = shape;
  const plan = planFor(entry, phase);
  if (!plan || parameters === 0) return null;
  const published = shapeOf(shape);
  const native = nativeVariant(modelOf(shape).dims);
  const own = {
    groups: [{ layers: published.layers }],
    plan: native.plan(published.dims, { phase: 'decode', mode: modeFor(native, 'decode') }),
  };
  const active = activeParameters === 0 ? parameters : Math.min(activeParameters, parameters);
  // Experts are the preset's; other counts of parameters are another model's.
  const { parameters: stated, experts } = shape.imported ? noExperts : modelById(shape.modelId);
  const known = stated?.count === parameters && stated.active === active ? experts : null;
  const whole = { total: parameters, active, ...(known ? { experts: known } : {}) };
  return { groups, plan, rest: restOf(whole, own), weightBits };
}
