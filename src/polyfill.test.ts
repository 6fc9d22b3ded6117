import { expect, test } from 'vitest';

test('webgpu-utils can be imported where Float16Array does not exist', async () => {
  const { makeShaderDataDefinitions } = await import('webgpu-utils');
  expect(makeShaderDataDefinitions).toBeTypeOf('function');
});
