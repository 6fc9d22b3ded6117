// The race without a GPU: the CPU's kernels run it, and the page says so.
import { expect, test } from '@playwright/test';
import { listenToConsole } from './console';

test('all four variants race on the CPU, marked as such, and agree', async ({ page }) => {
  test.setTimeout(90_000);
  const complaints = listenToConsole(page);
  await page.goto('./?lang=en#v=1&model=tinyllama-1.1b&page=race&from=512&until=8192&pace=1');
  const button = page.locator('.race-panel .button.primary');
  await expect(button).toHaveText('Race on CPU');
  await button.click();
  const stage = page.locator('.race-panel .stage');
  await expect(stage).toContainText('rounds a second', { timeout: 45_000 });
  await expect(page.locator('.lane-agrees')).toHaveCount(4, { timeout: 15_000 });
  await page.waitForTimeout(2000);
  const told = (await stage.textContent()) ?? '';
  test.info().annotations.push({ type: 'race', description: told });
  const beganMs = Date.now();
  await button.click();
  const end = page.locator('.race-panel .run-end');
  await expect(end).toHaveAttribute('data-status', 'stopped');
  expect(Date.now() - beganMs).toBeLessThan(1000);
  await expect(page.locator('.lane-agrees.problem')).toHaveCount(0);
  await expect(page.locator('.lane[data-racer$="cpu"]')).toHaveCount(4);
  expect(complaints).toEqual([]);
});

test('a race that ends before it begins cannot be started, and says why', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=tiny-gqa&page=race&from=4096&until=1024');
  await expect(page.locator('#race .finding')).toContainText('Nobody can race');
  await expect(page.locator('.race-panel .button.primary')).toBeDisabled();
  await page.getByLabel('until', { exact: true }).selectOption('8192');
  await expect(page.locator('.race-panel .button.primary')).toBeEnabled();
});
