// Compiles linked shaders into compute pipelines, asynchronously, once per text; errors name a file and line.

import type { Gpu } from './device';
import { DeviceLostError, ShaderError } from './errors';
import { locate, type LinkedShader } from './link';

/** Where a variable of the shader is bound, by its name. */
export interface Binding {
  readonly name: string;
  readonly group: number;
  readonly binding: number;
  readonly type: 'read-only-storage' | 'storage' | 'uniform';
  /** Whether `setBindGroup` says at which byte it begins. */
  readonly dynamic?: boolean;
}

export interface Program {
  readonly label: string;
  readonly code: string;
  readonly pipeline: GPUComputePipeline;
  /** One per bind group index, empty where the shader has no such group. */
  readonly layouts: readonly GPUBindGroupLayout[];
  readonly bindings: readonly Binding[];
}

const bindingLine =
  /^@group\((\d+)\) @binding\((\d+)\) var<(storage|uniform)(?:, (read|read_write))?> (\w+)/gm;

/** The bindings that a shader declares; ours stand on one line each. */
export function bindingsOf(code: string): Binding[] {
  return [...code.matchAll(bindingLine)].map(([, group, binding, space, access, name]) => ({
    name: name ?? '',
    group: Number(group),
    binding: Number(binding),
    type:
      space === 'uniform' ? 'uniform' : access === 'read_write' ? 'storage' : 'read-only-storage',
  }));
}

/** Every shape is a text of its own: the oldest go when somebody tries many. */
const mostPrograms = 256;

const programs = new WeakMap<GPUDevice, Map<string, Promise<Program>>>();

const counts = new WeakMap<GPUDevice, number>();

/** How many texts were compiled on the device so far, so that a caller knows whether its own were among them. */
export const compiledCount = ({ device }: Gpu): number => counts.get(device) ?? 0;

/**
 * Compiles, or returns what was compiled before on this device. Throws ShaderError or DeviceLostError.
 * @param dynamic names of variables whose offsets come with each `setBindGroup`
 */
export function compile(
  gpu: Gpu,
  label: string,
  shader: LinkedShader,
  dynamic: readonly string[] = [],
): Promise<Program> {
  const known = programs.get(gpu.device) ?? new Map<string, Promise<Program>>();
  programs.set(gpu.device, known);
  const key = [...dynamic, shader.code].join('\n');
  let program = known.get(key);
  if (!program) {
    program = build(gpu, label, shader, dynamic);
    counts.set(gpu.device, compiledCount(gpu) + 1);
    known.set(key, program);
    const [oldest] = known.keys();
    if (known.size > mostPrograms && oldest !== undefined) known.delete(oldest);
    // A failure is not kept: after an edit or a recovery the same text may compile.
    program.catch(() => known.delete(key));
  }
  return program;
}

async function build(
  gpu: Gpu,
  label: string,
  { code, segments }: LinkedShader,
  dynamic: readonly string[],
): Promise<Program> {
  const { device } = gpu;
  const bindings = bindingsOf(code).map((binding) =>
    dynamic.includes(binding.name) ? { ...binding, dynamic: true } : binding,
  );
  const entryPoint = /@compute[^{]*?fn (\w+)/.exec(code)?.[1];
  if (!entryPoint) throw new ShaderError(label, 1, 'has no compute entry point');
  const groups = Math.max(-1, ...bindings.map(({ group }) => group)) + 1;

  device.pushErrorScope('validation');
  const module = device.createShaderModule({ label, code });
  const layouts = Array.from({ length: groups }, (_, group) =>
    device.createBindGroupLayout({
      label: `${label} ${group}`,
      entries: bindings
        .filter((binding) => binding.group === group)
        .map(({ binding, type, dynamic: hasDynamicOffset = false }) => ({
          binding,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type, hasDynamicOffset },
        })),
    }),
  );
  const layout = device.createPipelineLayout({ label, bindGroupLayouts: layouts });
  const compiling = device
    .createComputePipelineAsync({ label, layout, compute: { module, entryPoint } })
    .then(
      (pipeline) => ({ pipeline }),
      (error: unknown) => ({ error }),
    );
  // The module's own error would otherwise be reported as uncaught; its message is in the compilation info.
  await device.popErrorScope().catch(() => null);
  const info = await module.getCompilationInfo().catch(() => null);
  const result = await compiling;
  if (gpu.lost) throw new DeviceLostError(`the device was lost while ${label} was compiled`);
  const fault = info?.messages.find(({ type }) => type === 'error');
  if (fault) {
    const { file, line } = locate(segments, fault.lineNum);
    throw new ShaderError(file, line, fault.message);
  }
  if ('error' in result) throw new ShaderError(label, 1, String(result.error));
  return { label, code, pipeline: result.pipeline, layouts, bindings };
}

/** One bind group per index, from buffers by variable name. */
export function bind(
  gpu: Gpu,
  program: Program,
  buffers: (name: string) => GPUBufferBinding,
): GPUBindGroup[] {
  return program.layouts.map((layout, group) =>
    gpu.device.createBindGroup({
      label: `${program.label} ${group}`,
      layout,
      entries: program.bindings
        .filter((binding) => binding.group === group)
        .map(({ binding, name }) => ({ binding, resource: buffers(name) })),
    }),
  );
}

/** What `setBindGroup` takes besides a group: where each of its dynamic bindings begins, in the order of bindings. */
export const dynamicOffsets = (
  { bindings }: Program,
  group: number,
  offsetOf: (name: string) => number,
): number[] =>
  bindings
    .filter((binding) => binding.group === group && binding.dynamic)
    .toSorted((a, b) => a.binding - b.binding)
    .map(({ name }) => offsetOf(name));
