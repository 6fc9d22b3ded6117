// The page's runner, for what is far from where it is handed on: buttons and dialogs about the device.

import { createContext, useContext } from 'react';
import type { Runner } from '../state/runner';

export const RunnerContext = createContext<Runner | null>(null);

/** Throws outside of the page, which has one. */
export function useRunner(): Runner {
  const runner = useContext(RunnerContext);
  if (!runner) throw new Error('there is no runner above');
  return runner;
}
