// The attend step as tasks: queries are gathered and scaled, meet the keys, and their parts are merged.
//
// Rows are the query heads of a kv head's group, for each new token, so that K and V are read once for all of them.

import { headsOf, type AttendStep } from '../attention/plan';
import { OP_GATHER, OP_MERGE } from './assembly/fields';
import { attendChains, blockKeys, type AttendTask, type Seen } from './attendTasks';
import { seenPiece, type Rebuilder, type SeenPiece } from './pieces';
import { columnsOf, vectorBytes, type Storage } from './storage';
import { taskOf, type Runner, type Task } from './tasks';

/** One pass over the new tokens; arrays are [batch]. */
export interface Tokens {
  readonly newTokens: number;
  readonly lengths: readonly number[];
  /** Signed: query i sees key j when j <= i + offset. */
  readonly offsets: readonly number[];
  /** Keys that a query sees at most, where the mask has a window. */
  readonly window?: number;
}

const log2e = Math.LOG2E;

/** Where nothing limits what is seen; the largest word. */
const unbounded = 2 ** 31 - 1;

const nothingSeen: Seen = { FIRST: 0, END: 0, SIGHT: 0, WINDOW: 0 };

/** The rows of a sequence's kv head: those of its query heads' group. */
interface PairRows {
  readonly sequence: number;
  readonly kvHead: number;
  readonly task: AttendTask;
  /** The same as words. */
  readonly words: Task;
}

interface Pair extends PairRows {
  readonly gather: readonly Task[];
  readonly merge: Task;
}

export class Attend {
  private prepared: { readonly newTokens: number; readonly pairs: readonly Pair[] } | undefined;
  private readonly isRebuilt: boolean;
  private readonly q;
  private readonly keys: readonly SeenPiece[];
  private readonly value: SeenPiece;
  private readonly heads: number;
  private readonly kvHeads: number;
  private readonly groupSize: number;
  private readonly keyBytes: number;
  private readonly tailBytes: number;
  private readonly valueBytes: number;
  /** Rows that have a place of their own, for each sequence and kv head where there is one new token. */
  private readonly places: { rows: number; count: number; parts: number };
  private readonly queries: number;
  private readonly contexts: number;
  private readonly maxima: number;
  private readonly sums: number;
  private readonly sinks: number;

  /** Throws where no kernel takes the step as it is. */
  constructor(
    private readonly runner: Runner,
    private readonly storage: Storage,
    private readonly step: AttendStep,
    rebuilders: readonly Rebuilder[],
    sinks: Float32Array | Float64Array | undefined,
  ) {
    const { plan, size } = storage;
    const { q, key, value, mask } = step;
    if (key.length > 2 || value.length !== 1 || q.length !== key.length) {
      throw new Error('a key of one or two pieces, a value of one and queries of the same pieces');
    }
    if (mask.additive) throw new Error('no additive masks on the CPU');
    if (mask.window && !mask.causal) throw new Error('a window of a full mask');
    this.q = q.map(({ from }) => ({ ...columnsOf(plan, from), at: storage.tensor(from.of) }));
    this.keys = key.map((piece) => seenPiece(storage, piece, rebuilders));
    this.value = value
      .map((piece) => seenPiece(storage, piece, rebuilders))
      .reduce((first) => first);
    this.isRebuilt = [...this.keys, this.value].some(({ rebuilder }) => rebuilder);
    this.heads = headsOf(plan, { of: step.out });
    const own = [...key, ...value].filter(({ heads }) => heads === 'own');
    this.kvHeads = Math.max(1, ...own.map(({ from }) => headsOf(plan, from)));
    this.groupSize = this.heads / this.kvHeads;
    const [keyWidth = 0, tailWidth = 0] = this.keys.map(({ width }) => width);
    this.keyBytes = vectorBytes(keyWidth);
    this.tailBytes = vectorBytes(tailWidth);
    this.valueBytes = vectorBytes(this.value.width);
    if (this.keys[0]?.stored !== this.value.stored) {
      throw new Error('keys and values of different formats');
    }
    const bytesPerKey = this.keyBytes + this.tailBytes + this.valueBytes;
    runner.reserve(blockKeys(bytesPerKey, 1) * bytesPerKey);

    const isDecode = size.maxNewTokens === 1;
    const pairs = size.batch * this.kvHeads;
    const rows = size.maxNewTokens * this.groupSize;
    const parts = isDecode ? Math.ceil((2 * runner.threads) / pairs) : 1;
    this.places = {
      rows,
      count: isDecode ? pairs : 1,
      parts: runner.threads > 1 ? parts : 1,
    };
    const all = rows * this.places.count;
    this.queries = storage.take(all * (this.keyBytes + this.tailBytes));
    this.contexts = storage.take(all * this.places.parts * this.valueBytes);
    this.maxima = storage.take(all * this.places.parts * 4);
    this.sums = storage.take(all * this.places.parts * 4);
    this.sinks = 0;
    if (sinks) {
      this.sinks = storage.take(this.heads * 4);
      storage.memory.floats(this.sinks, this.heads).set(sinks.map((score) => score * log2e));
    }
  }

  /** Runs the step; yields as `Runner.phase` does. */
  *run(tokens: Tokens): Generator<void, void> {
    const { newTokens } = tokens;
    if (this.prepared?.newTokens !== newTokens) {
      this.prepared = { newTokens, pairs: this.prepare(newTokens) };
    }
    const { pairs } = this.prepared;
    if (this.places.count === 1 || this.isRebuilt) {
      for (const pair of pairs) yield* this.together([pair], tokens);
    } else yield* this.together(pairs, tokens);
  }

  /** Some sequences' kv heads, phase by phase. */
  private *together(pairs: readonly Pair[], tokens: Tokens): Generator<void, void> {
    const seen = pairs.map(({ sequence }) => this.seen(sequence, tokens));
    yield* this.runner.phase(pairs.flatMap(({ gather }) => gather));
    if (this.isRebuilt) {
      yield* this.runner.phase(pairs.flatMap((pair, i) => this.rebuilding(pair, seen[i])));
    }
    const { parts, rows: partRows } = this.places;
    const chains = pairs.map(({ task, words }, i) =>
      attendChains(task, words, seen[i] ?? nothingSeen, { parts, partRows }),
    );
    const longest = Math.max(...chains.map((chain) => chain.length));
    for (let i = 0; i < longest; i++) {
      yield* this.runner.phase(chains.flatMap((chain) => chain[i] ?? []));
    }
    yield* this.runner.phase(pairs.map(({ merge }) => merge));
    const { lse } = this.step;
    if (lse !== undefined) for (const pair of pairs) this.writeLse(lse, pair, tokens.newTokens);
  }

  /** What stays the same from step to step, of every sequence and kv head. */
  private prepare(newTokens: number): Pair[] {
    return Array.from({ length: this.storage.size.batch * this.kvHeads }, (_, pair) => {
      const sequence = Math.floor(pair / this.kvHeads);
      const kvHead = pair % this.kvHeads;
      const task = this.shared(pair, newTokens);
      const words = taskOf(task);
      const at = { sequence, kvHead, task, words };
      return { ...at, gather: this.gathering(at, newTokens), merge: this.merging(at, newTokens) };
    });
  }

  private seen(sequence: number, { newTokens, lengths, offsets, window }: Tokens): Seen {
    const { mask } = this.step;
    const length = lengths[sequence] ?? 0;
    const widest = mask.window ? Math.min(window ?? unbounded, unbounded) : unbounded;
    // Half of it, so that a token's position still fits a word.
    const sight = mask.causal ? (offsets[sequence] ?? 0) + 1 : unbounded >> 1;
    const end = Math.max(0, Math.min(length, newTokens - 1 + sight));
    const first = Math.min(end, Math.max(0, sight - widest));
    return { FIRST: first, END: end, SIGHT: sight, WINDOW: widest };
  }

  private shared(pair: number, newTokens: number): AttendTask {
    const sequence = Math.floor(pair / this.kvHeads);
    const head = pair % this.kvHeads;
    const [key, tail] = this.keys.map((piece) => piece.rows(sequence, head, newTokens));
    const value = this.value.rows(sequence, head, newTokens);
    const place = (this.places.count > 1 ? pair : 0) * this.places.rows;
    const state = place * this.places.parts;
    return {
      QUERIES: this.queries + place * (this.keyBytes + this.tailBytes),
      ROWS: newTokens * this.groupSize,
      GROUP: this.groupSize,
      KEYS: key?.at ?? 0,
      KEY_STRIDE: key?.stride ?? 0,
      KEY_BYTES: this.keyBytes,
      TAILS: tail?.at ?? 0,
      TAIL_STRIDE: tail?.stride ?? 0,
      TAIL_BYTES: this.tailBytes,
      VALUES: value.at,
      VALUE_STRIDE: value.stride,
      VALUE_BYTES: this.valueBytes,
      BLOCK: blockKeys(this.keyBytes + this.tailBytes + this.valueBytes, newTokens),
      CONTEXTS: this.contexts + state * this.valueBytes,
      CONTEXT_STRIDE: this.valueBytes,
      MAXIMA: this.maxima + state * 4,
      SUMS: this.sums + state * 4,
      SOFTCAP: (this.step.softcap ?? 0) * log2e,
      STORED: this.value.stored,
      TAIL_STORED: this.keys[1]?.stored ?? 0,
    };
  }

  /** Query rows, scaled to scores in units of log2. */
  private gathering({ sequence, kvHead, words }: PairRows, newTokens: number): Task[] {
    const head = kvHead * this.groupSize;
    return this.q.map((piece, i) => {
      const row = sequence * newTokens * piece.rowElements;
      const given = {
        OP: OP_GATHER,
        OUTER: piece.at + (row + head * piece.headElements + piece.from) * 4,
        TOKEN_STRIDE: piece.rowElements * 4,
        HEAD_STRIDE: piece.headElements * 4,
        WIDTH: piece.width,
        SCALE: this.step.scale * log2e,
        COLUMN: i === 0 ? 0 : this.keyBytes,
        FILL: i === 0 ? this.keyBytes : this.tailBytes,
      };
      return taskOf(given, words);
    });
  }

  private rebuilding({ sequence, kvHead }: Pair, { FIRST, END } = nothingSeen): Task[] {
    return [...this.keys, this.value].flatMap((piece) => {
      const out = piece.rows(sequence, kvHead, 1);
      return piece.rebuilder?.tasks(sequence, kvHead, FIRST, END, out) ?? [];
    });
  }

  private merging({ sequence, kvHead, words }: PairRows, newTokens: number): Task {
    const head = kvHead * this.groupSize;
    const { width } = this.value;
    const out = this.storage.tensor(this.step.out);
    const given = {
      OP: OP_MERGE,
      OUTER: out + (sequence * newTokens * this.heads + head) * width * 4,
      TOKEN_STRIDE: this.heads * width * 4,
      HEAD_STRIDE: width * 4,
      WIDTH: width,
      PARTS: this.places.parts,
      PART_ROWS: this.places.rows,
      SINKS: this.sinks === 0 ? 0 : this.sinks + head * 4,
    };
    return taskOf(given, words);
  }

  /** Natural log of the sum of exp(score): [batch, newTokens, heads]. */
  private writeLse(id: string, { sequence, kvHead, task }: Pair, newTokens: number): void {
    const { memory } = this.storage;
    const head = kvHead * this.groupSize;
    const maxima = memory.floats(task.MAXIMA, task.ROWS);
    const sums = memory.floats(task.SUMS, task.ROWS);
    const out = this.storage.values(id, newTokens);
    for (let row = 0; row < task.ROWS; row++) {
      const token = sequence * newTokens + Math.floor(row / this.groupSize);
      const sum = sums[row] ?? 0;
      const at = token * this.heads + head + (row % this.groupSize);
      out[at] = sum === 0 ? Infinity : ((maxima[row] ?? 0) + Math.log2(sum)) / log2e;
    }
  }
}
