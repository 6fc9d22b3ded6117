// The kernels against float64 under what checkpoints' code fixes: rotation pairs, biases, norms, windows, softcap.

import { describe, expect, test } from 'vitest';
import { formats, weightFormatFor } from '../attention/format';
import { modeFor, plainConventions, type Conventions } from '../attention/variant';
import { variantById } from '../attention/variants';
import { dawn, decodes, small, worstError } from './kernelCase.test-support';

describe.skipIf(!dawn)('conventions on a device', () => {
  describe.each(['gqa', 'mla'])('conventions of %s', (variantId) => {
    const mode = modeFor(variantById(variantId), 'decode');
    test.each(['interleaved', 'half', 'deinterleaveHalf'] as const)('%s pairs', async (pairs) => {
      const rope = { pairs, theta: 500, scaling: null, cosSinScale: 1.1 };
      const conventions = { ...plainConventions, rope };
      const turns = decodes(mode, 3, 1);
      const error = await worstError({ variantId, dims: small, turns, conventions });
      expect(error).toBeLessThan(formats.f32.errorBound);
    });

    test('a softcap', async () => {
      const conventions = { ...plainConventions, softcap: 1.5 };
      const error = await worstError({
        variantId,
        dims: small,
        turns: decodes(mode, 1),
        past: [70],
        conventions,
      });
      // tanh is only promised to 1e-5 of the cap.
      expect(error).toBeLessThan(5 * formats.f32.errorBound);
    });
  });

  test.each(['prefill', 'decode'] as const)(
    'biases, head norms, partial rotation and a window in %s',
    async (phase) => {
      const conventions: Conventions = {
        ...plainConventions,
        rotaryDim: 6,
        headNorm: true,
        biases: ['q', 'k', 'v', 'o'],
        window: true,
      };
      const error = await worstError({
        variantId: 'gqa',
        dims: small,
        turns: [{ phase, mode: 'cached', newTokens: 5 }],
        batch: 2,
        past: [40, 3],
        conventions,
        window: 7,
      });
      expect(error).toBeLessThan(formats.f32.errorBound);
    },
  );

  test.each([
    { headDim: 9, vDim: 7, phase: 'decode', format: 'f32' },
    { headDim: 30, vDim: 33, phase: 'prefill', format: 'f32' },
    { headDim: 9, vDim: 7, phase: 'decode', format: 'f16' },
    { headDim: 1, vDim: 1, phase: 'decode', format: 'f32' },
  ] as const)(
    'biases of heads $headDim and $vDim wide, $format weights, $phase',
    async ({ headDim, vDim, phase, format }) => {
      const error = await worstError({
        variantId: 'gqa',
        dims: { ...small, headDim, vDim },
        turns: [{ phase, mode: 'cached', newTokens: phase === 'decode' ? 1 : 6 }],
        past: [11],
        weightFormat: weightFormatFor(format),
        conventions: { ...plainConventions, biases: ['q', 'k', 'v', 'o'] },
      });
      expect(error).toBeLessThan(formats[format].errorBound);
    },
  );

  test('a window in MLA agrees too', async () => {
    const error = await worstError({
      variantId: 'mla',
      dims: small,
      turns: decodes('absorbed', 1),
      past: [50],
      conventions: { ...plainConventions, window: true },
      window: 9,
    });
    expect(error).toBeLessThan(formats.f32.errorBound);
  });
});
