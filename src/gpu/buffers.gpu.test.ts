// Buffers, error scopes and device loss on a real device.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { checked, createBuffer, download, upload } from './buffers';
import { openGpu, type Gpu } from './device';
import { DeviceLostError, NoDeviceError, OutOfMemoryError, ValidationError } from './errors';

const dawn = await dawnAdapter();

const open = async () => openGpu((await dawnAdapter())?.adapter);

const storage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

describe.skipIf(!dawn)('an open device', () => {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await open();
  });
  afterAll(() => gpu.device.destroy());

  test('is known as software where a CPU imitates it', () => {
    expect(gpu.info.software).toBe(true);
    expect(gpu.canTimestamp).toBe(gpu.device.features.has('timestamp-query'));
  });

  test('has the limits that its adapter offers, not the defaults', async () => {
    const limits = (await dawnAdapter())!.adapter.limits;
    expect(gpu.device.limits.maxBufferSize).toBe(limits.maxBufferSize);
    expect(gpu.device.limits.maxStorageBufferBindingSize).toBe(limits.maxStorageBufferBindingSize);
  });

  test('gives back what was uploaded, and a part of it', async () => {
    const values = Float32Array.from({ length: 33 }, (_, i) => i * 1.5 - 7);
    const buffer = createBuffer(gpu, 'values', 33 * 4, storage());
    upload(gpu, buffer, values);
    expect(new Float32Array(await download(gpu, buffer))).toEqual(values);
    expect(new Float32Array(await download(gpu, buffer, 8, 12))).toEqual(values.slice(2, 5));
    upload(gpu, buffer, values.subarray(30), 4);
    expect(new Float32Array(await download(gpu, buffer, 0, 16))).toEqual(
      Float32Array.of(values[0] ?? 0, ...values.subarray(30)),
    );
  });

  test('refuses sizes that are not multiples of 4', () => {
    expect(() => createBuffer(gpu, 'odd', 6, storage())).toThrow(/odd: 6 bytes/);
    expect(() => createBuffer(gpu, 'empty', 0, storage())).toThrow(/empty: 0 bytes/);
  });

  test('turns an allocation that fails into OutOfMemoryError with the bytes wanted', async () => {
    const bytes = gpu.device.limits.maxBufferSize;
    const failed = checked(
      gpu,
      'everything',
      () => {
        createBuffer(gpu, 'everything', bytes, storage());
      },
      bytes,
    );
    await expect(failed).rejects.toThrow(OutOfMemoryError);
    await expect(failed).rejects.toMatchObject({ neededBytes: bytes, label: 'everything' });
  });

  test('turns a refused call into ValidationError, and what the work throws wins over it', async () => {
    const tooLarge = () => {
      createBuffer(gpu, 'too large', gpu.device.limits.maxBufferSize + 4, storage());
    };
    await expect(checked(gpu, 'one byte more', tooLarge)).rejects.toThrow(ValidationError);
    const thrown = checked(gpu, 'own error', () => {
      tooLarge();
      throw new TypeError('mine');
    });
    await expect(thrown).rejects.toThrow(TypeError);
    // The scopes are balanced again: the next work is not blamed.
    expect(await checked(gpu, 'after', () => 3)).toBe(3);
  });
});

describe.skipIf(!dawn)('a device that is lost', () => {
  test('is noticed, and every later call says so', async () => {
    const gpu = await open();
    const buffer = createBuffer(gpu, 'values', 64, storage());
    expect(gpu.lost).toBe(false);
    gpu.device.destroy();
    await gpu.whenLost;
    expect(gpu.lost).toBe(true);
    await expect(download(gpu, buffer)).rejects.toThrow(DeviceLostError);
    await expect(checked(gpu, 'work', () => 1)).rejects.toThrow(DeviceLostError);
  });

  test('ends a download that is under way', async () => {
    const gpu = await open();
    const buffer = createBuffer(gpu, 'values', 1 << 20, storage());
    const pending = download(gpu, buffer);
    gpu.device.destroy();
    await expect(pending).rejects.toThrow(DeviceLostError);
  });

  test('is replaced from a new adapter, never from the old one', async () => {
    const { adapter } = (await dawnAdapter())!;
    const gpu = await openGpu(adapter);
    await expect(openGpu(adapter)).rejects.toThrow(NoDeviceError);
    gpu.device.destroy();
    const next = await open();
    expect(next.lost).toBe(false);
    next.device.destroy();
  });
});
