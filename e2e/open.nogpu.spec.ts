// The page opens where there is no WebGPU.
import { expect, test } from '@playwright/test';

test('opens in a browser that has WebGPU but no adapter', async ({ page }) => {
  await page.goto('./');
  const adapter = await page.evaluate(async () => (await navigator.gpu.requestAdapter()) ?? 'none');
  expect(adapter).toBe('none');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('opens in a browser without WebGPU', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
  await page.goto('./');
  expect(await page.evaluate(() => 'gpu' in navigator)).toBe(false);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
