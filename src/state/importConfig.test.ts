import { beforeEach, describe, expect, test } from 'vitest';
import { configs, configText } from '../import/configs.test-support';
import { readConfig } from '../import/readConfig';
import { billsOf, isChanged } from './bills';
import { controlsStore, defaultControls } from './controls';
import { applyImport, ownCache } from './importConfig';
import { modelShape, shapeOf } from './modelShape';
import { decodeControls, encodeControls } from './permalink';

beforeEach(() => controlsStore.setState({ ...defaultControls('llama3.1-8b'), batch: 3 }, true));

const minicpm = readConfig(configText(configs['minicpm3-4b']));
const gemma = readConfig(configText(configs['gemma3-27b']));

test('a good file sets sizes and layers, and leaves the rest as it was chosen', () => {
  applyImport(minicpm);
  expect(controlsStore.getState()).toMatchObject({
    batch: 3,
    layers: 62,
    windowLayers: 0,
    dims: { queryHeads: 40, latentDim: 256, ropeDim: 32, nopeDim: 64, vDim: 64, queryRank: 768 },
  });
});

test('layers with a window are set with it', () => {
  applyImport(gemma);
  expect(controlsStore.getState()).toMatchObject({ layers: 62, windowLayers: 52, window: 1024 });
});

test.each([
  ['{"hidden_size": 4096,}'],
  [configText({ ...configs['minicpm3-4b'], kv_lora_rank: '256' })],
  [configText({ ...configs['minicpm3-4b'], num_hidden_layers: null })],
])('a broken file changes nothing at all: %.24j', (text) => {
  const before = controlsStore.getState();
  const result = readConfig(text);
  expect(result.kind).toBe('problems');
  applyImport(result);
  expect(controlsStore.getState()).toBe(before);
});

test('bills tell the file’s own variant from the proposals', () => {
  applyImport(minicpm);
  const origins = () =>
    Object.fromEntries(
      billsOf(controlsStore.getState()).map(({ variant, origin }) => [variant.id, origin]),
    );
  expect(origins()).toMatchObject({
    mha: 'proposal',
    gqa: 'proposal',
    mqa: 'proposal',
    mla: 'own',
  });
  expect(isChanged(controlsStore.getState())).toBe(false);
  const { dims } = controlsStore.getState();
  controlsStore.setState({ dims: { ...dims, latentDim: 512 } });
  expect(origins()).toMatchObject({ mla: 'ownChanged', gqa: 'proposal' });
  expect(isChanged(controlsStore.getState())).toBe(true);
  controlsStore.setState(shapeOf(controlsStore.getState()));
  expect(origins()).toMatchObject({ mla: 'own' });
});

test('a preset takes the place of the file’s model', () => {
  applyImport(minicpm);
  controlsStore.setState(modelShape('llama3.1-8b'));
  expect(controlsStore.getState()).toEqual({ ...defaultControls('llama3.1-8b'), batch: 3 });
});

test('the cache of the file’s own variant is told before it is used', () => {
  if (minicpm.kind === 'problems') throw new Error('the file is good');
  const { variant, tokenLayerBytes } = ownCache(minicpm.model);
  expect([variant.id, tokenLayerBytes]).toEqual(['mla', 576]);
});

describe('a link', () => {
  test.each(['minicpm3-4b', 'gemma3-27b', 'falcon-7b', 'gpt2-small'] as const)(
    'says that the sizes of %s are of one’s own, and which variant has them',
    (id) => {
      applyImport(readConfig(configText(configs[id])));
      const sent = controlsStore.getState();
      const { controls, notices } = decodeControls(encodeControls(sent));
      expect(notices).toEqual([]);
      expect({ ...controls, imported: null }).toEqual({ ...sent, imported: null });
      const origins = (of: typeof sent) =>
        billsOf(of).map(({ variant, origin }) => `${variant.id} ${origin}`);
      expect(origins(controls)).toEqual(origins(sent));
      expect(encodeControls(controls)).toBe(encodeControls(sent));
    },
  );

  test('with more kv heads than query heads has as many as it can', () => {
    const { controls } = decodeControls('#v=1&model=llama3.1-8b&h=4&own=64');
    expect(controls.imported?.dims).toMatchObject({ queryHeads: 4, kvHeads: 4 });
  });
});
