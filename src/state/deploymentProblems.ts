// What is wrong with the devices and the weights that a person chose; each stays as it was given.

import { deploymentRanges, type DeploymentChoice } from './deployment';
import { weightRanges, type WeightCount, type Weights } from './weights';

type DeploymentField = keyof typeof deploymentRanges | WeightCount;

interface ProblemOf<Code extends string> {
  /** The control to stand beside. */
  readonly field: DeploymentField;
  readonly code: Code;
  readonly values: Readonly<Record<string, string | number>>;
}

type RangeProblem = ProblemOf<'notWhole' | 'outOfRange'>;
export type WeightProblem = RangeProblem | ProblemOf<'moreActive'>;

const rangeProblems = (
  field: DeploymentField,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
): RangeProblem[] => {
  if (!Number.isInteger(value)) return [{ field, code: 'notWhole', values: { field, value } }];
  if (value >= min && value <= max) return [];
  return [{ field, code: 'outOfRange', values: { field, value, min, max } }];
};

export const deploymentProblems = ({
  devices,
  reserve,
}: Pick<DeploymentChoice, 'devices' | 'reserve'>): readonly RangeProblem[] => [
  ...rangeProblems('devices', devices, deploymentRanges.devices),
  ...rangeProblems('reserve', reserve, deploymentRanges.reserve),
];

export function weightProblems({
  parameters,
  activeParameters,
}: Pick<Weights, WeightCount>): readonly WeightProblem[] {
  const found = [
    ...rangeProblems('parameters', parameters, weightRanges.parameters),
    ...rangeProblems('activeParameters', activeParameters, weightRanges.activeParameters),
  ];
  if (found.length > 0 || parameters === 0 || activeParameters <= parameters) return found;
  const values = { activeParameters, parameters };
  return [{ field: 'activeParameters', code: 'moreActive', values }];
}
