// Every shader text that the kernels make: for each model, variant, mode, phase, format and convention that changes one.
import { weightFormatFor } from '../src/attention/format';
import type { Plan } from '../src/attention/plan';
import { proposeDims } from '../src/attention/propose';
import { plainConventions, plainRope, type Conventions } from '../src/attention/variant';
import { variants } from '../src/attention/variants';
import type { Model } from '../src/facts/model';
import { models } from '../src/facts/models';
import { link, type LinkRequest } from '../src/gpu/link';
import type { Knobs } from '../src/kernels/dispatch';
import { schedule } from '../src/kernels/schedule';
import { shaderSources } from '../src/kernels/sources';

export interface NamedShader {
  /** Who asked for it, such as `gqa cached decode of Tiny GQA in f16: 5_attend_decode`. */
  readonly name: string;
  readonly code: string;
  readonly request: LinkRequest;
  /** Paths in shaders/ of the files in it. */
  readonly files: readonly string[];
}

const conventions: readonly Conventions[] = [
  plainConventions,
  { ...plainConventions, window: true, softcap: 50, headNorm: true, biases: ['q', 'k', 'v', 'o'] },
  { ...plainConventions, rope: { ...plainRope, pairs: 'interleaved' } },
  { ...plainConventions, rope: { ...plainRope, pairs: 'deinterleaveHalf' } },
];

const someKnobs: readonly Knobs[] = (['f32', 'f16'] as const).flatMap((format) =>
  (['workgroup', 'subgroup'] as const).flatMap((reduction) =>
    [1, 64].map((maxNewTokens) => ({
      batch: 2,
      capacity: 1024,
      maxNewTokens,
      format,
      weightFormat: weightFormatFor(format),
      reduction,
    })),
  ),
);

/** The same plan where every query sees every key. */
const unmasked = (plan: Plan): Plan => ({
  ...plan,
  steps: plan.steps.map((step) =>
    step.op === 'attend' ? { ...step, mask: { causal: false } } : step,
  ),
});

function plansOf(model: Model): { name: string; plan: Plan }[] {
  const dims = proposeDims(model.dims);
  // Sizes come from every model; what else changes a text is tried on the small ones.
  const tried = model.status === 'madeUp' ? conventions : [model.conventions];
  return variants
    .filter((variant) => variant.problems(dims).length === 0)
    .flatMap((variant) =>
      variant.modes.flatMap((mode) =>
        (['prefill', 'decode'] as const).flatMap((phase) => {
          const name = `${variant.id} ${mode.id} ${phase} of ${model.name}`;
          const plans = tried.map((each) =>
            variant.plan(dims, { phase, mode: mode.id, conventions: each }),
          );
          if (model.status === 'madeUp') plans.push(...plans.slice(0, 1).map(unmasked));
          return plans.map((plan) => ({ name, plan }));
        }),
      ),
    );
}

/** Each distinct text once. */
export function linkedShaders(): NamedShader[] {
  const byCode = new Map<string, NamedShader>();
  const add = (who: string, { kernel, slots, constants }: Omit<LinkRequest, 'sources'>) => {
    const request = { sources: shaderSources, kernel, slots, constants };
    const { code, segments } = link(request);
    const files = [...new Set(segments.map(({ file }) => file))];
    if (!byCode.has(code)) byCode.set(code, { name: `${who}: ${kernel}`, code, request, files });
  };

  for (const format of ['f32', 'f16']) {
    const constants = { WIDTH: '64u', ROW_QUADS: '16u' };
    add(`fill in ${format}`, { kernel: 'fill', slots: { store: `store/${format}` }, constants });
  }
  for (const { name, plan } of models.flatMap(plansOf)) {
    for (const knobs of someKnobs) {
      try {
        for (const dispatch of schedule(plan, knobs).dispatches) {
          add(`${name} in ${knobs.format}`, dispatch);
        }
      } catch (cause) {
        throw new Error(`${name} in ${knobs.format} cannot be linked`, { cause });
      }
    }
  }
  return [...byCode.values()];
}
