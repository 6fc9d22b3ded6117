// A small run of the decode bench, and what its events say, for the tests that let it run on a device.

import { plainConventions } from '../attention/variant';
import { decodeOnGpu } from './decodeGpu';
import type { DecodeDevice } from './decodeRun';
import type { AgreementReport, DecodeEvent, DecodeRequest, MeasuredPoint } from './records';
import { smallDims } from './smallDims.test-support';

export const smallRequest: DecodeRequest = {
  dims: smallDims,
  conventions: plainConventions,
  contenders: [
    { variantId: 'mha', mode: 'cached' },
    { variantId: 'gqa', mode: 'cached' },
    { variantId: 'mqa', mode: 'cached' },
    { variantId: 'mla', mode: 'absorbed' },
    { variantId: 'mla', mode: 'expanded' },
    { variantId: 'mla', mode: 'naive' },
  ],
  contexts: [1, 67, 130],
  batch: 2,
  format: 'f32',
  scope: 'attentionOnly',
  rounds: 5,
  seed: 11,
};

export async function collect(
  device: DecodeDevice,
  request: DecodeRequest,
  signal = new AbortController().signal,
): Promise<DecodeEvent[]> {
  const events: DecodeEvent[] = [];
  for await (const event of decodeOnGpu(device, request, signal)) events.push(event);
  return events;
}

export const agreements = (events: readonly DecodeEvent[]): AgreementReport[] =>
  events.flatMap((event) => (event.type === 'agreement' ? [event.agreement] : []));

/** The points with all their rounds. */
export const wholePoints = (events: readonly DecodeEvent[]): MeasuredPoint[] =>
  events.flatMap((event) =>
    event.type === 'point' && event.point.samplesNs.length === smallRequest.rounds
      ? [event.point]
      : [],
  );

export const failures = (events: readonly DecodeEvent[]): DecodeEvent[] =>
  events.filter(({ type }) => type === 'failure');
