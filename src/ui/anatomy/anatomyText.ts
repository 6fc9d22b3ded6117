// What the anatomy says of boxes and steps: names, shapes, and a sentence for each step.

import type { TFunction } from 'i18next';
import type { Axis } from '../../attention/plan';
import type { Flow, StepNode, WeightUse } from '../../draw/diagram';
import type { TensorReport } from '../../engine/protocol';
import type { Side } from '../../state/anatomy';
import { showError, showFlops } from '../quantity';

export type Words = TFunction<'anatomy'>;

/** A box by the name that the page has for it, or by the words of its id: a variant may bring boxes of its own. */
export const boxName = (s: Words, id: string): string =>
  s(`names.${id}`, {
    defaultValue: id.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  });

export const shapeText = (axes: readonly Axis[]): string =>
  axes.map(([, size]) => size).join(' × ');

const joined = (s: Words, parts: readonly string[]): string => {
  const [last = '', before] = parts.toReversed();
  if (before === undefined) return last;
  const first = parts
    .slice(0, -1)
    .reduce((sum, part) => s('said.list', { first: sum, second: part }));
  return s('said.and', { first, second: last });
};

const shaped = (
  s: Words,
  name: string,
  { axes, whole }: Pick<Flow | WeightUse, 'axes' | 'whole'>,
): string => s(whole ? 'said.shaped' : 'said.part', { name, shape: shapeText(axes) });

/** What a step reads; a box that it reads in several ways is said once. */
export function readsText(s: Words, { reads }: StepNode): string {
  const said = reads.map((flow) => shaped(s, boxName(s, flow.from), flow));
  return joined(s, [...new Set(said)]);
}

export const weightsText = (s: Words, { weights }: StepNode): string =>
  joined(
    s,
    weights.map((use) => shaped(s, use.id, use)),
  );

export function makesText(s: Words, { makes }: StepNode, { diagram }: Side): string {
  const boxes = makes.flatMap((id) => diagram.boxes.find((box) => box.id === id) ?? []);
  return joined(
    s,
    boxes.map(({ id, axes }) => shaped(s, boxName(s, id), { axes, whole: true })),
  );
}

/** The step in a sentence. */
export const stepSentence = (s: Words, step: StepNode, side: Side): string =>
  s(`said.${step.op}`, {
    reads: readsText(s, step),
    weights: weightsText(s, step),
    makes: makesText(s, step, side),
    flops: showFlops(side.flops[step.index] ?? 0),
  });

/** Three digits, as a reader takes in at a glance. */
export const showValue = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value);

/** What a look into the token says of one tensor. */
export function valueSentences(s: Words, report: TensorReport): readonly string[] {
  const { id, source, within, lowest, highest, agreement } = report;
  const steps = joined(
    s,
    within.map((index) => s('values.stepNumber', { step: index + 1 })),
  );
  const words = {
    name: boxName(s, id),
    lowest: showValue(lowest),
    highest: showValue(highest),
    steps,
  };
  const said = s(`values.${source}`, words);
  if (!agreement) return [said];
  const { error, bound, agrees } = agreement;
  const figures = { error: showError(error), bound: showError(bound) };
  return [said, s(agrees ? 'values.agrees' : 'values.disagrees', figures)];
}
