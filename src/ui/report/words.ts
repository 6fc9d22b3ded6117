// The words of a report: the page's own, so that it calls everything as the page does, and those of the report alone.

import type { TFunction } from 'i18next';

export interface Words {
  readonly t: TFunction;
  /** Of the dialog of what is taken away. */
  readonly w: TFunction<'takeaway'>;
}
