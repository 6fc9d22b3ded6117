// Which changes of the controls are choices, whose outcome slides, and which may be a drag, which is answered at once.

import type { Controls } from '../../state/controls';

/** A slider or a field changes one number or one dimension, and none of these. */
const chosen = ['modelId', 'imported', 'shown', 'modes', 'fair', 'pins'] as const;

export const isChoice = (before: Controls, after: Controls): boolean =>
  chosen.some((name) => before[name] !== after[name]);
