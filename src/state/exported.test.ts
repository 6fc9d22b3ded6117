import { describe, expect, test } from 'vitest';
import { readConfig } from '../import/readConfig';
import { vllmCommand } from '../export/vllmCommand';
import { writeConfig } from '../export/writeConfig';
import { cacheBytes } from '../price/cache';
import { defaultControls, type Controls } from './controls';
import { entriesOf, pinOf, type Entry } from './entries';
import {
  changesOf,
  commandProblems,
  commandRequest,
  configurationOf,
  isAsPublished,
  otherWeightBits,
  takenEntry,
  usualModelName,
} from './exported';
import { shapeOf } from './modelShape';

const set = (modelId: string, change: Partial<Controls> = {}): Controls => ({
  ...defaultControls(modelId),
  ...change,
});

function entryIn(c: Controls, key: string | null = null): Entry {
  const entry = takenEntry(entriesOf(c), key);
  if (!entry) throw new Error('there is no entry');
  return entry;
}

function written(entry: Entry) {
  const result = writeConfig(configurationOf(entry));
  if (result.kind === 'refusal') throw new Error(result.refusal.code);
  return result;
}

function commandOf(c: Controls, devices: 'asked' | 'fewest', model = '') {
  return vllmCommand(commandRequest(entryIn(c), c, { model, devices }));
}

describe('the entry that is taken away', () => {
  const c = set('llama3.1-8b');

  test('is the model’s own until another is asked for', () => {
    expect(entryIn(c).key).toBe('gqa');
    expect(entryIn(c, 'mla').key).toBe('mla');
  });

  test('is the model’s own again once the one asked for has gone', () => {
    expect(entryIn(c, 'B').key).toBe('gqa');
    expect(entryIn({ ...c, pins: { B: pinOf(entryIn(c, 'mla')) } }, 'B').key).toBe('B');
  });

  test('is the first where the model’s own is not shown', () => {
    expect(entryIn({ ...c, shown: ['mqa', 'mla'] }).key).toBe('mqa');
  });
});

describe('a configuration', () => {
  test('as published has the model’s name and differs in nothing', () => {
    const entry = entryIn(set('deepseek-v3'));
    expect(changesOf(entry)).toEqual([]);
    expect(isAsPublished(entry)).toBe(true);
    expect(written(entry).config).toMatchObject({ _name_or_path: 'DeepSeek-V3 / R1' });
  });

  test('that was changed says in what, and bears no name that it does not deserve', () => {
    const c = set('llama3.1-8b');
    const dims = { ...c.dims, kvHeads: 4 };
    const entry = entryIn({ ...c, dims, layers: 30, windowLayers: 7, window: 513 });
    expect(changesOf(entry)).toEqual([
      { field: 'kvHeads', published: 8, here: 4 },
      { field: 'layers', published: 32, here: 30 },
      { field: 'windowLayers', published: 0, here: 7 },
      { field: 'window', published: null, here: 513 },
    ]);
    expect(isAsPublished(entry)).toBe(false);
    expect(written(entry).config).not.toHaveProperty('_name_or_path');
  });

  test('reads back as what the page shows, windows and a variant of another kind included', () => {
    const some: readonly (readonly [Controls, string | null])[] = [
      [set('deepseek-v3'), null],
      [set('deepseek-v3'), 'gqa'],
      [set('gemma3-27b'), null],
      [set('llama3.1-8b', { windowLayers: 5, window: 700 }), null],
      [set('llama3.1-8b'), 'mla'],
    ];
    for (const [c, key] of some) {
      const entry = entryIn(c, key);
      const read = readConfig(written(entry).text);
      if (read.kind === 'problems' || !entry.plan) throw new Error('it does not read back');
      const again = entryIn({
        ...c,
        ...shapeOf({ modelId: c.modelId, imported: read.model }),
      });
      expect(again.variant.id).toBe(entry.variant.id);
      if (!again.plan) throw new Error('it has no plan');
      const size = { tokens: 5003, batch: 3, format: c.format };
      expect(cacheBytes(again.plan, { ...size, groups: again.groups })).toEqual(
        cacheBytes(entry.plan, { ...size, groups: entry.groups }),
      );
    }
  });

  test('keeps how windowed layers rotate', () => {
    const { config } = written(entryIn(set('gemma3-27b')));
    expect(config).toMatchObject({ rope_theta: 1000000, rope_local_base_freq: 10000 });
  });

  test('of a proposal does not take along a scale that fits other heads', () => {
    const entry = entryIn(set('gemma3-27b'), 'mla');
    expect(configurationOf(entry).conventions).not.toHaveProperty('scale');
    expect(configurationOf(entryIn(set('gemma3-27b'))).conventions).toHaveProperty('scale');
  });
});

describe('a command', () => {
  test('asks for what the controls say', () => {
    const c = set('llama3.1-8b', { context: 3001, batch: 5, devices: 2, blockTokens: 32 });
    const request = commandRequest(entryIn(c), c, { model: '  meta/llama ', devices: 'asked' });
    expect(request).toMatchObject({
      model: 'meta/llama',
      hasWeights: true,
      tokens: 3001,
      batch: 5,
      format: 'f16',
      attention: 'tensor',
      devices: 2,
      blockTokens: 32,
      maxContext: 131072,
    });
    expect(request.served?.weightBits).toBe(16);
    expect(request.room?.reserveBytes).toBeGreaterThan(0);
  });

  test('has as few devices as fit where it is asked to', () => {
    const c = set('deepseek-v3', { deviceId: 'h100-sxm' });
    expect(commandOf(c, 'asked')).toMatchObject({ refusal: { code: 'nothingFits' } });
    const few = commandOf(c, 'fewest');
    expect(few).toMatchObject({ kind: 'command' });
    expect(few.kind === 'command' && few.text).toMatch(/^vllm serve \.\/deepseek-v3 .*/);
  });

  test('has weights made up where sizes were changed, and where nobody published any', () => {
    const c = set('llama3.1-8b');
    const changed = { ...c, dims: { ...c.dims, headDim: 96 } };
    for (const each of [changed, set('tiny-gqa')]) {
      expect(usualModelName(entryIn(each))).toBe('./my-model');
      const command = commandOf(each, 'fewest');
      expect(command.kind === 'command' && command.text).toContain('--load-format dummy');
    }
  });

  test('names a block size only where it is a possible one', () => {
    const c = set('llama3.1-8b', { blockTokens: 0 });
    const request = commandRequest(entryIn(c), c, { model: '', devices: 'fewest' });
    expect(request.blockTokens).toBeNull();
  });

  test('is not tried with sizes, workloads, devices or weights that are impossible', () => {
    const codes = (change: Partial<Controls>) => {
      const c = set('llama3.1-8b', change);
      return commandProblems(entryIn(c), c).map(({ values }) => values['field']);
    };
    expect(codes({})).toEqual([]);
    expect(codes({ context: 0.5 })).toEqual(['context']);
    expect(codes({ devices: 0, reserve: 95 })).toEqual(['devices', 'reserve']);
    expect(codes({ parameters: -3 })).toEqual(['parameters']);
    expect(codes({ parameters: 7e9, activeParameters: 9e9 })).toEqual([]);
    expect(codes({ layers: 0 })).toEqual(['layers']);
  });

  test('says when weights are counted at another width than the published one', () => {
    expect(otherWeightBits(entryIn(set('llama3.1-8b')))).toBeNull();
    expect(otherWeightBits(entryIn(set('llama3.1-8b', { weightBits: 4 })))).toEqual({
      here: 4,
      published: 16,
    });
  });
});
