// What float64 makes of a race is what the whole plan makes that is told every token.

import { expect, test } from 'vitest';
import { formats } from '../attention/format';
import { plainConventions } from '../attention/variant';
import { Reference } from '../reference/reference';
import { pointsAt, type Point } from './contest';
import { prepareReference } from './expected';
import { Pace } from './pace';
import type { RaceRequest } from './raceRecords';
import { appending, RaceReference } from './raceReference';
import { seedings } from './seeding';
import { cachedModes, smallDims } from './smallDims.test-support';
import { tokenInputs } from './tokenInputs';

const request: RaceRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: cachedModes,
  batch: 2,
  format: 'f32',
  scope: 'wholeLayer',
  seed: 7,
  from: 5,
  until: 23,
  besideCpu: false,
};

const pace = () => new Pace(new AbortController().signal);

/** The output of the whole plan after it was run for every token from `from` on. */
async function stepByStep(asked: RaceRequest, { plan }: Point, context: number) {
  const { batch, seed, from, until } = asked;
  const seeding = seedings(plan, seed);
  const { cache, weights } = await prepareReference(
    plan,
    seeding,
    { batch, context: until, format: asked.format },
    pace(),
  );
  const reference = new Reference(plan, weights, cache);
  const inputsAt = tokenInputs(plan, seed, batch);
  let output: Float64Array = new Float64Array();
  for (let position = from; position < context; position++) {
    ({ output } = reference.step({
      newTokens: 1,
      inputs: inputsAt(position),
      starts: [position, position],
      lengths: [position + 1, position + 1],
      offsets: [position, position],
    }));
  }
  return output;
}

test.each(cachedModes)(
  '$variantId, $mode: skips nothing that later tokens see',
  async (contender) => {
    for (const scope of ['wholeLayer', 'attentionOnly'] as const) {
      const asked = { ...request, scope, contenders: [contender] };
      const [point] = pointsAt(asked, asked.until);
      if (!point) throw new Error('no point');
      const reference = await RaceReference.prepare(asked, point, pace());
      for (const context of [6, 13, 23]) {
        const { output } = await reference.expected(context, pace());
        const expected = await stepByStep(asked, point, context);
        expect(output.length).toBe(expected.length);
        for (const [i, value] of output.entries()) {
          expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(1e-5);
        }
      }
    }
  },
);

test('every token brings values of its own', () => {
  const [point] = pointsAt(request, request.until);
  if (!point) throw new Error('no point');
  const inputsAt = tokenInputs(point.plan, 3, 2);
  expect(inputsAt(4)).toEqual(inputsAt(4));
  expect(inputsAt(4)).not.toEqual(inputsAt(5));
  expect(inputsAt(4)).not.toEqual(tokenInputs(point.plan, 2, 2)(4));
});

test('a token that nobody checks costs its row alone', () => {
  for (const point of pointsAt(request, request.until)) {
    const { steps } = appending(point.plan);
    expect(steps.some(({ op }) => op === 'append')).toBe(true);
    expect(steps.some(({ op }) => op === 'attend')).toBe(false);
  }
});

test('rows are kept as the format of the race stores them', async () => {
  const asked = {
    ...request,
    format: 'int8',
    contenders: [{ variantId: 'gqa', mode: 'cached' }],
  } as const;
  const [point] = pointsAt(asked, asked.until);
  if (!point) throw new Error('no point');
  const reference = await RaceReference.prepare(asked, point, pace());
  const { output } = await reference.expected(17, pace());
  const exact = await stepByStep({ ...asked, format: 'f32' }, point, 17);
  const largest = Math.max(...exact.map(Math.abs));
  const worst = Math.max(...output.map((value, i) => Math.abs(value - (exact[i] ?? NaN))));
  // Eight bits lose something, and not more than they may.
  expect(worst / largest).toBeGreaterThan(1e-5);
  expect(worst / largest).toBeLessThan(20 * formats.int8.storedBound + 0.05);
});
