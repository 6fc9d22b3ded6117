// The engine in a real browser: in a worker, stopped at once, and alive after the GPU process crashed.
import { expect, test, type Page } from '@playwright/test';

const tiny = './#v=1&model=tiny-gqa&upto=1024';

const runButton = (page: Page) => page.locator('.run-panel .button.primary');
const runEnd = (page: Page) => page.locator('.run-end');

/** Waits until a measured point stands in the run's record. */
async function waitForMeasuring(page: Page) {
  await expect(page.locator('.badge.agrees')).toBeVisible({ timeout: 40_000 });
}

test('runs in a worker and finds every result right', async ({ page }) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await page.goto(tiny);
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'finished', { timeout: 55_000 });
  await expect(page.locator('.badge.agrees')).toBeVisible();
  expect(workers).toHaveLength(1);
});

test('stops within 200 ms, whether it compiles or measures, and runs again', async ({ page }) => {
  await page.goto(`${tiny}&rounds=50`);
  for (const ready of [() => page.waitForTimeout(150), () => waitForMeasuring(page)]) {
    await runButton(page).click();
    await expect(runEnd(page)).toHaveAttribute('data-status', 'running');
    await ready();
    const beganMs = Date.now();
    await runButton(page).click();
    await expect(runEnd(page)).toHaveAttribute('data-status', 'stopped');
    // 200 ms, and what the click and the look at the page take.
    expect(Date.now() - beganMs).toBeLessThan(400);
  }
});

test('says that the GPU crashed, and runs again after it', async ({ page, browser }) => {
  await page.goto(`${tiny}&rounds=50`);
  await runButton(page).click();
  await waitForMeasuring(page);
  const cdp = await browser.newBrowserCDPSession();
  // The command has no answer: the process that would give it is gone.
  void cdp.send('Browser.crashGpuProcess').catch(() => undefined);
  await expect(runEnd(page)).toHaveAttribute('data-status', 'failed', { timeout: 15_000 });
  await expect(runEnd(page)).toContainText(/lost/);

  // The same page, without loading it again.
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'running');
  await waitForMeasuring(page);
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'stopped');
});

test('runs on the page itself where workers have no WebGPU', async ({ page }) => {
  await page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    const hide = "Object.defineProperty(WorkerNavigator.prototype, 'gpu', { value: undefined });";
    await route.fulfill({ response, body: `${hide}\n${await response.text()}` });
  });
  await page.goto(tiny);
  await runButton(page).click();
  await waitForMeasuring(page);
  expect(page.workers()).toHaveLength(0);
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'stopped');
});
