// The models are read by onnxruntime itself, in WebAssembly under Node, and compute what float64 does.

import * as runtime from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkedTokens, compareRows, expectedRows, inputsOf } from './inputs';
import { recipesFor, type Recipe } from './onnxGraphs';
import { onnxModel } from './onnxModel';
import { swapOuter } from './layouts';
import { projectionRecipes } from './onnxProjections';
import { projectionInputs } from './projections';
import { projection } from './subjects';
import { smallProjections, smallShapes } from './smallShapes.test-support';

beforeAll(() => {
  runtime.env.logLevel = 'fatal';
  runtime.env.wasm.numThreads = 1;
});

/** What onnxruntime makes of a recipe. */
async function computed({ operands, outputs, nodes }: Recipe): Promise<Float32Array> {
  const constants = operands.filter(({ type }) => type === 'int64');
  const brought = operands.filter(({ type }) => type !== 'int64');
  const model = onnxModel({ inputs: brought, outputs, nodes, constants });
  const session = await runtime.InferenceSession.create(model);
  const feeds = Object.fromEntries(
    brought.map(({ name, type, data, dims }) => [name, new runtime.Tensor(type, data, dims)]),
  );
  const { out } = await session.run(feeds);
  const rows = Float32Array.from((await out!.getData()) as Float32Array);
  await session.release();
  return rows;
}

describe.each(smallProjections)('$id', (shape) => {
  test.each(projectionRecipes)('%s agrees with float64', async (_, make) => {
    const result = await computed(make(shape, projectionInputs(shape, 6)));
    expect(projection(shape, 6).check(result)).toMatchObject({ agrees: true });
  });
});

describe.each(smallShapes)('$id', (shape) => {
  const inputs = inputsOf(shape, 5);
  const tokens = checkedTokens(shape, 5);
  const expected = expectedRows(shape, inputs, tokens);

  // In WebAssembly the operator's cache is not shared: GroupQueryAttention's decode runs on a GPU alone.
  test.each(recipesFor(shape, 'cpu'))('%s agrees with float64', async (_, make) => {
    const recipe = make(shape, inputs);
    const rows = await computed(recipe);
    const { queryHeads, newTokens, vDim } = shape;
    const result = recipe.byHead ? swapOuter(rows, [queryHeads, newTokens, vDim]) : rows;
    expect(compareRows(shape, result, tokens, expected)).toMatchObject({ agrees: true });
  });

  test('a result that lost one head does not agree', () => {
    const { queryHeads, newTokens, vDim } = shape;
    const right = new Float32Array(newTokens * queryHeads * vDim);
    for (const [i, token] of tokens.entries()) {
      const row = queryHeads * vDim;
      right.set(expected.subarray(i * row, (i + 1) * row), token * row);
    }
    expect(compareRows(shape, right, tokens, expected).agrees).toBe(true);
    right.fill(0, (newTokens - 1) * queryHeads * vDim, (newTokens - 1) * queryHeads * vDim + vDim);
    expect(compareRows(shape, right, tokens, expected).agrees).toBe(false);
  });
});
