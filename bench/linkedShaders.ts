// Every shader text that the kernels make: for each model, variant, mode, phase, format and convention that changes one.
import { formatIds, weightFormatFor, type FormatId } from '../src/attention/format';
import type { Phase, Plan, Tap } from '../src/attention/plan';
import { proposeDims } from '../src/attention/propose';
import { plainConventions, plainRope, type Conventions } from '../src/attention/variant';
import { nativeVariant, variants } from '../src/attention/variants';
import type { Model } from '../src/facts/model';
import { ceilingRequests } from '../src/bench/ceilings';
import { models } from '../src/facts/models';
import { link, type LinkRequest } from '../src/gpu/link';
import type { Dispatch, Knobs } from '../src/kernels/dispatch';
import { spansOf } from '../src/kernels/rebuilt';
import { fillRequest } from '../src/kernels/fill';
import { fieldRowQuads } from '../src/kernels/layout';
import { hasScales } from '../src/kernels/scaled';
import { schedule } from '../src/kernels/schedule';
import { scheduleTap } from '../src/kernels/tap';
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
  { ...plainConventions, additive: 'perHead', sinks: true, lse: true },
];

const taps: readonly Tap[] = ['product', 'capped', 'masked', 'probs'];

const knobsOf = (
  format: FormatId,
  reduction: Knobs['reduction'],
  maxNewTokens: number,
  more: Partial<Knobs> = {},
): Knobs => ({
  batch: 2,
  capacity: 1024,
  maxNewTokens,
  format,
  weightFormat: weightFormatFor(format),
  reduction,
  ...more,
});

/** What changes a text besides sizes and conventions. */
const allKnobs: readonly Knobs[] = formatIds.flatMap((format) =>
  // Which way sums are made changes no format's text but with its weights.
  (weightFormatFor(format) === format
    ? (['workgroup', 'subgroup'] as const)
    : (['workgroup'] as const)
  ).flatMap((reduction) =>
    [1, 64].flatMap((maxNewTokens) => [
      knobsOf(format, reduction, maxNewTokens),
      knobsOf(format, reduction, maxNewTokens, { rebuiltKeys: 256 }),
      knobsOf(format, reduction, maxNewTokens, { family: 'register', rows: 2 }),
      knobsOf(format, reduction, maxNewTokens, { family: 'products' }),
      // Rows are dealt out to lanes where they can swap what they load.
      ...(reduction === 'subgroup'
        ? [knobsOf(format, reduction, maxNewTokens, { family: 'register', rows: 16 })]
        : []),
      ...(reduction === 'workgroup'
        ? [knobsOf(format, reduction, maxNewTokens, { naive: true })]
        : []),
      // Pages change what finds a row, whatever is in it.
      ...(format === 'int8'
        ? [{}, { family: 'register', rows: 2 } as const].map((family) =>
            knobsOf(format, reduction, maxNewTokens, { ...family, pages: 40 }),
          )
        : []),
    ]),
  ),
);

/** Codes are turned by lanes that swap, where there are subgroups of four. */
const turningKnobs: readonly Knobs[] = formatIds.filter(hasScales).flatMap((format) =>
  [1, 64].flatMap((tokens) =>
    (['native', 'emulated'] as const).map((subgroups) =>
      knobsOf(format, 'subgroup', tokens, {
        family: 'register',
        rows: 2,
        rebuiltKeys: 256,
        subgroups,
      }),
    ),
  ),
);

const someKnobs: readonly Knobs[] = [1, 64].map((tokens) => knobsOf('f16', 'workgroup', tokens));

/** Texts of which a few are enough: those that count their loads, and those whose subgroups are emulated. */
const testedKnobs: readonly Knobs[] = [1, 64].flatMap((tokens) => [
  knobsOf('f32', 'workgroup', tokens, { counting: true }),
  knobsOf('f32', 'subgroup', tokens, { subgroups: 'emulated' }),
  knobsOf('f32', 'subgroup', tokens, { subgroups: 'emulated', family: 'register', rows: 2 }),
  knobsOf('f32', 'subgroup', tokens, { subgroups: 'emulated', family: 'register', rows: 9 }),
]);

/** The same plan where every query sees every key. */
const unmasked = (plan: Plan): Plan => ({
  ...plan,
  steps: plan.steps.map((step) =>
    step.op === 'attend' ? { ...step, mask: { causal: false } } : step,
  ),
});

function plansOf(model: Model): { name: string; plan: Plan }[] {
  const dims = proposeDims(model.dims);
  // Sizes come from every model's own variant; what else changes a text is tried on the small ones.
  const tried = model.status === 'madeUp' ? conventions : [model.conventions];
  return (model.status === 'madeUp' ? variants : [nativeVariant(model.dims)])
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

/** What runs for a plan; with taps, and as a ring where it may be one, if `all`. */
function dispatchesOf(plan: Plan, knobs: Knobs, all: boolean): Dispatch[] {
  const found = [...schedule(plan, knobs).dispatches];
  if (!all) return found;
  const index = plan.steps.findIndex(({ op }) => op === 'attend');
  const step = plan.steps[index];
  if (step?.op !== 'attend') return found;
  if (spansOf(plan, knobs).length === 1) {
    found.push(...taps.map((tap) => scheduleTap(step, { plan, knobs, index }, tap)));
  }
  const cached = plan.tensors.every(({ rows }) => rows === 'new') && plan.cache.length > 0;
  if (step.mask.window && cached && knobs.pages === undefined) {
    found.push(...schedule(plan, { ...knobs, ring: true }).dispatches);
  }
  return found;
}

/** Each distinct text once. */
export function linkedShaders(): NamedShader[] {
  const byCode = new Map<string, NamedShader>();
  const asked = new Set<string>();
  const add = (who: string, { kernel, slots, constants }: Omit<LinkRequest, 'sources'>) => {
    // Most are asked for many times, and linking takes longer than asking.
    const question = JSON.stringify([kernel, slots, constants]);
    if (asked.has(question)) return;
    asked.add(question);
    const request = { sources: shaderSources, kernel, slots, constants };
    const { code, segments } = link(request);
    const files = [...new Set(segments.map(({ file }) => file))];
    if (!byCode.has(code)) byCode.set(code, { name: `${who}: ${kernel}`, code, request, files });
  };

  for (const format of formatIds) {
    add(`fill in ${format}`, fillRequest(format, { width: 40 }, fieldRowQuads(format, 40)));
  }
  for (const request of Object.values(ceilingRequests)) add('ceilings', request);
  for (const model of models) {
    for (const { name, plan } of plansOf(model)) {
      for (const knobs of model.status === 'madeUp' ? [...allKnobs, ...turningKnobs] : someKnobs) {
        try {
          for (const dispatch of dispatchesOf(plan, knobs, model.status === 'madeUp')) {
            add(`${name} in ${knobs.format}`, dispatch);
          }
        } catch (cause) {
          throw new Error(`${name} in ${knobs.format} cannot be linked`, { cause });
        }
      }
    }
    if (model.status !== 'madeUp') continue;
    const plain = (phase: Phase) =>
      nativeVariant(model.dims).plan(proposeDims(model.dims), { phase });
    for (const knobs of testedKnobs) {
      for (const dispatch of schedule(plain(knobs.maxNewTokens > 1 ? 'prefill' : 'decode'), knobs)
        .dispatches) {
        add(`${model.name}, tested`, dispatch);
      }
    }
  }
  return [...byCode.values()];
}
