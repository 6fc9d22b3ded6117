// Derived: an entry as it is taken away: its configuration, what differs from the published model, and what a command is
// asked for.

import type { DimName } from '../attention/dims';
import type { Conventions } from '../attention/variant';
import { modelById } from '../facts/models';
import type { CommandRequest } from '../export/command';
import type { Configuration } from '../export/writeConfig';
import { chartProblems } from './chartSettings';
import type { Controls } from './controls';
import { roomOf } from './deployment';
import { deploymentProblems, weightProblems } from './deploymentProblems';
import type { Entry } from './entries';
import { modelOf, shapeOf } from './modelShape';
import { servedModel } from './served';
import { workloadProblems } from './serving';
import type { FieldProblem } from './scales';

export interface Change {
  readonly field: DimName | 'layers' | 'windowLayers' | 'window';
  /** Null where the published model has none. */
  readonly published: number | null;
  readonly here: number;
}

/** The sizes that the entry's variant reads and that are not as the model was published, then its layers. */
export function changesOf({ variant, shape }: Pick<Entry, 'variant' | 'shape'>): readonly Change[] {
  const published = shapeOf(shape);
  const dims = variant.fields.map((field) => ({
    field,
    published: published.dims[field],
    here: shape.dims[field],
  }));
  const counts = (['layers', 'windowLayers'] as const).map((field) => ({
    field,
    published: published[field],
    here: shape[field],
  }));
  const window: Change = {
    field: 'window',
    published: published.windowLayers > 0 ? published.window : null,
    here: shape.window,
  };
  return [...dims, ...counts, ...(shape.windowLayers > 0 ? [window] : [])].filter(
    (change) => change.published !== change.here,
  );
}

/** Whether it is the model as it was published, or as somebody's file has it. */
export const isAsPublished = (entry: Entry): boolean =>
  entry.origin === 'own' && changesOf(entry).length === 0;

/** What a proposal keeps of the model's conventions: all but what is measured in the widths that it replaces. */
function proposedConventions(conventions: Conventions, headDim: number): Conventions {
  const { scale: _, rotaryDim, ...kept } = conventions;
  return rotaryDim === undefined || rotaryDim > headDim ? kept : { ...kept, rotaryDim };
}

/** Only of an entry without problems: impossible sizes have no configuration. */
export function configurationOf(entry: Entry): Configuration {
  const { variant, mode, shape, groups, origin } = entry;
  const model = modelOf(shape);
  const ropeOf = (windowed: boolean) =>
    model.groups.find(({ window }) => (window !== undefined) === windowed)?.rope;
  return {
    // A changed model is another one, and has no name.
    name: isAsPublished(entry) ? model.name : null,
    variant,
    mode,
    dims: shape.dims,
    groups: groups.map((group) => {
      const rope = ropeOf(group.window !== undefined);
      return rope ? { ...group, rope } : group;
    }),
    conventions:
      origin === 'proposal'
        ? proposedConventions(model.conventions, shape.dims.headDim)
        : model.conventions,
    maxContext: model.maxContext,
    dtype: model.dtype,
  };
}

/** Whether somebody published weights of these very sizes; those of a file are taken to exist. */
function hasWeights(entry: Entry): boolean {
  const { imported, modelId } = entry.shape;
  return isAsPublished(entry) && (imported !== null || modelById(modelId).status === 'verified');
}

/** What stands for the model where nobody names one: a file's own word for it, or a folder. */
export function usualModelName(entry: Entry): string {
  const { imported, modelId } = entry.shape;
  if (!hasWeights(entry)) return './my-model';
  return imported ? (imported.name ?? './my-model') : `./${modelId}`;
}

/** What makes a command impossible before an engine is thought of: each in the words of its control. */
export function commandProblems(
  { problems, shape }: Entry,
  c: Controls,
): readonly Pick<FieldProblem, 'code' | 'values'>[] {
  // More active parameters than there are count as all of them.
  const weights = weightProblems(shape).flatMap(({ code, values }) =>
    code === 'moreActive' ? [] : [{ code, values }],
  );
  return [...problems, ...workloadProblems(c), ...deploymentProblems(c), ...weights];
}

/** Devices: as many as are chosen, or as few as fit. Only where there are no problems. */
export function commandRequest(
  entry: Entry,
  c: Controls,
  { model, devices }: { readonly model: string; readonly devices: 'asked' | 'fewest' },
): CommandRequest {
  return {
    model: model.trim() === '' ? usualModelName(entry) : model.trim(),
    hasWeights: hasWeights(entry),
    served: servedModel(entry),
    maxContext: modelOf(entry.shape).maxContext,
    tokens: c.context,
    batch: c.batch,
    format: entry.format,
    room: roomOf(c),
    attention: c.split,
    devices: devices === 'asked' ? c.devices : null,
    blockTokens: chartProblems(c, ['blockTokens']).length > 0 ? null : c.blockTokens,
  };
}

/** Where the weights are counted at another width than that they were published in: bits; null where they are not. */
export function otherWeightBits({
  shape,
}: Entry): { readonly here: number; readonly published: number } | null {
  const { weightBits: published, parameters } = shapeOf(shape);
  return parameters === 0 || shape.weightBits === published
    ? null
    : { here: shape.weightBits, published };
}

/** The entry that is taken away: the one asked for while it is there, or the model's own, or the first. */
export const takenEntry = (entries: readonly Entry[], key: string | null): Entry | undefined =>
  entries.find((entry) => entry.key === key) ??
  entries.find(({ pin, origin }) => pin === null && origin !== 'proposal') ??
  entries[0];
