// What every shader text may ask of a device: no more than WebGPU promises everywhere.
import { describe, expect, test } from 'vitest';
import { bindingsOf } from '../src/gpu/pipelines';
import { WgslText } from '../src/kernels/wgslText.test-support';
import { linkedShaders } from './linkedShaders';

/** maxStorageBuffersPerShaderStage of the default limits. */
const storageBuffers = 8;
/** maxComputeWorkgroupStorageSize of the default limits, in bytes. */
const workgroupBytes = 16384;

const shaders = linkedShaders();

describe('the shaders that the kernels make', () => {
  test('bind at most 8 storage buffers', () => {
    const greedy = shaders.filter(
      ({ code }) =>
        bindingsOf(code).filter(({ type }) => type !== 'uniform').length > storageBuffers,
    );
    expect(greedy.map(({ name }) => name)).toEqual([]);
  });

  test('take at most 16 KiB of workgroup memory', () => {
    const bytes = shaders.map(({ code }) => new WgslText(code).workgroupBytes);
    expect(Math.max(...bytes)).toBeGreaterThan(workgroupBytes / 2);
    const greedy = shaders.filter((_, i) => (bytes[i] ?? 0) > workgroupBytes);
    expect(greedy.map(({ name }) => name)).toEqual([]);
  });

  test('bind every variable once', () => {
    for (const { name, code } of shaders) {
      const places = bindingsOf(code).map(({ group, binding }) => `${group}.${binding}`);
      expect(new Set(places).size, name).toBe(places.length);
    }
  });
});
