// What float64 makes of every tensor of one token, in the very mode that is looked into.

import { Reference } from '../reference/reference';
import { tokenOf } from './check';
import type { Point } from './contest';
import { prepareReference } from './expected';
import type { Pace } from './pace';
import { seedings } from './seeding';
import { idsOf } from './tokenReports';
import type { TokenRequest } from './tokenRecords';
import type { TokenInputs } from './tokenInputs';

/** By id, [batch, ...axes]: the token's tensors, what is made of its cached rows, and these rows themselves. */
export async function expectedToken(
  { batch, seed, format, context }: TokenRequest,
  { plan }: Point,
  inputs: TokenInputs,
  pace: Pace,
): Promise<ReadonlyMap<string, Float64Array>> {
  const size = { batch, context, format };
  const { cache, weights } = await prepareReference(plan, seedings(plan, seed), size, pace);
  const reference = new Reference(plan, weights, cache);
  const perSequence = (value: number) => Array.from({ length: batch }, () => value);
  const { tensors } = await pace.finish(
    reference.steps({
      newTokens: 1,
      inputs,
      starts: perSequence(context - 1),
      lengths: perSequence(context),
      offsets: perSequence(context - 1),
    }),
  );
  const expected = new Map(tensors);
  const { rebuilt, fields } = idsOf(plan);
  for (const id of rebuilt) {
    expected.set(id, await pace.finish(reference.rebuilt(id, context - 1)));
  }
  for (const id of fields) expected.set(id, tokenOf(cache, id, context - 1));
  return expected;
}
