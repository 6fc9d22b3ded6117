// Attention on a caller's own buffers, against float64: shapes, masks, formats, many encodes, and what is refused.

import { describe, expect, test } from 'vitest';
import { compare } from '../reference/agreement';
import { createAttend } from './attend';
import {
  attendError,
  dawn,
  expected,
  inPages,
  openDevice,
  readFloats,
  rowsFor,
  run,
} from './attendCase.test-support';
import type { AttendShape } from './attendSpec';
import { LibraryError } from './errors';

// Scores vary by about 1.5 either way, so that no key takes all the weight.
const decode: AttendShape = {
  batch: 3,
  queryHeads: 6,
  kvHeads: 2,
  qkDim: 20,
  vDim: 12,
  newTokens: 1,
  capacity: 301,
  causal: true,
  scale: 1,
  format: 'f32',
};

const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof LibraryError ? error.code : error),
  );

describe.skipIf(!dawn)('attention on own buffers', () => {
  test('decodes sequences of odd lengths, one of them empty, without the rows past them', async () => {
    const error = await attendError(decode, { lengths: [299, 0, 13] }, { lse: true });
    expect(error).toBeLessThan(2e-5);
  });

  test('prefills under a causal mask, after cached tokens', async () => {
    const shape = { ...decode, batch: 2, newTokens: 9 };
    expect(await attendError(shape, { lengths: [9, 31] })).toBeLessThan(2e-5);
  });

  test('lets queries see what the offsets say, and all keys where it is not causal', async () => {
    const shape = { ...decode, batch: 2, newTokens: 3 };
    const positions = { lengths: [17, 6], offsets: [-1, 11] };
    expect(await attendError(shape, positions)).toBeLessThan(2e-5);
    expect(await attendError({ ...shape, causal: false }, positions)).toBeLessThan(2e-5);
  });

  test('looks through a window, with a softcap and an additive mask of each head', async () => {
    const shape = { ...decode, batch: 2, newTokens: 3, window: 7, softcap: 1.5, maskPerHead: true };
    const error = await attendError(shape, { lengths: [40, 5] }, { mask: true });
    expect(error).toBeLessThan(2e-5);
  });

  test('takes values from the first columns of keys, as MLA does, in f32 and in int8', async () => {
    const latent = { qkDim: 40, vDim: 32, kvHeads: 1, valueIsKeyPrefix: true } as const;
    const shape = { ...decode, ...latent, batch: 2 };
    expect(await attendError(shape, { lengths: [33, 290] })).toBeLessThan(2e-5);
    // Against the rows as they are stored, so that only the sums differ.
    const error = await attendError({ ...shape, format: 'int8' }, { lengths: [33, 290] });
    expect(error).toBeLessThan(2e-5);
  });

  test.each(['f16', 'int4'] as const)('reads rows in %s', async (format) => {
    const shape: AttendShape = { ...decode, batch: 2, qkDim: 32, vDim: 16, format };
    expect(await attendError(shape, { lengths: [21, 7] })).toBeLessThan(2e-5);
  });

  test('finds pages by block tables of the caller', async () => {
    const shape = { ...decode, batch: 2, capacity: 150 };
    const lengths = [150, 70];
    const rows = await rowsFor(shape, lengths);
    // Three blocks a sequence, in six of seven pages and out of order; the last one of the second has no page.
    const table = [5, 0, 3, 6, 1, 0xffffffff];
    const device = await openDevice();
    const buffers = await inPages(shape, rows, table, 7);
    const attend = await createAttend(device, { ...shape, buffers });
    await run(attend, { lengths });
    const { out } = expected(shape, rows, { lengths });
    expect(compare(await readFloats(buffers.out), out, 0).error).toBeLessThan(2e-5);
    attend.dispose();
  });

  test('runs the kernels that are chosen', async () => {
    const choice = { family: 'staged', reduction: 'workgroup' } as const;
    expect(await attendError({ ...decode, choice }, { lengths: [299, 1, 13] })).toBeLessThan(2e-5);
  });

  test('keeps what each of two encodes of one submit was told', async () => {
    const [first, second] = [{ lengths: [5, 1, 9] }, { lengths: [280, 44, 2] }];
    const rows = await rowsFor(decode, [280, 44, 9]);
    const other = await rowsFor(decode, [280, 44, 9]);
    const device = await openDevice();
    const one = await createAttend(device, { ...decode, buffers: rows.buffers });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    one.encode(pass, first);
    pass.end();
    // Between the two, what the first one wrote is put aside.
    encoder.copyBufferToBuffer(rows.buffers.out, 0, other.buffers.out, 0, rows.buffers.out.size);
    const next = encoder.beginComputePass();
    one.encode(next, second);
    next.end();
    device.queue.submit([encoder.finish()]);
    for (const [buffers, positions] of [
      [other.buffers, first],
      [rows.buffers, second],
    ] as const) {
      const { out } = expected(decode, rows, positions);
      expect(compare(await readFloats(buffers.out), out, 0).error).toBeLessThan(2e-5);
    }
    expect(one.workspaceBytes).toBeGreaterThan(0);
    one.dispose();
    expect(() => one.encode(next, first)).toThrow('encode after dispose');
    // The caller's buffers are still there.
    expect((await readFloats(rows.buffers.out)).length).toBe(3 * 6 * 12);
  });

  test('refuses more different encodes than it has room for, until they are submitted', async () => {
    const { buffers } = await rowsFor(decode, [9, 9, 9]);
    const device = await openDevice();
    const attend = await createAttend(device, { ...decode, buffers, encodesPerSubmit: 2 });
    const at = (length: number) => ({ lengths: [length, length, length] });
    await run(attend, at(1), at(2), at(1), at(2));
    await expect(run(attend, at(3))).rejects.toThrow(
      /2 encodes .* of 2 at most: submit .* call submitted\(\), or raise encodesPerSubmit/,
    );
    expect(await codeOf(run(attend, at(3)))).toBe('tooManyEncodes');
    attend.submitted();
    await run(attend, at(3));
    attend.dispose();
  });

  test('refuses kernels that are not there before anything is compiled', async () => {
    const device = await openDevice();
    const { buffers } = await rowsFor(decode, [9, 9, 9]);
    const choosing = (choice: object) =>
      codeOf(createAttend(device, Object.assign({ ...decode, buffers }, { choice })));
    const register = { family: 'register', reduction: 'workgroup' };
    expect(await choosing({ ...register, rows: 13 })).toBe('outOfRange');
    expect(await choosing({ ...register, rows: 3.5 })).toBe('outOfRange');
    expect(await choosing({ ...register, family: 'tensor' })).toBe('notSupported');
    expect(await choosing({ ...register, reduction: 'warp' })).toBe('notSupported');
  });

  test('refuses buffers and positions that do not fit, in words', async () => {
    const device = await openDevice();
    const { buffers } = await rowsFor(decode, [9, 9, 9]);
    const { q, k, v, out } = buffers;
    const creating = (changes: Partial<AttendShape>, own: object = buffers) =>
      createAttend(device, { ...decode, ...changes, buffers: { ...buffers, ...own } });
    await expect(creating({ capacity: 400 })).rejects.toThrow(
      'buffers.k has 144480 bytes, of 192000 that the spec needs',
    );
    await expect(createAttend(device, { ...decode, buffers: { q, k, out } })).rejects.toThrow(
      'buffers.v is missing: give one of 86688 bytes, or set valueIsKeyPrefix',
    );
    expect(await codeOf(creating({ valueIsKeyPrefix: true }))).toBe('notSupported');
    expect(await codeOf(creating({}, { pages: device.createBuffer({ size: 12, usage: 4 }) }))).toBe(
      'bufferTooSmall',
    );
    expect(await codeOf(creating({}, { scales: q }))).toBe('notSupported');
    expect(await codeOf(creating({ qkDim: 18 }))).toBe('notSupported');
    expect(await codeOf(creating({ kvHeads: 4 }))).toBe('outOfRange');
    expect(await codeOf(creating({ causal: false, window: 5 }))).toBe('notSupported');
    const usage = GPUBufferUsage.COPY_DST;
    const unusable = device.createBuffer({ size: out.size, usage });
    expect(await codeOf(creating({}, { out: unusable }))).toBe('bufferUsage');
    expect(v?.size).toBe(86688);

    const attend = await creating({});
    const lengths = (...list: number[]) => codeOf(run(attend, { lengths: list }));
    expect(await lengths(1, 2)).toBe('wrongLength');
    expect(await lengths(1, 2, 302)).toBe('outOfRange');
    expect(await lengths(1, 2, 1.5)).toBe('outOfRange');
    attend.dispose();
  });
});
