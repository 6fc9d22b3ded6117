// Which attention kernels a plan starts with, and which others are worth a try on a device: the tuner measures them.

import type { Plan } from '../attention/plan';
import type { Gpu } from '../gpu/device';
import { headsOfLatent, shapeOf, type AttendShape } from './attendShape';
import type { AttendFamilyId, Knobs, Schedule } from './dispatch';
import { refuseLarge, refuseWide, type Limited } from './footprint';
import { linkedShader } from './linked';
import { heldRows } from './registerAttend';
import { schedule } from './schedule';
import { fullSizes } from './stepData';

/** The knobs that a device decides, not a user. */
export interface KernelChoice {
  readonly family: AttendFamilyId;
  readonly reduction: Knobs['reduction'];
  /** Of the register family alone. */
  readonly rows?: number;
}

export interface ShippedChoice {
  readonly choice: KernelChoice;
  /** `measured` on such an adapter, or `predicted` from what its processors are made of. */
  readonly basis: 'measured' | 'predicted';
  readonly reason: string;
}

/** By kind of adapter; docs/performance.md has the figures. */
const shipped = {
  software: {
    choice: { family: 'register', reduction: 'subgroup', rows: 16 },
    basis: 'measured',
    reason:
      'a load costs as much as 60 to 80 multiply-adds there and a barrier more: each load serves up to 16 rows held in ' +
      'registers, since lanes of a subgroup swap what they load without a barrier; 32 rows are up to 1.3 times as fast, ' +
      'and take two to three times as long to compile',
  },
  softwarePrompts: {
    choice: { family: 'register', reduction: 'subgroup', rows: 12 },
    basis: 'measured',
    reason:
      'as for a token, but that a prompt is often seen once: each load serves 12 rows, which takes 1.05 times as long as ' +
      '16 over 1,024 tokens, and two thirds of the time to compile',
  },
  softwareWithoutSubgroups: {
    choice: { family: 'register', reduction: 'workgroup', rows: 8 },
    basis: 'measured',
    reason:
      'a load costs as much as 60 to 80 multiply-adds there: each load serves up to 8 rows held in registers, and three ' +
      'barriers in 64 keys are what scores take to be exchanged',
  },
  slowCompiler: {
    choice: { family: 'staged', reduction: 'workgroup' },
    basis: 'measured',
    reason:
      'its compiler takes 10 to 120 s for rows held in registers, and 1 to 2 s for staged tiles: the tuner may find the ' +
      'former up to 2 times as fast, once they are compiled',
  },
  slowCompilerOverLatent: {
    choice: { family: 'products', reduction: 'workgroup' },
    basis: 'measured',
    reason:
      'its compiler takes 70 to 120 s for wide rows held in registers; of what it compiles within 2 s, two matrix ' +
      'products over the latent are the fastest',
  },
  hardware: {
    choice: { family: 'staged', reduction: 'workgroup' },
    basis: 'predicted',
    reason:
      'workgroup memory and barriers are cheap there, and many lanes load neighbouring quads of a row together',
  },
  hardwareManyHeads: {
    choice: { family: 'products', reduction: 'workgroup' },
    basis: 'predicted',
    reason:
      'where 64 heads or more share a latent, a byte that is loaded serves over 100 multiply-adds: arithmetic binds, and ' +
      'matrix products tiled in registers do the most of it for each load',
  },
} as const satisfies Record<string, ShippedChoice>;

/** Heads that share a latent from which on arithmetic binds on every GPU, as 121 multiply-adds a byte of f16 do. */
const manyHeads = 64;

/** Mesa's CPU adapter, whose compiler is LLVM: by far the slowest, in time that grows with the square of a shader. */
const compilesSlowly = ({ vendor, architecture, description }: GpuFacts['info']): boolean =>
  /llvmpipe|lavapipe/i.test(`${vendor} ${architecture} ${description}`);

const shippedForHardware = (plan: Plan): ShippedChoice =>
  headsOfLatent(plan) >= manyHeads ? shipped.hardwareManyHeads : shipped.hardware;

/** Rows that share a latent from which on two matrix products are worth a try. */
const productRows = 32;

/** What runs start with before anything was tuned. */
export function shippedChoice({ info, device }: GpuFacts, plan: Plan): ShippedChoice {
  if (!info.software) return shippedForHardware(plan);
  if (compilesSlowly(info)) {
    return headsOfLatent(plan) >= productRows
      ? shipped.slowCompilerOverLatent
      : shipped.slowCompiler;
  }
  if (!device.features.has('subgroups')) return shipped.softwareWithoutSubgroups;
  return plan.phase === 'prefill' ? shipped.softwarePrompts : shipped.software;
}

/** What `shippedChoice` may answer on a device without optional features. */
export const shippedChoices = (plan: Plan): readonly KernelChoice[] => [
  shipped.softwareWithoutSubgroups.choice,
  shippedForHardware(plan).choice,
];

/**
 * Rows of the register family that are worth a try. Products come in place of what is the least likely for such a latent:
 * software leaves a load for a few rows unpaid, and a GPU's lane cannot hold many wide ones.
 */
function rowsWorthATry(
  { info }: GpuFacts,
  { phase }: Plan,
  reduction: Knobs['reduction'],
  products: boolean,
) {
  if (!info.software) return products ? [1, 4] : [1, 4, 8];
  // Lanes that can swap what they load hold rows apart, and more of them.
  if (reduction === 'subgroup' && phase === 'prefill') return [12, 16, 32];
  if (reduction === 'subgroup') return products ? [8, 16, 32] : [4, 16, 32];
  return products ? [8] : [1, 4, 8];
}

/** Every choice there is, small to large. */
function choicesFor(gpu: GpuFacts, plan: Plan, knobs: Knobs): readonly KernelChoice[] {
  const products = headsOfLatent(plan) * knobs.maxNewTokens >= productRows;
  return (['workgroup', 'subgroup'] as const).flatMap((reduction): KernelChoice[] => [
    { family: 'staged', reduction },
    ...(products ? [{ family: 'products', reduction } as const] : []),
    ...rowsWorthATry(gpu, plan, reduction, products).map(
      (rows) => ({ family: 'register', reduction, rows }) as const,
    ),
  ]);
}

/**
 * Quads that a lane of a GPU may hold: with more than 256 values of 4 bytes (the most that NVIDIA's and AMD's lanes
 * address) rows would be spilled to memory. A software adapter keeps them in a processor's cache.
 */
const mostLaneQuads = 64;

/** Why a choice is not tried at all. */
export type PruneReason =
  | { readonly code: 'needsFeature'; readonly feature: 'subgroups' }
  | { readonly code: 'registers'; readonly laneQuads: number; readonly mostLaneQuads: number }
  /** Other knobs give the same shaders. */
  | { readonly code: 'sameAs'; readonly choice: KernelChoice }
  /** No kernel does it, or a buffer or grid is beyond the device's limits. */
  | { readonly code: 'unsupported'; readonly message: string };

export interface Candidates {
  /** At most 8, the shortest shaders first: they compile soonest. */
  readonly kept: readonly KernelChoice[];
  readonly pruned: readonly { readonly choice: KernelChoice; readonly reason: PruneReason }[];
}

/** The plan's attention as its kernels see it; undefined where it has none. */
export function attendShapeOf(plan: Plan, knobs: Knobs): AttendShape | undefined {
  const index = plan.steps.findIndex(({ op }) => op === 'attend');
  const step = plan.steps[index];
  return step?.op === 'attend' ? shapeOf(step, { plan, knobs, index }) : undefined;
}

/** The device and what it grants: a Gpu, or less in a test. */
export type GpuFacts = Pick<Gpu, 'info'> & {
  readonly device: Limited['device'] & { readonly features: ReadonlySet<string> };
};

/** @returns what is worth compiling, or one that spills where nothing else does the plan */
export function candidatesFor(gpu: GpuFacts, plan: Plan, knobs: Knobs): Candidates {
  const { kept, pruned } = pruneAll(gpu, plan, knobs);
  if (kept.length > 0) return { kept, pruned };
  const spilling = pruned.find(({ reason }) => reason.code === 'registers');
  if (!spilling) return { kept, pruned };
  return { kept: [spilling.choice], pruned: pruned.filter((each) => each !== spilling) };
}

function pruneAll(gpu: GpuFacts, plan: Plan, knobs: Knobs): Candidates {
  const kept: { choice: KernelChoice; text: string }[] = [];
  const pruned: { choice: KernelChoice; reason: PruneReason }[] = [];
  for (const choice of choicesFor(gpu, plan, knobs)) {
    const chosen = { ...knobs, ...choice };
    const reason = reasonAgainst(gpu, plan, chosen);
    if (reason) {
      pruned.push({ choice, reason });
      continue;
    }
    const text = textOf(schedule(plan, chosen));
    const same = kept.find((other) => other.text === text);
    if (same) pruned.push({ choice, reason: { code: 'sameAs', choice: same.choice } });
    else kept.push({ choice, text });
  }
  const sorted = kept.toSorted((a, b) => a.text.length - b.text.length);
  return { kept: sorted.map(({ choice }) => choice), pruned };
}

/** Why a choice is not to be tried, if there is a reason. */
function reasonAgainst(gpu: GpuFacts, plan: Plan, knobs: Knobs): PruneReason | undefined {
  const { family, reduction } = knobs;
  if (reduction === 'subgroup' && !gpu.device.features.has('subgroups')) {
    return { code: 'needsFeature', feature: 'subgroups' };
  }
  try {
    const shape = attendShapeOf(plan, knobs);
    if (shape && family === 'register' && !gpu.info.software) {
      const { quads } = heldRows(shape, knobs);
      if (quads > mostLaneQuads) return { code: 'registers', laneQuads: quads, mostLaneQuads };
    }
    const scheduled = schedule(plan, knobs);
    refuseLarge(gpu, scheduled);
    refuseWide(gpu, scheduled, fullSizes(scheduled));
    return undefined;
  } catch (error) {
    return { code: 'unsupported', message: error instanceof Error ? error.message : String(error) };
  }
}

/** All that is compiled for a schedule. */
const textOf = ({ dispatches }: Schedule): string => {
  const texts = dispatches.map((dispatch) => linkedShader(dispatch).code);
  return [...new Set(texts)].join('\n');
};
