// A look into one token, from its request to its end: every contender's tensors as the device made them, beside float64.

import { formats } from '../attention/format';
import { pointsAt } from './contest';
import type { DecodeDevice } from './decodeRun';
import { failureOf } from './failures';
import { Pace } from './pace';
import { tokenInputs } from './tokenInputs';
import type { TokenEvent, TokenRequest } from './tokenRecords';
import { expectedToken } from './tokenReference';
import { tensorReports } from './tokenReports';

/** Loaded where there is a device. */
const onGpu = () => import('./tokenGpu');

/** Loaded where there is none. */
const onCpu = () => import('./tokenCpu');

/**
 * Yields events as they come. Throws DeviceLostError, or the signal's reason after an abort.
 * @param device null where there is no GPU: the CPU then runs, with its cache in f32
 */
export async function* tokenOn(
  device: DecodeDevice | null,
  asked: TokenRequest,
  signal: AbortSignal,
): AsyncGenerator<TokenEvent, void> {
  const request: TokenRequest = device ? asked : { ...asked, format: 'f32' };
  const points = pointsAt(request, request.context);
  for (const [i, point] of points.entries()) {
    signal.throwIfAborted();
    const { variantId, mode, plan } = point;
    yield { type: 'preparing', variantId, mode, fraction: i / points.length };
    try {
      const inputs = tokenInputs(plan, request.seed, request.batch)(request.context - 1);
      const made = device
        ? await (await onGpu()).tokenOnGpu(device, request, point, inputs, signal)
        : await (await onCpu()).tokenOnCpu(request, point, inputs, signal);
      if ('code' in made) {
        yield { type: 'failed', variantId, mode, failure: made };
        continue;
      }
      const expected = await expectedToken(request, point, inputs, new Pace(signal));
      const tensors = tensorReports(plan, made, expected, formats[request.format].storedBound);
      yield { type: 'token', variantId, mode, ranOn: device ? 'gpu' : 'cpu', tensors };
    } catch (error) {
      yield { type: 'failed', variantId, mode, failure: failureOf(error, signal) };
    }
  }
}
