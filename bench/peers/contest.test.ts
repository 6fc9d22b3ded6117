// The protocol of the comparison, on systems that are made up.

import { describe, expect, test } from 'vitest';
import { contest } from './contest';
import { expectedRows } from './inputs';
import { ownName } from './own';
import { smallShapes } from './smallShapes.test-support';
import { attention } from './subjects';
import type { PeerShape, PeerSystem, PeerWay } from './system';

const shape = smallShapes[4]!;
const options = { rounds: 5, seed: 3, ways: '' };

interface Behaviour {
  readonly kernel: string;
  readonly ms?: number;
  readonly off?: number;
  readonly refuses?: string;
  readonly failsAtRun?: number;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Answers what float64 answers, each element off by `off`. */
function way({ kernel, ms = 1, off = 0, refuses, failsAtRun }: Behaviour, log: string[]): PeerWay {
  return {
    kernel,
    async prepare(one: PeerShape, inputs) {
      if (refuses) throw new Error(refuses);
      const tokens = Array.from({ length: one.newTokens }, (_, token) => token);
      const rows = expectedRows(one, inputs, tokens).map((value) => value + off);
      let runs = 0;
      return Promise.resolve({
        async run(times: number) {
          log.push(`${kernel} × ${times}`);
          runs += 1;
          if (runs === failsAtRun) throw new Error('gone');
          await wait(times * ms);
        },
        read: () => Promise.resolve(Float32Array.from(rows)),
        dispose: () => void log.push(`${kernel} disposed`),
      });
    },
  };
}

function system(id: string, behaviours: readonly Behaviour[], log: string[]): PeerSystem {
  const ways = behaviours.map((behaviour) => way(behaviour, log));
  return { id, runsOn: 'cpu', open: () => Promise.resolve(), ways: () => ways };
}

async function run(systems: Record<string, readonly Behaviour[]>, ways = '') {
  const log: string[] = [];
  const list = Object.entries(systems).map(([id, ways]) => system(id, ways, log));
  const rows = await contest(list, attention(shape, options.seed), { ...options, ways }, () => {});
  return { log, rows: new Map(rows.map((row) => [row.kernel, row])) };
}

describe('the comparison', () => {
  test('leaves out other ways than those asked for, and none of ours', async () => {
    const { rows } = await run(
      { [ownName]: [{ kernel: 'ours' }], other: [{ kernel: 'einsum' }, { kernel: 'Attention' }] },
      'Attention',
    );
    expect([...rows.keys()]).toEqual(['ours', 'Attention']);
  });

  test('times what is right, once for each round', async () => {
    const { rows } = await run({ peer: [{ kernel: 'right', ms: 4 }] });
    const row = rows.get('right')!;
    expect(row).toMatchObject({ agrees: true, n: 5, failure: null, system: 'peer' });
    expect(row.samplesMs).toHaveLength(5);
    // A timer may be up to a millisecond early, and much later where the machine is busy.
    expect(row.medianMs).toBeGreaterThan(3);
    expect(row.q1Ms).toBeLessThanOrEqual(row.medianMs!);
    expect(row.gflops).toBeCloseTo(row.flops! / row.medianMs! / 1e6, 9);
  });

  test('does not time what is wrong, and says how wrong it is', async () => {
    const { rows, log } = await run({ peer: [{ kernel: 'wrong', off: 0.01 }] });
    expect(rows.get('wrong')).toMatchObject({ agrees: false, n: 0, medianMs: null });
    expect(rows.get('wrong')!.error).toBeGreaterThan(0.01 / 2);
    expect(log).toEqual(['wrong × 1', 'wrong disposed']);
  });

  test('keeps the error of a way that cannot do a shape in its own words', async () => {
    const { rows } = await run({ peer: [{ kernel: 'small', refuses: 'heads too wide' }] });
    expect(rows.get('small')).toMatchObject({
      agrees: null,
      n: 0,
      failure: { code: 'cannotRun', text: 'Error: heads too wide' },
    });
  });

  test('goes on without a way that fails on the way', async () => {
    const { rows } = await run({
      peer: [{ kernel: 'dies', failsAtRun: 7 }, { kernel: 'lives' }],
    });
    expect(rows.get('dies')!.failure).toMatchObject({ text: 'Error: gone' });
    expect(rows.get('lives')).toMatchObject({ n: 5, failure: null });
  });

  test('times a system’s slow ways once, but all of ours in every round', async () => {
    const ways = [
      { kernel: 'fast', ms: 2 },
      { kernel: 'slow', ms: 40 },
    ];
    const { rows: theirs } = await run({ peer: ways });
    expect(theirs.get('slow')).toMatchObject({ agrees: true, n: 1 });
    const { rows: ours } = await run({ [ownName]: ways });
    expect(ours.get('slow')).toMatchObject({ agrees: true, n: 5 });
  });

  test('interleaves what it compares', async () => {
    const { log } = await run({ a: [{ kernel: 'A', ms: 30 }], b: [{ kernel: 'B', ms: 30 }] });
    const samples = log.filter((line) => line.includes('×')).slice(-10);
    for (let round = 0; round < 5; round++) {
      const pair = samples.slice(2 * round, 2 * round + 2).map((line) => line[0]);
      expect(new Set(pair)).toEqual(new Set(['A', 'B']));
    }
  });
});
