import { expect, test } from 'vitest';
import { defaultControls, type Controls } from '../../state/controls';
import { modelShape } from '../../state/modelShape';
import { isChoice } from './isChoice';

const v3 = defaultControls('deepseek-v3');

const changed = (change: Partial<Controls>) => isChoice(v3, { ...v3, ...change });

test.each<[string, Partial<Controls>]>([
  ['a variant hidden', { shown: ['mha', 'mla'] }],
  ['a model', modelShape('llama3.1-8b')],
  ['a mode', { modes: { ...v3.modes, mla: 'naive' } }],
  ['what is held equal', { fair: 'cache' }],
  ['a configuration put aside', { pins: {} }],
])('%s is a choice', (_, change) => {
  expect(changed(change)).toBe(true);
});

test.each<[string, Partial<Controls>]>([
  ['a dimension', { dims: { ...v3.dims, kvHeads: 8 } }],
  ['the layers', { layers: 17 }],
  ['the context', { context: 4097 }],
  ['the format, which no square shows', { format: 'int8' }],
  ['the baseline, which no square shows', { baseline: 'mqa' }],
])('%s is none', (_, change) => {
  expect(changed(change)).toBe(false);
});
