// A plan on a device for one tuning: candidates on the same cache and weights, checked against float64, then sampled.

import { formats } from '../../attention/format';
import type { Plan } from '../../attention/plan';
import { checked } from '../../gpu/buffers';
import { DeviceLostError } from '../../gpu/errors';
import type { KernelChoice } from '../../kernels/choices';
import type { Knobs } from '../../kernels/dispatch';
import { footprint } from '../../kernels/footprint';
import { schedule } from '../../kernels/schedule';
import { Session } from '../../kernels/session';
import { pricePlan } from '../../price/price';
import { compare, type Agreement } from '../../reference/agreement';
import type { DecodeDevice } from '../decodeRun';
import { prepareReference } from '../expected';
import { memoryOf } from '../fit';
import { Pace } from '../pace';
import { copiesFor, stepsPerSample } from '../protocol';
import { seedings } from '../seeding';

/** A candidate that compiles. */
export interface Entrant {
  readonly choice: KernelChoice;
  readonly session: Session;
  /** Found with its first sample. */
  stepsPerSample?: number;
}

/** New tokens, which are the last of the context. */
export interface StepSize {
  readonly newTokens: number;
  readonly context: number;
}

/** Contexts of the check, the longest that float64 computes in a moment: over a slice's end, or within a few blocks of keys. */
const checkContexts = [300, 65, 17] as const;
const mostCheckFlops = 2e8;
/** More than a tile of query rows has. */
const mostCheckTokens = 33;

/** Steps are first timed at about this context, which is long enough for no device. */
const firstContext = 256;

export class Trial {
  private base: Session | undefined;
  private readonly live = new Set<Session>();
  private ended = false;
  /** Caches that hold the values of the check, with the weights beside them. */
  private readonly filled = new WeakSet<Session['cache']>();
  private expected: Float64Array | undefined;
  private timedNs = 0;

  constructor(
    private readonly device: DecodeDevice,
    private readonly plan: Plan,
    private readonly knobs: Knobs,
    private readonly seed: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Time on the device, checks and samples. */
  get spentNs(): number {
    return this.timedNs;
  }

  /** Compiles and allocates; the cache and weights of the first that comes serve those that follow. */
  async open(choice: KernelChoice): Promise<Entrant> {
    const { device, plan, knobs, base } = this;
    const how = { ...knobs, ...choice };
    const create = device.createSession ?? ((...args) => Session.create(...args));
    const session = await create(
      device.gpu,
      plan,
      base ? { ...how, shared: base } : { ...how, copies: this.copies(how) },
    );
    // It may come after all that waited for it.
    if (this.ended) session.dispose();
    else this.live.add(session);
    this.base ??= session;
    return { choice, session };
  }

  private copies(knobs: Knobs): number {
    const { groupBytes, software } = memoryOf(this.device.gpu);
    const scheduled = schedule(this.plan, knobs);
    const once = footprint(scheduled).totalBytes;
    const cacheBytes = footprint(scheduled, 2).totalBytes - once;
    return cacheBytes === 0 ? 1 : copiesFor(cacheBytes, groupBytes - once, software);
  }

  /** Fills the cache and the weights, which candidates share, for a step of this size. */
  private async fillShared(session: Session, context: number): Promise<void> {
    for (const { kind, id, seed, scale } of seedings(this.plan, this.seed)) {
      if (kind === 'weight') await session.fillWeight(id, seed, scale);
      else if (kind === 'cache') await session.cache.fill(id, seed, scale, context);
    }
  }

  /** Runs one small step and compares its whole output with float64. */
  async check({ session }: Entrant): Promise<Agreement & { readonly bound: number }> {
    const size = this.checkSize();
    const bound = formats[this.knobs.format].storedBound;
    this.expected ??= await this.reference(size);
    await checked(this.device.gpu, 'fill for a check', async () => {
      if (!this.filled.has(session.cache)) await this.fillShared(session, size.context);
      this.filled.add(session.cache);
      // What a candidate leaves unwritten is then no number.
      session.poisonActivations();
      await this.fillInputs(session);
    });
    this.signal.throwIfAborted();
    this.setSize(session, size);
    await this.run(session);
    const output = await session.read(this.plan.output);
    return { ...compare(output, this.expected, bound), bound };
  }

  private async fillInputs(session: Session): Promise<void> {
    for (const { kind, id, seed, scale } of seedings(this.plan, this.seed)) {
      if (kind === 'input') await session.fillInput(id, seed, scale);
    }
  }

  private checkSize(): StepSize {
    const { batch, capacity, maxNewTokens, format } = this.knobs;
    const sizes = checkContexts.map((longest) => {
      const context = Math.min(longest, capacity);
      return { context, newTokens: Math.min(maxNewTokens, mostCheckTokens, context) };
    });
    const affordable = sizes.find(({ context, newTokens }) => {
      const workload = { batch, newTokens, cachedTokens: context, format };
      return pricePlan(this.plan, workload).flops <= mostCheckFlops;
    });
    return affordable ?? sizes.at(-1) ?? { context: 1, newTokens: 1 };
  }

  private async reference(size: StepSize): Promise<Float64Array> {
    const { batch, format } = this.knobs;
    const pace = new Pace(this.signal);
    const list = seedings(this.plan, this.seed);
    const reference = await prepareReference(this.plan, list, { ...size, batch, format }, pace);
    return pace.finish(reference.step());
  }

  /** One step on the first copy of the cache, to its end. */
  private async run(session: Session): Promise<void> {
    const { gpu } = this.device;
    await checked(gpu, 'tuning check', async () => {
      const encoder = gpu.device.createCommandEncoder({ label: 'tuning check' });
      const pass = encoder.beginComputePass({ label: 'tuning check' });
      session.encode(pass);
      pass.end();
      const beganMs = performance.now();
      gpu.device.queue.submit([encoder.finish()]);
      await gpu.device.queue.onSubmittedWorkDone();
      this.timedNs += (performance.now() - beganMs) * 1e6;
    });
    this.signal.throwIfAborted();
  }

  private setSize(session: Session, { newTokens, context }: StepSize): void {
    const perSequence = (value: number) => Array.from({ length: this.knobs.batch }, () => value);
    session.setStep({
      newTokens,
      starts: perSequence(context - newTokens),
      lengths: perSequence(context),
      offsets: perSequence(context - newTokens),
    });
  }

  /**
   * Readies the entrants for samples: of the whole step where one of the first entrant's takes at most `stepNs`, else
   * of the longest halved context at which it does.
   */
  async size(entrants: readonly Entrant[], stepNs: number): Promise<StepSize> {
    const { capacity } = this.knobs;
    const [first] = entrants;
    if (!first) throw new Error('nothing is to be timed');
    await checked(this.device.gpu, 'fill for samples', async () => {
      for (const cache of new Set(entrants.map(({ session }) => session.cache))) {
        const owner = entrants.find(({ session }) => session.cache === cache);
        if (owner) await this.fillShared(owner.session, capacity);
        cache.replicate();
      }
      for (const { session } of entrants) await this.fillInputs(session);
    });
    let halvings = Math.max(0, Math.ceil(Math.log2(capacity / firstContext)));
    let size = this.halved(halvings);
    // A step twice as long takes twice the time, or four times where it brings twice the tokens.
    const growth = this.knobs.maxNewTokens > 1 ? 4 : 2;
    while (halvings > 0) {
      this.setSize(first.session, size);
      // The first of each size may still warm up: it is the lesser that counts.
      const ns = Math.min(await this.time(first, 1), await this.time(first, 1));
      if (ns * growth > stepNs) break;
      halvings -= 1;
      size = this.halved(halvings);
    }
    for (const { session } of entrants) this.setSize(session, size);
    return size;
  }

  private halved(halvings: number): StepSize {
    const { capacity, maxNewTokens } = this.knobs;
    const part = (tokens: number) => Math.ceil(tokens / 2 ** halvings);
    return { newTokens: part(maxNewTokens), context: part(capacity) };
  }

  /** One sample: nanoseconds of one step. What fails says so; a lost device and a stop are thrown. */
  async sample(entrant: Entrant): Promise<number | { readonly failed: string }> {
    try {
      // The first step warms up, and says how many a sample needs.
      entrant.stepsPerSample ??= stepsPerSample(await this.time(entrant, 1), this.device.timer);
      return (await this.time(entrant, entrant.stepsPerSample)) / entrant.stepsPerSample;
    } catch (error) {
      if (error instanceof DeviceLostError || this.signal.aborted) throw error;
      return { failed: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Nanoseconds of `steps` steps together; where wall time is taken, three times as many run. */
  private async time({ session }: Entrant, steps: number): Promise<number> {
    const { timer } = this.device;
    let copy = 0;
    const ns = await timer.sample((pass) => session.encode(pass, copy++), steps);
    this.timedNs += ns * (timer.largestSubmit === 2 ? 3 : 1);
    this.signal.throwIfAborted();
    return ns;
  }

  /** Frees what a candidate took; the first one's cache and weights are the others' too. */
  drop({ session }: Entrant): void {
    if (session !== this.base && this.live.delete(session)) session.dispose();
  }

  dispose(): void {
    this.ended = true;
    for (const session of this.live) session.dispose();
    this.live.clear();
  }
}
