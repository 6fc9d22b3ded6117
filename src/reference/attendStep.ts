// Attention of all query heads, head by head over the rows that a window, a length and a mask leave them.

import { headsOf, rowWidth, type AttendStep } from '../attention/plan';
import { attendRow, sightOf, tapRow, type Scoring, type Sight } from './attend';
import type { Tokens } from './cache';
import { attendedRows, joined } from './pieces';
import { allocate, weight, type Run } from './run';

/** The part of the additive mask that a row adds to its scores: [columns]. */
function addedOf(
  { input, cache }: Run,
  { mask }: AttendStep,
  [sequence, head, query]: readonly [number, number, number],
  heads: number,
): Float32Array | undefined {
  if (!mask.additive) return undefined;
  const { additive, newTokens } = input;
  const masks = mask.additive === 'perHead' ? heads : 1;
  const expected = cache.batch * masks * newTokens;
  if (additive?.values.length !== expected * (additive?.columns ?? 0)) {
    throw new Error(
      `the additive mask needs ${expected} rows of its columns, not ${additive?.values.length ?? 0} elements`,
    );
  }
  const row = (sequence * masks + (masks > 1 ? head : 0)) * newTokens + query;
  return additive.values.subarray(row * additive.columns, (row + 1) * additive.columns);
}

/** The tokens that any of the rows sees; all that the cache holds where their bare scores are asked for. */
function tokensRead({ cache, input }: Run, sights: readonly Sight[], length: number): Tokens {
  const bare = input.tap !== undefined && input.tap !== 'probs';
  const seeing = sights.filter(({ first, end }) => end > first);
  const first = bare ? 0 : Math.min(length, ...seeing.map((sight) => sight.first));
  const end = bare ? length : Math.max(first, ...seeing.map((sight) => sight.end));
  const held = cache.ring ? Math.max(first, length - cache.capacity) : first;
  return { first: held, count: Math.max(0, end - held) };
}

/**
 * The cached keys and values are laid out once for the query heads that share them. Yields multiply-adds; returns
 * what is tapped, [batch, heads, newTokens, longest length].
 */
export function* attendStep(run: Run, step: AttendStep): Generator<number, Float64Array | null> {
  const { plan, input } = run;
  const { newTokens, lengths, offsets, window = Infinity, tap } = input;
  const heads = headsOf(plan, { of: step.out });
  const own = [...step.key, ...step.value].filter((piece) => piece.heads === 'own');
  const kvHeads = Math.max(1, ...own.map((piece) => headsOf(plan, piece.from)));
  const groupSize = heads / kvHeads;
  const qkWidth = rowWidth(plan, step.q);
  const vWidth = rowWidth(plan, step.value);
  const queries = joined(run, step.q, heads);
  const sinks = step.sinks === undefined ? null : weight(run.weights, step.sinks);
  const out = allocate(run, step.out);
  const lse = step.lse === undefined ? null : allocate(run, step.lse);
  const longest = Math.max(...lengths);
  // A key that a sequence does not have is hidden from it.
  const beyond = tap === 'masked' ? -Infinity : 0;
  const tapped = tap
    ? new Float64Array(lengths.length * heads * newTokens * longest).fill(beyond)
    : null;

  const chosen = input.queries ?? Array.from({ length: newTokens }, (_, query) => query);
  run.rows = lengths.flatMap((_, sequence) => chosen.map((query) => sequence * newTokens + query));

  for (const [sequence, length] of lengths.entries()) {
    const seen = { length, offset: offsets[sequence] ?? 0, window };
    const sights = chosen.map((query) => sightOf(step.mask, query, seen));
    const tokens = tokensRead(run, sights, length);
    const probs = new Float64Array(tokens.count);
    for (let kvHead = 0; kvHead < kvHeads; kvHead++) {
      const keys = yield* attendedRows(run, step.key, sequence, kvHead, tokens);
      const values = yield* attendedRows(run, step.value, sequence, kvHead, tokens);
      for (let head = kvHead * groupSize; head < (kvHead + 1) * groupSize; head++) {
        for (const [i, query] of chosen.entries()) {
          const row = (sequence * newTokens + query) * heads + head;
          const added = addedOf(run, step, [sequence, head, query], heads);
          const { first, end } = sights[i]!;
          const sight: Sight = {
            first: Math.max(0, first - tokens.first),
            end: Math.min(end, added?.length ?? end) - tokens.first,
          };
          const scoring: Scoring = {
            scale: step.scale,
            ...(step.softcap ? { softcap: step.softcap } : {}),
            ...(added ? { added: added.subarray(tokens.first) } : {}),
            ...(sinks ? { sink: sinks[head]! } : {}),
          };
          const at = row * qkWidth;
          const meeting = { query: queries.subarray(at, at + qkWidth), keys, values };
          const context = out.subarray(row * vWidth, (row + 1) * vWidth);
          const logSum = attendRow(meeting, sight, scoring, probs, context);
          if (lse) lse[row] = logSum;
          if (tapped && tap) {
            const rowAt = ((sequence * heads + head) * newTokens + query) * longest;
            if (tap !== 'probs') tapRow(tap, meeting, sight, scoring, probs);
            tapped.set(probs, rowAt + tokens.first);
          }
          yield Math.max(0, sight.end - sight.first) * (qkWidth + vWidth);
        }
      }
    }
  }
  return tapped;
}
