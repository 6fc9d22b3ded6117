// Store: what storage loses of one decode step, as it was measured, and what is being measured; and what is asked for.

import { createStore } from 'zustand/vanilla';
import type { SizedContender, TokenRequest } from '../engine/protocol';
import type { Precision, PrecisionRequest, PrecisionStage } from '../precision/records';
import type { Controls } from './controls';
import { contendersOf } from './decode';
import { entriesOf } from './entries';
import { modelOf } from './modelShape';
import { remember } from './remember';
import { cutDims, mostOf } from './tokenRequest';

/** `cut`: a few heads and tokens, measured at once; `whole`: all heads of the layer, over as many tokens as chosen. */
export type PrecisionSize = 'cut' | 'whole';

/** The same layer at each size. */
export type PrecisionRequests = Readonly<Record<PrecisionSize, PrecisionRequest>>;

export interface PrecisionMeasured {
  readonly size: PrecisionSize;
  readonly requests: PrecisionRequests;
  readonly precision: Precision;
}

export interface PrecisionState {
  readonly measured: PrecisionMeasured | null;
  /** The stage is null until it is known. */
  readonly busy: {
    readonly size: PrecisionSize;
    readonly requests: PrecisionRequests;
    readonly stage: PrecisionStage | null;
  } | null;
  /** Why the last measurement failed, in the browser's own words. */
  readonly failure: string | null;
  /** Whether what was asked for last was stopped. */
  readonly stopped: boolean;
}

export const noPrecision: PrecisionState = {
  measured: null,
  busy: null,
  failure: null,
  stopped: false,
};

export const precisionStore = createStore<PrecisionState>(() => noPrecision);

/** Tokens of a cut layer at most, and its heads: a second of work, or two. */
const cutContext = 128;
const cutCache = { ...mostOf, queryHeads: 32 };

const requests = remember(
  (
    modelId: string,
    imported: Controls['imported'],
    dims: Controls['dims'],
    whole: readonly SizedContender[],
    seed: number,
    context: number,
  ): PrecisionRequests | null => {
    if (whole.length === 0) return null;
    const { conventions } = modelOf({ modelId, imported });
    const layer = { conventions, batch: 1, format: 'f32', seed } as const;
    const cut = (most: typeof mostOf): Pick<TokenRequest, 'dims' | 'contenders' | 'context'> => ({
      dims: cutDims(dims, most),
      contenders: whole.map((each) => ({ ...each, dims: cutDims(each.dims ?? dims, most) })),
      context: Math.min(cutContext, context),
    });
    // Products of whole layers would take minutes: what rounding loses of them does not depend on how many heads.
    const weights: TokenRequest = { ...layer, ...cut(mostOf), scope: 'wholeLayer' };
    const scope = 'attentionOnly';
    return {
      cut: { cache: { ...layer, ...cut(cutCache), scope }, weights },
      whole: { cache: { ...layer, dims, contenders: whole, context, scope }, weights },
    };
  },
);

/** Lists of contenders by what they say, the latest first: as many as a drawing that lags behind may ask for. */
let known: readonly { readonly text: string; readonly contenders: readonly SizedContender[] }[] =
  [];

/** The same list as long as it says the same: entries are others with every format, which says nothing here. */
function steady(contenders: readonly SizedContender[]): readonly SizedContender[] {
  const text = JSON.stringify(contenders);
  const found = known.find((each) => each.text === text) ?? { text, contenders };
  known = [found, ...known.filter((each) => each !== found)].slice(0, 3);
  return found.contenders;
}

/** Null where nobody shown has possible sizes. The same object as long as nothing that it says changes. */
export function precisionRequestsOf(c: Controls): PrecisionRequests | null {
  const contenders = steady(contendersOf(entriesOf(c), 1));
  return requests(c.modelId, c.imported, c.dims, contenders, c.seed, c.shaderContext);
}
