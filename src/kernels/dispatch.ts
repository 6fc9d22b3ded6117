// What a schedule is made of: dispatches with their kernel, constants, buffers, grid and traffic.

import { fieldFormat, type FormatId, type WeightFormat } from '../attention/format';
import type { Field, Plan } from '../attention/plan';

/** The families of attention kernels: staged in workgroup memory, all in registers, or as two matrix products. */
export const attendFamilies = ['staged', 'register', 'products'] as const;
export type AttendFamilyId = (typeof attendFamilies)[number];

/** What may be chosen for the same plan without changing its result. */
export interface Knobs {
  readonly batch: number;
  /** Rows of the cache per sequence and head; where it is in pages, the most that a sequence may have. */
  readonly capacity: number;
  /** The most new tokens that one step brings. */
  readonly maxNewTokens: number;
  readonly format: FormatId;
  readonly weightFormat: WeightFormat;
  /** `subgroup` needs the device feature `subgroups`. */
  readonly reduction: 'workgroup' | 'subgroup';
  /** Whose subgroups; the device's if not given. For tests: 32 lanes emulated, for which no feature is needed. */
  readonly subgroups?: 'native' | 'emulated';
  /** Which attention kernels; staged if not given. */
  readonly family?: AttendFamilyId;
  /** Attention by the kernel that is there to be read, in the place of the family's; no run asks for it. */
  readonly naive?: boolean;
  /** Lanes that reduce a row, see `groupLanes`; a session on hardware sets 64, whatever the family. */
  readonly groupLanes?: 4 | 64;
  /**
   * The most query rows that share a load in the register family; 8 if not given. More need subgroups: each of four
   * lanes then has rows of its own, as many as the others.
   */
  readonly rows?: number;
  /**
   * The cache is a ring of `capacity` tokens: token p stands in slot p mod capacity. For plans with a window, with
   * capacity >= window + new tokens - 1.
   */
  readonly ring?: boolean;
  /** The cache is in so many pages of 64 tokens, which its sequences share out: see pages.ts. */
  readonly pages?: number;
  /** Attention counts its loads of the cache, which is in f32: loads are the same on every device. */
  readonly counting?: boolean;
  /** Positions that rotation tables reach; the capacity if not given, which is too few for a ring. */
  readonly maxPositions?: number;
  /** Tokens whose keys and values are rebuilt at a time, a multiple of 256; see rebuilt.ts if not given. */
  readonly rebuiltKeys?: number;
  /** Whether a few rows take steps together that share an input or only feed one another; true if not given. */
  readonly fused?: boolean;
  /** The most bytes that may be bound as one buffer; what every device has if not given. */
  readonly bindingBytes?: number;
}

/** Sizes known when a step runs. */
export interface StepSizes {
  readonly batch: number;
  readonly newTokens: number;
  readonly capacity: number;
  /** Visible keys of the longest sequence. */
  readonly context: number;
  /** Keys that some new token sees, summed over the sequences: fewer than `batch * context` with a window or short ones. */
  readonly keys: number;
  /** Keys that a query sees, itself included; all if not given. */
  readonly window?: number | undefined;
  /** Partial results of a query row: slices or chunks of the cache attended to apart. */
  readonly splits: number;
}

export type Grid = readonly [x: number, y: number, z: number];

export interface Dispatch {
  /** Indices of the plan's steps that it does. */
  readonly covers: readonly number[];
  /** Path of the kernel's file. */
  readonly kernel: string;
  readonly slots: Readonly<Record<string, string>>;
  /** WGSL text of each link constant. */
  readonly constants: Readonly<Record<string, string>>;
  /**
   * Buffer id of each of the shader's variables, or what a buffer is called that several share; `step` and `step_words`
   * are bound by the session.
   */
  readonly buffers: Readonly<Record<string, string>>;
  readonly grid: (sizes: StepSizes) => Grid;
  /** Which chunk of the cached tokens it works on, for shaders with span/chunk. */
  readonly chunk?: number;
  /**
   * Bytes that its workgroups ask for and store. What lanes of a workgroup load together counts once; a latent that
   * is loaded as key and again as value counts twice; what a processor's cache then saves is not known here.
   */
  readonly traffic: (sizes: StepSizes) => {
    readonly readBytes: number;
    readonly writtenBytes: number;
  };
}

export interface BufferSpec {
  readonly id: string;
  readonly role:
    | 'activation'
    | 'weight'
    | 'table'
    | 'cache'
    | 'rebuilt'
    | 'partials'
    | 'mask'
    | 'loads';
  readonly bytes: number;
  /** The buffer that it shares with others and where it begins there; one of its own if not given. */
  readonly within?: { readonly buffer: string; readonly offsetBytes: number };
  /** Heads that an additive mask tells apart. */
  readonly heads?: number;
}

export interface Schedule {
  readonly plan: Plan;
  readonly knobs: Knobs;
  readonly buffers: readonly BufferSpec[];
  readonly dispatches: readonly Dispatch[];
  /** Keys of each partial result of attention. */
  readonly splitKeys: number;
  /** Whether attention skips the keys before the window. */
  readonly windowed: boolean;
}

/** What a step's schedule may ask about the plan and the choices. */
export interface Context {
  readonly plan: Plan;
  readonly knobs: Knobs;
  /** Index of the step. */
  readonly index: number;
}

/** Keys of one slice of the cache: SPLIT_KEYS of shaders/part/slice_softmax.wgsl, which a test compares. */
export const splitKeys = 256;

/** u32 and f32 constants as WGSL text. */
export const u32 = (values: Record<string, number>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}u`]));
export const f32 = (value: number): string => {
  const text = Math.fround(value).toString();
  return `${/[.e]/.test(text) ? text : `${text}.0`}f`;
};

/** WGSL text of an array of arrays of words, as long as each other. */
export function wordRows(rows: readonly (readonly number[])[]): string {
  const row = `array<u32, ${rows[0]?.length ?? 0}>`;
  const texts = rows.map((words) => `${row}(${words.map((word) => `${word}u`).join(', ')})`);
  return `array<${row}, ${rows.length}>(${texts.join(', ')})`;
}

/** Folds a one-dimensional grid of workgroups of 64 lanes, since a dimension holds at most 65,535. */
export function flatGrid(elements: number): Grid {
  const groups = Math.ceil(elements / 64);
  const x = Math.min(groups, 65535);
  return [x, Math.ceil(groups / x), 1];
}

/** A grid cut into at most `count` about equal parts, along its longest side; a folded grid along y. */
export function cutGrid(grid: Grid, count: number): { origin: Grid; grid: Grid }[] {
  // A folded grid counts on its full x.
  const folded = grid[0] === 65535;
  const axis = folded ? 1 : grid.indexOf(Math.max(...grid));
  const length = grid[axis] ?? 1;
  const step = Math.ceil(length / Math.min(count, length));
  const along = (value: number, other: Grid): Grid => [
    axis === 0 ? value : other[0],
    axis === 1 ? value : other[1],
    axis === 2 ? value : other[2],
  ];
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => ({
    origin: along(i * step, [0, 0, 0]),
    grid: along(Math.min(step, length - i * step), grid),
  }));
}

/** Bytes that the dispatches of a step load and store. */
export const movedBytes = (dispatches: readonly Dispatch[], sizes: StepSizes): number =>
  dispatches.reduce((bytes, { traffic }) => {
    const { readBytes, writtenBytes } = traffic(sizes);
    return bytes + readBytes + writtenBytes;
  }, 0);

/** A chunk of the cache that has no tokens yet gives its dispatches nothing to do. */
export const isEmpty = (grid: Grid): boolean => grid.includes(0);

/** The slot that says in which row of a field a token stands. */
export function fieldsSlot({ ring, pages }: Knobs): string {
  if (ring && pages !== undefined) throw new RangeError('a ring is not kept in pages');
  return pages === undefined ? (ring ? 'fields/ring' : 'fields/contiguous') : 'fields/paged';
}

/** The slot by which weights are loaded: the register family is made for software, which has no instruction that unpacks halves. */
export const weightsSlot = ({ weightFormat, family }: Pick<Knobs, 'weightFormat' | 'family'>) =>
  `weights/${weightFormat}${weightFormat === 'f16' && family === 'register' ? '_by_products' : ''}`;

type Reducing = Pick<Knobs, 'reduction' | 'subgroups'>;

/** The slot by which lanes of a subgroup speak, where a reduction asks for them. */
export const subgroupsSlot = ({ reduction, subgroups = 'native' }: Reducing) =>
  reduction === 'subgroup' ? { subgroups: `subgroups/${subgroups}` } : {};

/** What fills the slots by which a workgroup's lanes become one; four of them are a quad of a subgroup. */
export const reduceSlots = (knobs: Reducing, lanes: number) => ({
  reduce:
    knobs.reduction === 'subgroup' && lanes === 4 ? 'reduce/quad' : `reduce/${knobs.reduction}`,
  ...subgroupsSlot(knobs),
});

/** What fills the slots by which the register family's lanes tell each other scores. */
export const lanesSlots = (knobs: Reducing) => ({
  lanes: `lanes/${knobs.reduction}`,
  ...subgroupsSlot(knobs),
});

export const formatOf = (field: Field, knobs: Knobs): FormatId =>
  fieldFormat(knobs.format, field.format);

/**
 * Lanes of a workgroup that reduces a row. Where a barrier costs more than what is done between two, as on the software
 * adapters for which the register family is, four do it: they are one subgroup, and none waits for another.
 */
export const groupLanes = ({
  family,
  groupLanes: given,
}: Pick<Knobs, 'family' | 'groupLanes'>): number => given ?? (family === 'register' ? 4 : 64);
