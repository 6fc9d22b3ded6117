// The page opens where there is WebGPU.
import { expect, test } from '@playwright/test';

test('opens with its name and no complaint in the console', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));

  await page.goto('./');
  await expect(page).toHaveTitle(/Attention Playground/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(complaints).toEqual([]);
});

test('finds a WebGPU adapter to run on', async ({ page }) => {
  await page.goto('./');
  const found = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
  expect(found).toBe(true);
});

test('is isolated from other origins, so that its clock is fine-grained', async ({ page }) => {
  await page.goto('./');
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test('opens in a browser without Float16Array', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Float16Array'));
  await page.goto('./');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
