// Where things stand on the page, for the tests that use them.
import type { Locator, Page } from '@playwright/test';

/** The receipt of a variant of the model shown. */
export const receipt = (page: Page, variant: string): Locator =>
  page.locator(`article[data-variant="${variant}"]`);

export const bytes = (page: Page, variant: string, line: string): Locator =>
  receipt(page, variant).locator(`[data-line="${line}"] .line-bytes`);

/** A number among the controls: its slider, its field, and what is said of it. */
export const control = (page: Page, name: string): Locator =>
  page.locator(`[data-field="${name}"]`);

export const field = (page: Page, name: string): Locator =>
  control(page, name).locator('input[type="text"]');

export const slider = (page: Page, name: string): Locator =>
  control(page, name).locator('input[type="range"]');

/** Run, or Stop while something runs. */
export const runButton = (page: Page): Locator => page.locator('.run-panel .button.primary');

export const runEnd = (page: Page): Locator => page.locator('.run-end');
