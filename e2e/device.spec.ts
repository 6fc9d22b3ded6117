// The report about a GPU: what it offers and grants, its ceilings, measured and stopped; and what is disabled meanwhile.
import { expect, test, type Page } from '@playwright/test';
import { explainedControls } from './unexplained';

const section = (page: Page, name: string) => page.locator(`[data-section="${name}"]`);
const ceilingButton = (page: Page) => section(page, 'ceilings').locator('.section-actions .button');

async function opened(page: Page): Promise<void> {
  await page.goto('./?lang=en#v=1&model=tiny-gqa&variants=gqa.mla&upto=512&rounds=5');
  await expect(page.locator('.run-panel .run-row .button.primary')).toBeEnabled();
  await page.getByRole('button', { name: 'Device report' }).click();
  await expect(section(page, 'limits')).toBeVisible();
}

test('limits are held against what kernels need, and the text can be copied', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await opened(page);
  const limit = (name: string) => section(page, 'limits').getByRole('row', { name });
  await expect(limit('maxStorageBufferBindingSize')).toContainText(/\d.* (MB|kB|B).*yes/);
  await expect(limit('maxStorageBuffersPerShaderStage')).toContainText(/\d *\d_[a-z_]+.*yes/);
  // Four lanes that swap what they hold need no memory of their workgroup.
  await expect(limit('maxComputeWorkgroupStorageSize')).toContainText('StorageSize––');
  await expect(section(page, 'place')).toContainText('a worker');
  await page.locator('.device-dialog').getByRole('button', { name: 'Copy', exact: true }).click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toMatch(/^Device report\n\nAdapter\n-------\n/);
  expect(text).toMatch(/maxBufferSize +\d/);
});

test('ceilings are measured with every sample, and a stop ends that at once', async ({ page }) => {
  test.setTimeout(120_000);
  await opened(page);
  await ceilingButton(page).click();
  await expect(ceilingButton(page)).toHaveText('Stop');
  expect((await explainedControls(page)).unexplained).toEqual([]);
  const beganMs = Date.now();
  await ceilingButton(page).click();
  await expect(section(page, 'ceilings').locator('[data-status]')).toHaveAttribute(
    'data-status',
    'stopped',
  );
  expect(Date.now() - beganMs).toBeLessThan(1000);
  await expect(section(page, 'ceilings').locator('tbody tr')).toHaveCount(0);

  await ceilingButton(page).click();
  await expect(section(page, 'ceilings').locator('tbody tr')).toHaveCount(3, { timeout: 60_000 });
  await expect(section(page, 'ceilings')).toContainText(/GB\/s/);
  await expect(section(page, 'ceilings')).toContainText(/FLOP\/s/);
  await expect(ceilingButton(page)).toHaveText('Measure again');
});

test('while a run is on its way, all that cannot be used says why', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=tiny-gqa&variants=gqa.mla&upto=4096&rounds=51');
  const run = page.locator('.run-panel .run-row .button.primary');
  await expect(run).toBeEnabled();
  await run.click();
  await expect(run).toHaveText('Stop');
  await page.getByRole('button', { name: 'Device report' }).click();
  await expect(section(page, 'limits')).toBeVisible();
  const found = await explainedControls(page);
  expect(found).toEqual({
    disabled: ['Measure the ceilings', 'Tune for what Run measures'],
    unexplained: [],
  });
  await expect(ceilingButton(page)).toHaveAccessibleDescription(/A run is on its way/);
  await page.keyboard.press('Escape');
  await run.click();
  await expect(page.locator('.run-end')).toHaveAttribute('data-status', 'stopped');
});

test('what was measured stands in the charts: this device’s roof, its points, and what dispatches take', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await opened(page);
  await ceilingButton(page).click();
  await expect(section(page, 'ceilings').locator('tbody tr')).toHaveCount(3, { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await page.locator('.run-panel .run-row .button.primary').click();
  await expect(page.locator('.run-end')).toHaveAttribute('data-status', 'finished', {
    timeout: 60_000,
  });
  const launches = page.locator('#decode-time .launches[data-kind="measured"] .launch-line');
  // A level line has no height, so that it does not count as visible.
  await expect(launches.first()).toBeAttached();
  await expect(page.locator('#decode-time')).toContainText('Dotted: the dispatches of a step at');

  await page.evaluate(() => {
    window.location.hash += '&page=time';
  });
  await expect(page.locator('#roofline .own-roof-line path')).toHaveCount(1);
  await expect(page.locator('#roofline .own-marks .variant-dot')).toHaveCount(2);
  await expect(page.locator('#roofline .own-marks .whisker')).toHaveCount(2);
  await expect(page.locator('#roofline .legend')).toContainText('your device, google swiftshader');
  await expect(page.locator('#roofline .own-roof .measured')).toHaveCount(2);
});
