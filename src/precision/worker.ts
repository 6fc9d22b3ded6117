// The worker that measures precision: one question at a time, and the page ends it where nobody waits any longer.

import { expose, releaseProxy, type Remote } from 'comlink';
import { measure } from './measure';
import type { Measuring, OnPrecisionStage } from './records';

const never = new AbortController().signal;

const exposed: Measuring = {
  async measure(request, onStage) {
    // A function given here is a proxy of the page's: it is told and let go.
    const remote = onStage as Remote<OnPrecisionStage>;
    try {
      return await measure(request, (stage) => void remote(stage).catch(() => undefined), never);
    } finally {
      remote[releaseProxy]();
    }
  },
};

expose(exposed);
