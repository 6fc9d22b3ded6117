// What the console complained of, for tests that want it silent.
import type { Page } from '@playwright/test';

/** A list that grows with every error, warning and uncaught exception of the page. */
export function listenToConsole(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}
