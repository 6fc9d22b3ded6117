// What the systems are set to do: a shape with its seeded inputs, its price and the check of its result.

import { pricePlan } from '../../src/price/price';
import type { Agreement } from '../../src/reference/agreement';
import { checkedTokens, compareRows, compareSome, expectedRows, inputsOf } from './inputs';
import { attendPlan, projectionPlan } from './own';
import { expectedProjection, projectionInputs } from './projections';
import type { PeerShape, PeerSystem, PreparedPeer, ProjectionShape } from './system';

/** A system's way with the shape and its inputs given. */
export interface SubjectWay {
  readonly kernel: string;
  prepare(): Promise<PreparedPeer>;
}

export interface Subject {
  readonly id: string;
  readonly scope: 'attend' | 'project';
  /** Compulsory ones. */
  readonly bytes: number;
  readonly flops: number;
  /** Compares a whole result with float64 where that was computed. */
  check(result: Float32Array): Agreement;
  waysOf(system: PeerSystem): SubjectWay[];
}

export function attention(shape: PeerShape, seed: number): Subject {
  const { id, newTokens, context: cachedTokens } = shape;
  const workload = { batch: 1, newTokens, cachedTokens, format: 'f32' } as const;
  const { compulsoryBytes: bytes, flops } = pricePlan(attendPlan(shape), workload);
  const inputs = inputsOf(shape, seed);
  const tokens = checkedTokens(shape, seed);
  const expected = expectedRows(shape, inputs, tokens);
  return {
    id,
    scope: 'attend',
    bytes,
    flops,
    check: (result) => compareRows(shape, result, tokens, expected),
    waysOf: (system) =>
      system.ways(shape).map((way) => ({
        kernel: way.kernel,
        prepare: () => way.prepare(shape, inputs),
      })),
  };
}

export function projection(shape: ProjectionShape, seed: number): Subject {
  const { id, rows, columns } = shape;
  const workload = { batch: 1, newTokens: rows, cachedTokens: rows, format: 'f32' } as const;
  const { compulsoryBytes: bytes, flops } = pricePlan(projectionPlan(shape), workload);
  const inputs = projectionInputs(shape, seed);
  const checked = checkedTokens({ newTokens: rows }, seed);
  const expected = expectedProjection(shape, inputs, checked);
  return {
    id,
    scope: 'project',
    bytes,
    flops,
    check: (result) => compareSome([rows, columns], result, checked, expected),
    waysOf: ({ projections = [] }) =>
      projections.map((way) => ({
        kernel: way.kernel,
        prepare: () => way.prepare(shape, inputs),
      })),
  };
}
