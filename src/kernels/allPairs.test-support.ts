// All-pairs cases: every few values of different factors meet in some cases, in far fewer than the full grid has.

import { mix } from '../attention/random';

/** Values of each factor. */
export type Factors<T> = { readonly [K in keyof T]: readonly T[K][] };

interface Covering {
  readonly seed: number;
  /** How many factors' values are to meet: 2 for pairs, 3 for triples. */
  readonly together: number;
  /** In how many differing cases they are to meet, where there are so many. */
  readonly times: number;
}

/** Cases to choose the next one from: that with the most meetings which are still to come. */
const candidates = 60;
/** Choices without any in a row, after which those that are left are looked for one by one. */
const patience = 20;

/**
 * Cases of which `isValid` holds, all different, in which any values of `together` factors meet `times` times, or in all
 * valid cases that have them where those are fewer. The same for the same seed.
 */
export function coveringCases<T extends Readonly<Record<string, unknown>>>(
  factors: Factors<T>,
  isValid: (one: T) => boolean,
  { seed, together, times }: Covering,
): T[] {
  const entries: [name: string, values: readonly unknown[]][] = Object.entries(factors);
  const sizes = entries.map(([, values]) => values.length);
  const all = sizes.reduce((product, size) => product * size, 1);
  /** Which value of each factor a case of the grid has. */
  const digitsOf = (index: number) => {
    let rest = index;
    return sizes.map((size) => {
      const digit = rest % size;
      rest = (rest - digit) / size;
      return digit;
    });
  };
  const caseOf = (digits: readonly number[]) =>
    Object.fromEntries(entries.map(([name, values], i) => [name, values[digits[i] ?? 0]])) as T;
  const valid = Array.from({ length: all }, (_, index) => digitsOf(index)).filter((digits) =>
    isValid(caseOf(digits)),
  );
  shuffle(valid, seed);

  const meetings = new Meetings(sizes, together, times);
  const taken = new Set<readonly number[]>();
  const take = (digits: readonly number[]) => {
    meetings.add(digits);
    taken.add(digits);
  };
  let idle = 0;
  for (let from = 0; idle < patience && from < valid.length; from += candidates) {
    let best: { digits: readonly number[]; fresh: number } | undefined;
    for (const digits of valid.slice(from, from + candidates)) {
      const fresh = meetings.fresh(digits);
      if (fresh > (best?.fresh ?? 0)) best = { digits, fresh };
    }
    idle = best ? 0 : idle + 1;
    if (best) take(best.digits);
  }
  for (const digits of valid) {
    if (!taken.has(digits) && meetings.fresh(digits) > 0) take(digits);
  }
  return [...taken].map(caseOf);
}

function shuffle(items: unknown[], seed: number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = mix(mix(i) ^ seed) % (i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
}

/** How often values of several factors have met. */
class Meetings {
  /** Each choice of factors, and where its counts begin. */
  private readonly choices: { readonly factors: readonly number[]; readonly from: number }[] = [];
  private readonly counts: Uint8Array;

  constructor(
    private readonly sizes: readonly number[],
    together: number,
    private readonly times: number,
  ) {
    let from = 0;
    for (const factors of chosen(sizes.length, together)) {
      this.choices.push({ factors, from });
      from += factors.reduce((product, factor) => product * (sizes[factor] ?? 1), 1);
    }
    this.counts = new Uint8Array(from);
  }

  /** How many meetings of a case are still to come. */
  fresh(digits: readonly number[]): number {
    let fresh = 0;
    for (const choice of this.choices) {
      if ((this.counts[this.placeOf(choice, digits)] ?? 0) < this.times) fresh++;
    }
    return fresh;
  }

  add(digits: readonly number[]): void {
    for (const choice of this.choices) {
      const place = this.placeOf(choice, digits);
      this.counts[place] = Math.min((this.counts[place] ?? 0) + 1, this.times);
    }
  }

  private placeOf({ factors, from }: (typeof this.choices)[number], digits: readonly number[]) {
    let place = 0;
    for (const factor of factors) {
      place = place * (this.sizes[factor] ?? 1) + (digits[factor] ?? 0);
    }
    return from + place;
  }
}

/** Every choice of `count` of the first `length` numbers. */
function chosen(length: number, count: number): number[][] {
  if (count === 0) return [[]];
  return Array.from({ length }, (_, last) => last).flatMap((last) =>
    chosen(last, count - 1).map((before) => [...before, last]),
  );
}
