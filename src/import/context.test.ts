import { expect, test } from 'vitest';
import { configs, configText } from './configs.test-support';
import { readConfig } from './readConfig';

const llama = configs['llama3.1-8b'];

test.each(['seq_length', 'model_max_length', 'n_ctx'])(
  '%s may differ from max_position_embeddings, which counts',
  (name) => {
    const result = readConfig(configText({ [name]: 8191, ...llama }));
    expect(result).toMatchObject({
      kind: 'model',
      model: { maxContext: 131072 },
      ignored: [{ field: { path: name, raw: '8191' }, code: 'otherLength' }],
    });
  },
);

test('a length that is the same, or the only one, needs no remark', () => {
  const same = readConfig(configText({ ...llama, seq_length: 131072 }));
  expect(same).toMatchObject({ model: { maxContext: 131072 }, ignored: [] });
  const only = readConfig(
    configText({ ...llama, max_position_embeddings: null, seq_length: 8191 }),
  );
  expect(only).toMatchObject({ model: { maxContext: 8191 }, ignored: [] });
});

test('a window as wide as another length still hides something', () => {
  const result = readConfig(configText({ ...llama, seq_length: 4096, sliding_window: 4096 }));
  expect(result).toMatchObject({ model: { groups: [{ layers: 32, window: 4096 }] } });
});
