// The engine in a real browser: in a worker, stopped at once, and alive after the GPU process crashed.
import { expect, test, type Page } from '@playwright/test';
import { runButton, runEnd } from './places';

const tiny = './#v=1&model=tiny-gqa&upto=1024';

/** Waits until a measured point stands in the chart. */
async function waitForMeasuring(page: Page) {
  const point = page.locator('#decode-time .drawing .variant-dot').first();
  await expect(point).toBeVisible({ timeout: 40_000 });
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

/** Clicks the button and gives the milliseconds until the run is told to have stopped, by the page's own clock. */
const stopMs = (page: Page) =>
  page.evaluate(async () => {
    const button = document.querySelector<HTMLButtonElement>('.run-panel .button.primary');
    const end = document.querySelector<HTMLElement>('.run-end');
    if (!button || !end) throw new Error('the page is not as this test knows it');
    const stopped = new Promise<number>((resolve) => {
      new MutationObserver(() => {
        if (end.dataset['status'] === 'stopped') resolve(performance.now());
      }).observe(end, { attributes: true });
    });
    const beganMs = performance.now();
    button.click();
    return (await stopped) - beganMs;
  });

test('stops within 200 ms, whether it compiles, fills, checks or measures, and runs again', async ({
  page,
}) => {
  test.setTimeout(120_000);
  // A real model's heads, so that there is something to wait for.
  await page.goto('./#v=1&model=deepseek-v2-lite&format=f32&rounds=50');
  const moments = [
    () => page.waitForTimeout(150),
    () => page.waitForTimeout(1200),
    () => waitForMeasuring(page),
    async () => {
      await waitForMeasuring(page);
      await page.waitForTimeout(4000);
    },
  ];
  for (const ready of moments) {
    await runButton(page).click();
    await expect(runEnd(page)).toHaveAttribute('data-status', 'running');
    await ready();
    expect(await stopMs(page)).toBeLessThanOrEqual(200);
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

test('has another device, without a reload, after the GPU crashed while nothing ran', async ({
  page,
  browser,
}) => {
  // Each adapter gets a name of its own, to tell the new device from the old one.
  await page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    const name = `
      const ask = GPU.prototype.requestAdapter;
      let asked = 0;
      GPU.prototype.requestAdapter = async function (options) {
        const adapter = await ask.call(this, options);
        asked += 1;
        const info = { vendor: 'adapter', architecture: String(asked), description: '', device: '' };
        if (adapter) Object.defineProperty(adapter, 'info', { value: info });
        return adapter;
      };`;
    await route.fulfill({ response, body: `${name}\n${await response.text()}` });
  });
  await page.goto(tiny);
  const line = page.locator('#device-line');
  await expect(line).toContainText('adapter 1', { timeout: 15_000 });
  const cdp = await browser.newBrowserCDPSession();
  void cdp.send('Browser.crashGpuProcess').catch(() => undefined);
  await expect(line).toContainText(/adapter [2-9]/, { timeout: 15_000 });
  await runButton(page).click();
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
