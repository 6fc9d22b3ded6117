// Where a file of weights may be dropped.

import type { DragEvent } from 'react';
import type { LowRankRunner } from '../../state/lowRankRunner';

/** Handlers of an element that takes a file; one dropped beside it would open in place of the page. */
export const dropInto = (runner: LowRankRunner) => ({
  onDragOver: (event: DragEvent) => event.preventDefault(),
  onDrop(event: DragEvent) {
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) void runner.open(file);
  },
});
