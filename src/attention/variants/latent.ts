// The plan that latent variants share: low-rank latents are cached, and keys and values are projections of them.
//
// absorbed  caches the latents; W_UK moves to the query and W_UV to the context, so that query heads attend to the
//           latents themselves: with one latent head, a fat MQA of width latentDim + ropeDim.
// expanded  caches the latents; keys and values of every cached token are rebuilt from them, as in training.
// naive     caches the rebuilt keys and values: what an implementation does that knows only MHA.

import { attending } from '../attending';
import type { Dims } from '../dims';
import type { AttendStep, Field, Piece, Plan, Step, Tensor, Weight } from '../plan';
import { absorb, made, madeOfCached, own, project, shape, shared } from '../shorthand';
import { plainConventions, plainRope, type Conventions, type PlanRequest } from '../variant';

/** What a part of a plan adds to the whole. */
interface Part {
  readonly tensors: readonly Tensor[];
  readonly weights: readonly Weight[];
  readonly steps: readonly Step[];
}

/** A variant's own way from the hidden state to the tensors `latent` and `keyRope`. */
export interface Latents {
  /** Heads of latents: each serves queryHeads / heads query heads. */
  readonly heads: number;
  /** Columns of one latent. */
  readonly width: number;
  /** Makes `latent`, one row or a row for each latent head, and `keyRope`, which all heads share. */
  readonly compression: Part;
}

interface Request {
  readonly dims: Dims;
  readonly latents: Latents;
  readonly conventions: Conventions;
}

/** What a mode adds between compression and output. */
interface ModePart extends Part {
  readonly cache: readonly Field[];
}

/** Rows of the key-value up-projection that make a head's key (W_UK), and those that make its value (W_UV). */
const keyRows = ({ nopeDim }: Dims) => ({ of: 'wkvB', axis: 'row', from: 0, width: nopeDim });
const valueRows = ({ nopeDim, vDim }: Dims) => ({
  of: 'wkvB',
  axis: 'row',
  from: nopeDim,
  width: vDim,
});

const latentCache = ({ dims, latents }: Request): Field[] => [
  {
    id: 'latents',
    holds: 'latent',
    heads: latents.heads,
    width: latents.width,
    format: 'chosen',
  },
  { id: 'ropeKeys', holds: 'ropeKey', heads: 1, width: dims.ropeDim, format: 'min16' },
];

/** A piece of the latents: all query heads share a single one. */
const latentPiece = ({ latents }: Request, of: string): Piece =>
  latents.heads > 1 ? own(of) : shared(of);

const appendLatent = (request: Request): Step[] => [
  { op: 'append', x: [latentPiece(request, 'latent')], field: 'latents' },
  { op: 'append', x: [shared('keyRope')], field: 'ropeKeys' },
];

const queryRope = ({ queryHeads, ropeDim }: Dims): Tensor =>
  made('queryRope', { head: queryHeads, rope: ropeDim });

/** The rotary part of every query head, which meets the shared rotary key as a piece of its own. */
const rotateQuery = ({ nopeDim, ropeDim }: Dims): Step => ({
  op: 'rotate',
  x: { of: 'query', from: nopeDim, width: ropeDim },
  table: 'rotation',
  out: 'queryRope',
});

const attendingTo = ({ dims, conventions }: Pick<Request, 'dims' | 'conventions'>) =>
  attending(conventions, {
    queryHeads: dims.queryHeads,
    rowWidth: dims.nopeDim + dims.ropeDim,
  });

const attend = (
  request: Request,
  pieces: Pick<AttendStep, 'q' | 'key' | 'value' | 'out'>,
): AttendStep => ({ op: 'attend', ...pieces, ...attendingTo(request).options });

function absorbed(request: Request): ModePart {
  const { dims, latents } = request;
  const { queryHeads, nopeDim } = dims;
  return {
    tensors: [
      queryRope(dims),
      made('queryAbsorbed', { head: queryHeads, latent: latents.width }),
      made('contextLatent', { head: queryHeads, latent: latents.width }),
    ],
    weights: [],
    cache: latentCache(request),
    steps: [
      rotateQuery(dims),
      ...appendLatent(request),
      absorb({ of: 'query', from: 0, width: nopeDim }, keyRows(dims), ['row'], 'queryAbsorbed'),
      attend(request, {
        q: [own('queryAbsorbed'), own('queryRope')],
        key: [latentPiece(request, 'latents'), shared('ropeKeys')],
        value: [latentPiece(request, 'latents')],
        out: 'contextLatent',
      }),
      absorb({ of: 'contextLatent' }, valueRows(dims), ['latent'], 'context'),
    ],
  };
}

function expanded(request: Request): ModePart {
  const { dims } = request;
  const { queryHeads, nopeDim, vDim } = dims;
  return {
    tensors: [
      queryRope(dims),
      madeOfCached('rebuiltKeys', { head: queryHeads, row: nopeDim }),
      madeOfCached('rebuiltValues', { head: queryHeads, row: vDim }),
    ],
    weights: [],
    cache: latentCache(request),
    steps: [
      rotateQuery(dims),
      ...appendLatent(request),
      {
        op: 'rebuild',
        from: { of: 'latents' },
        by: keyRows(dims),
        contract: ['latent'],
        out: 'rebuiltKeys',
      },
      {
        op: 'rebuild',
        from: { of: 'latents' },
        by: valueRows(dims),
        contract: ['latent'],
        out: 'rebuiltValues',
      },
      attend(request, {
        q: [own('query', { from: 0, width: nopeDim }), own('queryRope')],
        key: [own('rebuiltKeys'), shared('ropeKeys')],
        value: [own('rebuiltValues')],
        out: 'context',
      }),
    ],
  };
}

/** Keys and values of the new tokens, straight from the latent: with one latent head only. */
function newKeysAndValues({ dims }: Request): Part {
  const { queryHeads, nopeDim, ropeDim, vDim } = dims;
  return {
    tensors: [
      made('keyNope', { head: queryHeads, row: nopeDim }),
      made('value', { head: queryHeads, row: vDim }),
      made('queryRotated', { head: queryHeads, qk: nopeDim + ropeDim }),
    ],
    weights: [],
    steps: [
      { op: 'rotate', x: { of: 'query' }, at: nopeDim, table: 'rotation', out: 'queryRotated' },
      project('latent', keyRows(dims), ['latent'], 'keyNope'),
      project('latent', valueRows(dims), ['latent'], 'value'),
    ],
  };
}

function naive(request: Request): ModePart {
  const { queryHeads, nopeDim, ropeDim, vDim } = request.dims;
  const { tensors, weights, steps } = newKeysAndValues(request);
  return {
    tensors,
    weights,
    cache: [
      { id: 'keys', holds: 'key', heads: queryHeads, width: nopeDim + ropeDim, format: 'chosen' },
      { id: 'values', holds: 'value', heads: queryHeads, width: vDim, format: 'chosen' },
    ],
    steps: [
      ...steps,
      { op: 'append', x: [own('keyNope'), shared('keyRope')], field: 'keys' },
      { op: 'append', x: [own('value')], field: 'values' },
      attend(request, {
        q: [own('queryRotated')],
        key: [own('keys')],
        value: [own('values')],
        out: 'context',
      }),
    ],
  };
}

const modes: Readonly<Record<string, (request: Request) => ModePart>> = {
  absorbed,
  expanded,
  naive,
};

/** Query compression is a pair of matrices with a norm between them, or one matrix. */
function queries({ modelDim, queryHeads, nopeDim, ropeDim, queryRank }: Dims, eps: number): Part {
  const qk = nopeDim + ropeDim;
  const query = made('query', { head: queryHeads, qk });
  if (queryRank === 0) {
    return {
      tensors: [query],
      weights: [{ id: 'wq', axes: shape({ head: queryHeads, qk, model: modelDim }) }],
      steps: [project('x', { of: 'wq' }, ['model'], 'query')],
    };
  }
  return {
    tensors: [
      made('queryCompressed', { queryLatent: queryRank }),
      made('queryLatent', { queryLatent: queryRank }),
      query,
    ],
    weights: [
      { id: 'wqA', axes: shape({ queryLatent: queryRank, model: modelDim }) },
      { id: 'qNorm', axes: shape({ queryLatent: queryRank }) },
      { id: 'wqB', axes: shape({ head: queryHeads, qk, queryLatent: queryRank }) },
    ],
    steps: [
      project('x', { of: 'wqA' }, ['model'], 'queryCompressed'),
      { op: 'normalize', x: { of: 'queryCompressed' }, weight: 'qNorm', eps, out: 'queryLatent' },
      project('queryLatent', { of: 'wqB' }, ['queryLatent'], 'query'),
    ],
  };
}

/** A layer that caches `latents`, in the mode named. */
export function latentPlan(
  dims: Dims,
  latents: Latents,
  { phase, conventions = plainConventions }: PlanRequest,
  mode: string,
  source: string,
): Plan {
  const { modelDim, queryHeads, ropeDim, nopeDim, vDim } = dims;
  const part = modes[mode]?.({ dims, latents, conventions });
  if (!part) throw new Error(`no mode "${mode}": choose ${Object.keys(modes).join(', ')}`);
  const query = queries(dims, conventions.normEps);
  const { compression } = latents;
  const options = attendingTo({ dims, conventions });
  return {
    phase,
    mode,
    inputs: ['x'],
    output: 'y',
    tensors: [
      made('x', { model: modelDim }),
      ...query.tensors,
      ...compression.tensors,
      ...part.tensors,
      made('context', { head: queryHeads, value: vDim }),
      made('y', { model: modelDim }),
      ...options.tensors,
    ],
    weights: [
      ...query.weights,
      ...compression.weights,
      {
        id: 'wkvB',
        axes: shape({ head: queryHeads, row: nopeDim + vDim, latent: latents.width }),
      },
      { id: 'wo', axes: shape({ model: modelDim, head: queryHeads, value: vDim }) },
      ...options.weights,
    ],
    // A model with learned positions (OPT) has no rotation to lend, and the shared key is there to be rotated.
    tables: [{ id: 'rotation', spec: conventions.rope ?? plainRope, dim: ropeDim }],
    cache: part.cache,
    steps: [
      ...query.steps,
      ...compression.steps,
      ...part.steps,
      project('context', { of: 'wo' }, ['head', 'value'], 'y'),
    ],
    source,
  };
}
