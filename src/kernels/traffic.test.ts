// What the schedules say their kernels move, by hand and to the byte.

import { describe, expect, test } from 'vitest';
import type { Dims } from '../attention/dims';
import { inScope } from '../attention/scope';
import { plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import type { Knobs } from './dispatch';
import { schedule } from './schedule';
import { sizesOf, type StepPositions } from './stepData';

const dims: Dims = {
  modelDim: 2048,
  queryHeads: 16,
  kvHeads: 4,
  headDim: 128,
  vDim: 128,
  latentDim: 512,
  ropeDim: 64,
  nopeDim: 128,
  queryRank: 0,
  latentHeads: 2,
  queryFactors: 3,
  keyFactors: 2,
  valueFactors: 2,
};

function traffic(
  variantId: string,
  positions: StepPositions,
  changes: Partial<Knobs> = {},
  conventions: Partial<Conventions> = {},
  mode?: string,
) {
  const knobs: Knobs = {
    batch: positions.lengths.length,
    capacity: 8192,
    maxNewTokens: positions.newTokens,
    format: 'f16',
    weightFormat: 'f32',
    reduction: 'workgroup',
    ...changes,
  };
  const phase = positions.newTokens > 1 ? 'prefill' : 'decode';
  const plan = variantById(variantId).plan(dims, {
    phase,
    ...(mode === undefined ? {} : { mode }),
    conventions: { ...plainConventions, ...conventions },
  });
  const scheduled = schedule(inScope(plan, 'attentionOnly'), knobs);
  const sizes = sizesOf(positions, scheduled);
  return new Map(scheduled.dispatches.map(({ kernel, traffic: of }) => [kernel, of(sizes)]));
}

const decodeAt = (...lengths: number[]): StepPositions => ({
  newTokens: 1,
  starts: lengths.map((length) => length - 1),
  lengths,
  offsets: lengths.map((length) => length - 1),
});

describe('decode at 4096 tokens', () => {
  const splits = 4096 / 256;

  test('MHA loads each key and value once', () => {
    expect(traffic('mha', decodeAt(4096)).get('5_attend_decode')).toEqual({
      readBytes: 16 * (4096 * 2 * 128 * 2 + splits * 128 * 4),
      writtenBytes: 16 * splits * (128 + 4) * 4,
    });
  });

  test('int8 loads codes and scales, and turns queries and contexts', () => {
    const moved = traffic('gqa', decodeAt(4096), { format: 'int8' });
    expect(moved.get('5_attend_decode')?.readBytes).toBe(
      // A row of 128 has one scale, which is loaded as a word of two.
      4 * (4096 * 2 * (128 + 4) + splits * 4 * 128 * 4),
    );
    // Sixteen heads of queries, and as many of contexts.
    expect(moved.get('spread')).toEqual({ readBytes: 16 * 128 * 4, writtenBytes: 16 * 128 * 4 });
    // Keys and values at once.
    expect(moved.get('4_ready_scaled')).toEqual({
      readBytes: 2 * 4 * 128 * 4,
      writtenBytes: 2 * 4 * (128 + 4),
    });
  });

  test('GQA loads each key and value once for the four heads of a group', () => {
    expect(traffic('gqa', decodeAt(4096)).get('5_attend_decode')).toEqual({
      readBytes: 4 * (4096 * 2 * 128 * 2 + splits * 4 * 128 * 4),
      writtenBytes: 16 * splits * (128 + 4) * 4,
    });
  });

  test('MQA loads each key and value once for each pack of eight of its sixteen heads', () => {
    expect(traffic('mqa', decodeAt(4096)).get('5_attend_decode')?.readBytes).toBe(
      2 * (4096 * 2 * 128 * 2 + splits * 8 * 128 * 4),
    );
  });

  test('the naive kernel loads for every head its query and each key twice, each value once', () => {
    const moved = traffic('gqa', decodeAt(4096), { naive: true });
    expect(moved.get('5_attend_naive')).toEqual({
      readBytes: 16 * 4096 * (2 * (128 * 2 + 128 * 4) + 128 * 2),
      writtenBytes: 16 * 128 * 4,
    });
    expect(moved.has('6_merge')).toBe(false);
  });

  test('absorbed MLA loads the latent once for sixteen heads, as key and value', () => {
    const moved = traffic('mla', decodeAt(4096));
    expect(moved.get('5_attend_latent')?.readBytes).toBe(
      4096 * (512 + 64) * 2 + splits * 16 * 576 * 4,
    );
    // W_UK, 128 rows of 512 for each head, and the 128 elements of each head's query for each 256 outputs.
    expect(moved.get('1_project_transposed')?.readBytes).toBe(16 * (128 * 512 * 4 + 2 * 128 * 4));
  });

  test('two products of a latent move the weights between them besides', () => {
    const moved = traffic('mla', decodeAt(4096), { family: 'products' });
    const tiles = 4096 / 64;
    expect(moved.get('5_attend_scores')).toEqual({
      // Each tile of 64 keys loads the rows of all sixteen heads.
      readBytes: 4096 * (512 + 64) * 2 + tiles * 16 * 576 * 4,
      // A weight for each key and head, and a tile's maximum and sum in a quad.
      writtenBytes: 16 * (4096 * 4 + tiles * 16),
    });
    expect(moved.get('5_attend_values')).toEqual({
      // Each of four blocks of 128 columns loads the weights, and the maxima of a slice before its tiles' own.
      readBytes: 4096 * 512 * 2 + 4 * 16 * (4096 * 4 + 2 * tiles * 16),
      writtenBytes: 16 * splits * (512 + 4) * 4,
    });
  });

  test('a merge that projects loads the weights once, and what the slices left once a workgroup', () => {
    // Statistics are found for the greatest and for the weight, and again for each 64 quads.
    const partials = 16 * splits * (512 + 4 * 4) * 4;
    const weights = 16 * 128 * 512;
    // Sixteen heads are shared out among 128 workgroups: eight for each.
    expect(traffic('mla', decodeAt(4096)).get('6_merge')).toEqual({
      readBytes: 8 * partials + weights * 4,
      writtenBytes: 16 * 128 * 4,
    });
    const halves = { family: 'register', weightFormat: 'f16' } as const;
    const statistics = 16 * splits * (512 / 16 - 1) * 16;
    expect(traffic('mla', decodeAt(4096), halves).get('6_merge_register')).toEqual({
      readBytes: 16 * splits * (512 + 4) * 4 + statistics + weights * 2,
      writtenBytes: 16 * 128 * 4,
    });
    // Each row of a batch loads them.
    expect(traffic('mla', decodeAt(4096, 4096, 4096)).get('6_merge')?.readBytes).toBe(
      3 * (3 * partials + weights * 4),
    );
  });

  test('two products of a prompt load for each four tokens the keys up to theirs', () => {
    const positions = { newTokens: 64, starts: [0], lengths: [64], offsets: [0] };
    const moved = traffic('mla', positions, { family: 'products' }, {}, 'absorbed');
    const keys = Array.from({ length: 16 }, (_, pack) => 4 * (pack + 1));
    const seen = keys.reduce((sum, each) => sum + each, 0);
    // Each pack has one tile of keys at most 64, for which its 64 rows are loaded.
    expect(moved.get('5_attend_scores')?.readBytes).toBe(seen * 576 * 2 + 16 * 64 * 576 * 4);
    const weights = keys.reduce((sum, each) => sum + 64 * (Math.ceil(each / 8) * 32 + 16), 0);
    // The statistics of a slice are those of four tiles, seen or not.
    expect(moved.get('5_attend_values')?.readBytes).toBe(
      seen * 512 * 2 + 4 * weights + 4 * 64 * 16 * 4 * 16,
    );
  });

  test('the merge loads what the slices left', () => {
    expect(traffic('mha', decodeAt(4096)).get('6_merge')).toEqual({
      // A quad of statistics is read three times: for the greatest, for the weight, and with the columns.
      readBytes: 16 * splits * (128 + 3 * 4) * 4,
      writtenBytes: 16 * 128 * 4,
    });
  });
});

test('sequences of different lengths are counted as long as they are', () => {
  const splits = 1000 / 250;
  expect(traffic('mha', decodeAt(1000, 10)).get('5_attend_decode')?.readBytes).toBe(
    16 * (1010 * 2 * 128 * 2 + 2 * splits * 128 * 4),
  );
});

test('prefill loads the visible keys once for each 32 rows, and the rows again for each 32 keys', () => {
  const positions = { newTokens: 64, starts: [0], lengths: [64], offsets: [0] };
  // Four heads share a tile of 32 rows: it holds 8 tokens, and tile i sees 8 (i + 1) keys.
  const visible = Array.from({ length: 8 }, (_, i) => 8 * (i + 1));
  const bytes = visible.map((keys) => keys * 2 * 128 * 2 + Math.ceil(keys / 32) * 32 * 128 * 4);
  expect(traffic('gqa', positions).get('5_attend_prefill')?.readBytes).toBe(
    4 * bytes.reduce((sum, each) => sum + each, 0),
  );
});

test('MLA by registers loads the latent twice for each eight heads, and queries anew for each 64 keys', () => {
  const changes = { family: 'register', format: 'f32' } as const;
  const moved = traffic('mla', decodeAt(4096), changes).get('5_attend_register');
  expect(moved?.readBytes).toBe(2 * (4096 * (576 + 512) * 4 + (4096 / 64) * 8 * 576 * 4));
});

test('MLA by registers that are swapped loads it once for 16 heads, and queries anew for each slice', () => {
  const changes = { family: 'register', reduction: 'subgroup', rows: 16, format: 'f32' } as const;
  const moved = traffic('mla', decodeAt(4096), changes).get('5_attend_register');
  expect(moved?.readBytes).toBe(4096 * (576 + 512) * 4 + (4096 / 256) * 16 * 576 * 4);
});

test('prefill by registers loads what each eight rows see, and their queries once', () => {
  const positions = { newTokens: 64, starts: [0], lengths: [64], offsets: [0] };
  const changes = { family: 'register' } as const;
  // Four heads share a pack of 8 rows: it holds 2 tokens, and pack i sees 2 (i + 1) keys.
  const visible = Array.from({ length: 32 }, (_, i) => 2 * (i + 1));
  const bytes = visible.map((keys) => keys * 2 * 128 * 2 + 8 * 128 * 4);
  expect(traffic('gqa', positions, changes).get('5_attend_register')?.readBytes).toBe(
    4 * bytes.reduce((sum, each) => sum + each, 0),
  );
});

test('prefill through a window loads what some row of a tile sees', () => {
  const positions = { newTokens: 64, starts: [200], lengths: [264], offsets: [200], window: 20 };
  // A tile of 8 tokens sees what its first token's window begins with, up to its last token.
  const bytes = 8 * (27 * 2 * 128 * 2 + 32 * 128 * 4);
  const moved = traffic('gqa', positions, {}, { window: true });
  expect(moved.get('5_attend_prefill')?.readBytes).toBe(4 * bytes);
});
