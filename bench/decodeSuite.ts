// The suites `decode`, `mla` and `layer`: one token against growing contexts, variants or modes of one model's shape.

import { proposeDims } from '../src/attention/propose';
import type { FormatId } from '../src/attention/format';
import type { Scope } from '../src/attention/scope';
import { variantById } from '../src/attention/variants';
import { decodeOnGpu } from '../src/bench/decodeGpu';
import type { DecodeDevice } from '../src/bench/decodeRun';
import type {
  AgreementReport,
  Contender,
  DecodeRequest,
  MeasuredPoint,
  RunFailure,
} from '../src/bench/records';
import { modelById } from '../src/facts/models';
import { ownName } from './peers/own';
import type { BenchRow } from './report';

interface Options {
  readonly modelId: string;
  readonly contenders: readonly Contender[];
  readonly contexts: readonly number[];
  readonly formats: readonly FormatId[];
  readonly scope: Scope;
  readonly rounds: number;
  readonly seed: number;
}

/** What is known of one contender at one context. */
interface Entry extends Contender {
  readonly context: number;
  point?: MeasuredPoint;
  agreement?: AgreementReport;
  failure?: RunFailure;
}

const bytesText = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

function failureText(failure: RunFailure): string {
  switch (failure.code) {
    case 'doesNotFit': {
      const { neededBytes, limitBytes, largestContext } = failure;
      return `needs ${bytesText(neededBytes)} of ${bytesText(limitBytes)}; ${largestContext} tokens fit`;
    }
    case 'outOfMemory':
      return `out of memory at ${bytesText(failure.neededBytes)}`;
    case 'shader':
      return `${failure.file}:${failure.line}: ${failure.message}`;
    case 'unsupported':
    case 'deviceLost':
    case 'internal':
      return failure.message;
  }
}

function rowOf(request: DecodeRequest, entry: Entry): BenchRow {
  const { variantId, mode, context, point, agreement, failure } = entry;
  const { name } = variantById(variantId);
  const ms = (ns: number | undefined) => (ns === undefined ? null : ns / 1e6);
  return {
    system: ownName,
    runsOn: 'gpu',
    kernel: `${variantId} ${mode}`,
    shape: `${name} ${mode} ${context}`,
    workload: `${request.format} ${context}`,
    format: request.format,
    scope: request.scope,
    medianMs: ms(point?.medianNs),
    q1Ms: ms(point?.q1Ns),
    q3Ms: ms(point?.q3Ns),
    n: point?.samplesNs.length ?? 0,
    samplesMs: point?.samplesNs.map((ns) => ns / 1e6) ?? [],
    firstMs: ms(point?.firstNs),
    bytes: point?.compulsoryBytes ?? null,
    flops: point?.flops ?? null,
    actualBytes: point?.actualBytes ?? null,
    // Bytes per nanosecond are gigabytes per second.
    gbs: point ? point.compulsoryBytes / point.medianNs : null,
    gflops: point ? point.flops / point.medianNs : null,
    shareOfCeiling: null,
    error: agreement?.error ?? null,
    agrees: agreement?.agrees ?? null,
    failure: failure
      ? {
          code: failure.code,
          text: failureText(failure),
          unexpected: !['doesNotFit', 'unsupported'].includes(failure.code),
        }
      : null,
  };
}

/** Rows in the order of contexts, then variants. `say` gets a line for each stage. */
export async function decodeSuite(
  device: DecodeDevice,
  { modelId, formats, ...options }: Options,
  say: (line: string) => void,
): Promise<BenchRow[]> {
  const model = modelById(modelId);
  const { contenders, contexts } = options;
  const rows: BenchRow[] = [];
  for (const format of formats) {
    const request: DecodeRequest = {
      dims: proposeDims(model.dims),
      conventions: model.conventions,
      ...options,
      batch: 1,
      format,
    };
    const entries = contexts.flatMap((context) =>
      contenders.map((contender): Entry => ({ ...contender, context })),
    );
    const entryOf = (at: Contender & { context: number }) =>
      entries.find(
        ({ variantId, mode, context }) =>
          variantId === at.variantId && mode === at.mode && context === at.context,
      );
    let stage = '';
    for await (const event of decodeOnGpu(device, request, new AbortController().signal)) {
      if (event.type === 'progress') {
        const now = `${format} ${event.stage} ${event.variantId} ${event.context}`;
        if (now !== stage && event.stage !== 'measure') say(now);
        stage = now;
        continue;
      }
      if (event.type === 'point') Object.assign(entryOf(event.point) ?? {}, { point: event.point });
      else if (event.type === 'agreement') {
        Object.assign(entryOf(event.agreement) ?? {}, { agreement: event.agreement });
      } else Object.assign(entryOf(event) ?? {}, { failure: event.failure });
    }
    rows.push(...entries.map((entry) => rowOf(request, entry)));
  }
  return rows;
}
