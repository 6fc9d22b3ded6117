// One token of every variant in every mode on a device, each tensor against float64, and what a fault looks like.

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { dawnAdapter } from '../../bench/dawn';
import { plainConventions } from '../attention/variant';
import { variants } from '../attention/variants';
import { openGpu, type Gpu } from '../gpu/device';
import { Timer } from '../gpu/timer';
import { Session } from '../kernels/session';
import type { DecodeDevice } from './decodeRun';
import { smallDims } from './smallDims.test-support';
import { tokenOn } from './tokenOn';
import type { TokenEvent, TokenRequest } from './tokenRecords';

const dawn = await dawnAdapter();

const everyMode = variants.flatMap(({ id, modes }) =>
  modes
    .filter((mode) => mode.id !== 'recomputed')
    .map((mode) => ({ variantId: id, mode: mode.id })),
);

const request: TokenRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: everyMode,
  batch: 1,
  format: 'f32',
  scope: 'wholeLayer',
  seed: 9,
  context: 48,
};

type Token = Extract<TokenEvent, { type: 'token' }>;

async function tokens(device: DecodeDevice, what: TokenRequest): Promise<Token[]> {
  const found: Token[] = [];
  for await (const event of tokenOn(device, what, new AbortController().signal)) {
    expect(event.type, JSON.stringify(event)).not.toBe('failed');
    if (event.type === 'token') found.push(event);
  }
  return found;
}

describe.skipIf(!dawn)('a token', () => {
  let gpu: Gpu;
  let timer: Timer;
  beforeAll(async () => {
    gpu = await openGpu((await dawnAdapter())!.adapter);
    timer = await Timer.open(gpu);
  });
  afterAll(() => {
    timer.dispose();
    gpu.device.destroy();
  });

  const two = everyMode.filter(({ variantId }) => ['gqa', 'mla'].includes(variantId)).slice(0, 2);
  test.each([
    { format: 'f32', contenders: everyMode },
    { format: 'f16', contenders: two },
    { format: 'int8', contenders: two },
  ] as const)(
    'has every tensor of each variant and mode as float64 has it: $format',
    async (choice) => {
      const found = await tokens({ gpu, timer }, { ...request, ...choice });
      expect(found).toHaveLength(choice.contenders.length);
      for (const { variantId, mode, tensors, ranOn } of found) {
        const plan = variants
          .find(({ id }) => id === variantId)!
          .plan(smallDims, { phase: 'decode', mode });
        expect(ranOn).toBe('gpu');
        expect(tensors.map(({ id }) => id)).toEqual(
          [...plan.tensors, ...plan.cache].map(({ id }) => id),
        );
        for (const { id, source, agreement, cells, lowest, highest } of tensors) {
          const name = `${variantId} ${mode} ${id}`;
          expect(source, name).not.toBe('nowhere');
          expect(agreement?.agrees, `${name} ${agreement?.error}`).toBe(true);
          expect(cells.length, name).toBeLessThanOrEqual(64);
          expect(highest, name).toBeGreaterThan(lowest);
          expect(Math.max(...cells.map(Math.abs)), name).toBeGreaterThan(0);
        }
      }
    },
  );

  test('says what the kernels keep in registers, and in which of their steps', async () => {
    const [token] = await tokens(
      { gpu, timer },
      { ...request, contenders: [{ variantId: 'mla', mode: 'absorbed' }] },
    );
    const of = (id: string) => token?.tensors.find((tensor) => tensor.id === id);
    expect(of('latent')?.source).toBe('unfused');
    // The norm of the latent and its append are one kernel, perhaps with others.
    const plan = variants
      .find(({ id }) => id === 'mla')!
      .plan(smallDims, { phase: 'decode', mode: 'absorbed' });
    const ops = of('latent')?.within.map((index) => plan.steps[index]?.op);
    expect(ops).toContain('normalize');
    expect(ops).toContain('append');
    expect(of('y')).toMatchObject({ source: 'stored', within: [] });
  });

  test('shows red what a wrong weight makes, and nothing before it', async () => {
    const createSession: typeof Session.create = async (...args) => {
      const session = await Session.create(...args);
      const fill = session.fillWeight.bind(session);
      vi.spyOn(session, 'fillWeight').mockImplementation((id, seed, scale) =>
        fill(id, id === 'wv' ? seed + 1 : seed, scale),
      );
      return session;
    };
    const contenders = [{ variantId: 'gqa', mode: 'cached' }];
    const [token] = await tokens({ gpu, timer, createSession }, { ...request, contenders });
    const wrong = token?.tensors.filter(({ agreement }) => !agreement?.agrees).map(({ id }) => id);
    expect(wrong).toEqual(['value', 'context', 'y', 'values']);
  });
});
