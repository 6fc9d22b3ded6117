// Commands of the shaders: show a step's, write in their place, try, stop, put back. Joins their store to the engine.

import type { Engine, ShaderRequest, Trial, TrialEvent } from '../engine/protocol';
import { createAttempts, internalFailure } from './attempts';
import { afterTrialEvent, begun, noShader, shaderStore } from './shader';
import { sectionsOf, textOf, type Section } from './shaderSections';
import { withTuned } from './tuning';

/** Samples of each side of an edit, or of each dispatch. */
const rounds = 9;

export interface ShaderRunner {
  /** Shows the shaders of another step; what was written and measured for the last one goes. */
  show(request: ShaderRequest): Promise<void>;
  /** Another text for a dispatch, by its index. */
  write(index: number, sections: readonly Section[]): void;
  /** Puts the linked text back, byte for byte. */
  reset(index: number): void;
  tryStep(): Promise<void>;
  tryEdit(index: number): Promise<void>;
  tryRungs(): Promise<void>;
  stop(): Promise<void>;
}

export function createShaderRunner(engine: Engine): ShaderRunner {
  // A step that another has replaced is not shown.
  let shown = 0;
  const attempts = createAttempts();

  async function run(trial: Trial): Promise<void> {
    const { request } = shaderStore.getState();
    if (!request) return;
    shaderStore.setState({ tried: begun(trial) });
    const outcome = await attempts.run<TrialEvent>(
      (onEvent) => engine.tryShader({ ...withTuned(request), trial, rounds }, onEvent),
      (event) => shaderStore.setState((shader) => afterTrialEvent(shader, event)),
    );
    if (!outcome) return;
    const { ended, failure } = outcome;
    const change = failure ? { status: ended, failure } : { status: ended };
    shaderStore.setState(({ tried }) => ({ tried: tried && { ...tried, ...change } }));
  }

  async function stop(): Promise<void> {
    const { tried } = shaderStore.getState();
    if (tried?.status !== 'running') return;
    shaderStore.setState({ tried: { ...tried, status: 'stopping' } });
    await engine.stopTrial();
  }

  return {
    async show(request) {
      const mine = ++shown;
      await stop();
      // A stop that came too late tells nothing any more.
      attempts.leave();
      try {
        const [told, offered] = await Promise.all([
          engine.shaders(withTuned(request)),
          engine.offersTrials(),
        ]);
        if (mine !== shown) return;
        const editable = offered && 'linkedFor' in told && told.linkedFor === 'device';
        const answer = 'dispatches' in told ? { step: told } : { refusal: told };
        shaderStore.setState({ ...noShader, request, editable, ...answer }, true);
      } catch (error) {
        if (mine !== shown) return;
        shaderStore.setState({ ...noShader, request, refusal: internalFailure(error) }, true);
      }
    },

    write(index, sections) {
      shaderStore.setState(({ drafts, step }) => {
        const dispatch = step?.dispatches[index];
        const next = new Map(drafts).set(index, sections);
        if (dispatch && textOf(sections) === dispatch.code) next.delete(index);
        return { drafts: next };
      });
    },

    reset(index) {
      shaderStore.setState(({ drafts, tried }) => {
        const next = new Map(drafts);
        next.delete(index);
        const ended = tried && tried.status !== 'running' && tried.trial.kind === 'edit';
        return ended ? { drafts: next, tried: null } : { drafts: next };
      });
    },

    tryStep: () => run({ kind: 'step' }),

    async tryEdit(index) {
      const { drafts, step } = shaderStore.getState();
      const dispatch = step?.dispatches[index];
      if (!dispatch) return;
      const text = textOf(drafts.get(index) ?? sectionsOf(dispatch));
      await run({ kind: 'edit', edit: { index, text } });
    },

    tryRungs: () => run({ kind: 'rungs' }),

    stop,
  };
}

const runners = new WeakMap<Engine, ShaderRunner>();

/** The one runner of an engine: the figure may be taken away and shown again. */
export function shaderRunnerOf(engine: Engine): ShaderRunner {
  const known = runners.get(engine) ?? createShaderRunner(engine);
  runners.set(engine, known);
  return known;
}
