// Derived: how long a person waits, against the context: for the first token of an answer, or for each one after it.

import { longestContext, roomBytes } from '../price/capacity';
import { decodeRate, timeToFirstToken } from '../price/servingTime';
import type { StepTime } from '../price/stepTime';
import type { Wait } from './chartSettings';
import type { Controls } from './controls';
import { ceilingsOf, deploymentOf, roomOf, type DeploymentChoice } from './deployment';
import { deploymentProblems } from './deploymentProblems';
import { entriesOf, type Entry } from './entries';
import { noRoom, placed, type Hindered } from './placed';
import { remember } from './remember';
import { workloadProblems } from './serving';

export interface WaitingPoint {
  /** Seconds to the first token, or tokens per second of one sequence. */
  readonly value: number;
  /** That computes the prompt, or one token of each sequence. */
  readonly step: StepTime;
}

export interface WaitingLine {
  readonly entry: Entry;
  /** One for each of `Waiting.contexts`; null where they do not fit. */
  readonly points: readonly (WaitingPoint | null)[];
  /** At the context chosen; null where it does not fit. */
  readonly atContext: WaitingPoint | null;
  /** The longest context, in tokens, that fits; Infinity where the cache stops growing. */
  readonly longest: number;
}

export interface Waiting {
  readonly wait: Wait;
  /** Tokens of a prompt or in each sequence's cache, ascending: powers of two, the context chosen, ends of lines. */
  readonly contexts: readonly number[];
  readonly context: number;
  /** Sequences: a prompt is computed alone. */
  readonly batch: number;
  readonly choice: DeploymentChoice;
  /** What has to be set right before there is anything to compute. */
  readonly problem: 'workload' | 'deployment' | null;
  readonly lines: readonly WaitingLine[];
  readonly hindered: readonly Hindered[];
}

/** Tokens. */
const first = 128;
const last = 131072;

function contextsTo(limit: number, others: readonly number[]): readonly number[] {
  const powers: number[] = [];
  for (let tokens = first; tokens < limit * 2; tokens *= 2) powers.push(tokens);
  const end = powers.at(-1) ?? first;
  const between = others.filter((tokens) => tokens >= first && tokens <= end);
  return [...new Set([...powers, ...between])].toSorted((a, b) => a - b);
}

const derive = remember(
  (
    wait: Wait,
    entries: readonly Entry[],
    context: number,
    batch: number,
    deviceId: string,
    devices: number,
    split: DeploymentChoice['split'],
    arithmetic: DeploymentChoice['arithmetic'],
    reserve: number,
  ): Waiting => {
    const choice = { deviceId, devices, split, arithmetic, reserve };
    const asked = { wait, context, batch, choice };
    const nothing = { ...asked, contexts: contextsTo(last, []), lines: [], hindered: [] };
    if (workloadProblems({ context, batch }).length > 0) return { ...nothing, problem: 'workload' };
    if (deploymentProblems(choice).length > 0) return { ...nothing, problem: 'deployment' };

    const deployment = deploymentOf(choice);
    const room = roomOf(choice);
    const { ceilings } = ceilingsOf(choice);
    const capacity = { ceilings, roomBytes: roomBytes(room) };
    const hindered: Hindered[] = [];
    const fitting = entries.flatMap((entry) => {
      const { format } = entry;
      const found = placed(entry, wait === 'first' ? 'prefill' : 'decode', choice);
      if ('hindrance' in found) {
        hindered.push({ entry, hindrance: found.hindrance });
        return [];
      }
      const { model } = found;
      const demand = { model, deployment, batch, format };
      const answer = longestContext(demand, room);
      const longest =
        answer.outcome === 'unlimited' ? Infinity : answer.outcome === 'fits' ? answer.value : 0;
      if (longest < first) {
        hindered.push({
          entry,
          hindrance: noRoom({ ...demand, tokens: Math.max(context, first) }, room),
        });
        return [];
      }
      const pointAt = (tokens: number): WaitingPoint | null => {
        if (tokens > longest) return null;
        if (wait === 'first') {
          const prompt = { tokens, batch, format };
          const { seconds, steps } = timeToFirstToken(model, prompt, ceilings, deployment);
          // A prompt that is not cut is one step.
          const [step] = steps;
          return step ? { value: seconds, step } : null;
        }
        const rate = decodeRate(model, { tokens, batch, format }, capacity, deployment);
        return { value: rate.tokensPerSecondPerSequence, step: rate.step };
      };
      return [{ entry, longest, pointAt }];
    });
    const contexts = contextsTo(Math.max(last, context), [
      context,
      ...fitting.map(({ longest }) => longest),
    ]);
    const lines = fitting.map(({ entry, longest, pointAt }): WaitingLine => ({
      entry,
      longest,
      points: contexts.map(pointAt),
      atContext: pointAt(context),
    }));
    return { ...asked, contexts, problem: null, lines, hindered };
  },
);

/** The same object as long as nothing that it says changes. */
export const waitingOf = (c: Controls): Waiting =>
  derive(
    c.wait,
    entriesOf(c),
    c.context,
    c.wait === 'first' ? 1 : c.batch,
    c.deviceId,
    c.devices,
    c.split,
    c.arithmetic,
    c.reserve,
  );
