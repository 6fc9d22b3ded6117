// Several threads do all tasks once, list after list, and a step that is left does no harm.

import { afterAll, describe, expect, test } from 'vitest';
import { Worker } from 'node:worker_threads';
import { uniforms } from '../attention/random';
import { inScope } from '../attention/scope';
import { plainConventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { OP_GATHER } from './assembly/fields';
import { smallDims } from '../bench/smallDims.test-support';
import { Pool, type Errand } from './pool';
import { CpuSession, type CpuStep } from './session';
import { SingleThread, taskOf, type Runner, type Task } from './tasks';

/** What src/cpu/thread.ts does, in Node's own threads. */
const text = `
  require('node:worker_threads').parentPort.once('message', ({ module, memory, share, scratch }) => {
    new WebAssembly.Instance(module, { env: { memory } }).exports.serve(share, scratch);
  });
`;

function startThread(errand: Errand): Worker {
  const worker = new Worker(text, { eval: true });
  worker.postMessage(errand);
  return worker;
}

const pool = await Pool.open(3, startThread, ['simd']);
const single = await SingleThread.open(['simd']);
afterAll(() => pool.dispose());

function finish(work: Generator<void, void>): void {
  while (!work.next().done);
}

/** Tasks of which each writes a row of its own as often as it is done: out = 2 in. */
function doubling(rows: number) {
  const { memory } = pool;
  const from = memory.allocate(rows * 16);
  const to = memory.allocate(rows * 16);
  memory.floats(from, rows * 4).set(uniforms(3, rows * 4));
  const tasks = Array.from({ length: rows }, (_, row): Task => {
    const at = { OUTER: from + row * 16, QUERIES: to + row * 16 };
    const row4 = { ROWS: 1, GROUP: 1, WIDTH: 4, FILL: 16, KEY_BYTES: 16 };
    return taskOf({ ...at, ...row4, OP: OP_GATHER, SCALE: 2 });
  });
  const expected = uniforms(3, rows * 4).map((value) => 2 * value);
  return { tasks, expected, read: () => memory.floats(to, rows * 4).slice() };
}

test.each([1, 2, 7, 400])('does all of %i tasks, again and again', (rows) => {
  const { tasks, expected, read } = doubling(rows);
  for (let round = 0; round < 200; round++) finish(pool.phase(tasks));
  expect(read()).toEqual(expected);
});

test('the other threads work while this one does not', async () => {
  const { tasks, expected, read } = doubling(30);
  const work = pool.phase(tasks);
  work.next();
  for (let i = 0; i < 100 && read().some((value, at) => value !== expected[at]); i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(read()).toEqual(expected);
  finish(work);
});

test('a list that is left is settled, and the next one is done', () => {
  for (let round = 0; round < 100; round++) {
    const left = pool.phase(doubling(50).tasks);
    left.next();
    pool.settle();
    const { tasks, expected, read } = doubling(9);
    finish(pool.phase(tasks));
    expect(read()).toEqual(expected);
  }
});

describe.each([
  ['mqa', 'cached', 1, 900],
  ['gqa', 'cached', 1, 1300],
  ['gqa', 'cached', 40, 130],
  ['mla', 'absorbed', 1, 700],
  ['mla', 'expanded', 5, 90],
] as const)('%s (%s), %i new tokens', (id, mode, newTokens, length) => {
  const plan = inScope(
    variantById(id).plan(smallDims, {
      phase: 'decode',
      mode,
      conventions: { ...plainConventions, lse: true },
    }),
    'attentionOnly',
  );
  const lengths = [length, length - 47];

  function made(runner: Runner): Float32Array[] {
    const size = { batch: 2, capacity: length, maxNewTokens: newTokens };
    const weights = Object.fromEntries(
      plan.weights.map(({ id: name, axes }) => {
        const count = axes.reduce((product, [, elements]) => product * elements, 1);
        return [name, uniforms(count, count, 0.3)];
      }),
    );
    const session = new CpuSession(runner, plan, weights, size);
    for (const { id: field, heads, width } of plan.cache) {
      session.writeCache(field, uniforms(width, 2 * heads * length * width));
    }
    for (const input of plan.inputs) {
      session.writeInput(input, newTokens, uniforms(5, session.read(input, newTokens).length, 2));
    }
    const starts = lengths.map((each) => each - newTokens);
    const step: CpuStep = { newTokens, starts, lengths, offsets: starts };
    const results = Array.from({ length: 20 }, () => {
      finish(session.step(step));
      return session.read(plan.output, newTokens);
    });
    session.dispose();
    return results;
  }

  test('threads make what one makes, run after run', () => {
    const [expected = new Float32Array()] = made(single);
    expect(expected.some((value) => value !== 0)).toBe(true);
    for (const result of made(pool)) {
      const worst = Math.max(...result.map((value, i) => Math.abs(value - expected[i]!)));
      expect(worst).toBeLessThan(1e-5);
    }
  });
});
