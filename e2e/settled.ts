// Waits until everything that a state of the page shows is drawn.
import { expect, type Page } from '@playwright/test';

export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main')).toBeVisible();
  await expect(page.locator('.figures-wait, .drawing-wait, .sliding-squares')).toHaveCount(0);
}

/** The same document with another state: the page follows its hash. */
export async function goToState(page: Page, state: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, `#v=1&${state}`);
  // What the address says is taken up at once, and what that shows is drawn after it.
  await page.waitForTimeout(100);
  await settled(page);
}
