// What each token of a race brings: seeded values of its own, the same for the device, the CPU and float64.

import { axesOf, sizeOf, type Plan } from '../attention/plan';
import { seedOf, uniforms } from '../attention/random';
import { seedings } from './seeding';

/** A plan's inputs by id, each [batch, 1, ...axes], of the token at a position. */
export type TokenInputs = Readonly<Record<string, Float32Array<ArrayBuffer>>>;

/** Makes the inputs of one token after the other. */
export function tokenInputs(
  plan: Plan,
  runSeed: number,
  batch: number,
): (position: number) => TokenInputs {
  const inputs = seedings(plan, runSeed).filter(({ kind }) => kind === 'input');
  const sized = inputs.map((each) => ({ ...each, size: batch * sizeOf(axesOf(plan, each.id)) }));
  return (position) =>
    Object.fromEntries(
      sized.map(({ id, seed, scale, size }) => [
        id,
        uniforms(seedOf(seed, `${position}`), size, scale),
      ]),
    );
}
