// Without WebGPU: everything computed works, the reason stands beside Run, and Run measures on the CPU.
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';
import { bytes, runButton, runEnd } from './places';

async function runsOnCpu(page: Page): Promise<void> {
  await expect(runButton(page)).toHaveText('Run on CPU');
  await expect(page.locator('.device-line .tag.cpu')).toHaveText('CPU');
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'finished', { timeout: 110_000 });
  await expect(page.locator('#decode-time .finding .tag.cpu')).toHaveText('CPU');
  await expect(page.locator('.circumstances')).toContainText('CPU, WebAssembly SIMD');
  const figure = page.locator('#decode-time');
  await figure.getByText('Data table').click();
  const names = await figure.locator('.table-scroll thead th').allInnerTexts();
  const column = names.indexOf('ran on') + 1;
  const ranOn = figure.locator(`.table-scroll tbody tr td:nth-child(${column})`);
  expect(new Set(await ranOn.allInnerTexts())).toEqual(new Set(['CPU']));
}

test('the browser without an adapter says so, computes, and runs on the CPU', async ({ page }) => {
  test.setTimeout(120_000);
  const complaints = listenToConsole(page);
  await page.goto('./?lang=en#v=1&model=deepseek-v2-lite');
  await expect(bytes(page, 'mla', 'perToken')).toHaveText('31,104 B');
  await expect(page.locator('.device-line')).toContainText('offers no graphics adapter');
  await runsOnCpu(page);
  // Chromium itself warns once that there is no adapter; the page says nothing.
  expect(complaints.filter((text) => !text.includes('No available adapters'))).toEqual([]);
});

test('the browser without WebGPU says so, and runs on the CPU', async ({ page }) => {
  test.setTimeout(120_000);
  const complaints = listenToConsole(page);
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'gpu'));
  await page.goto('./?lang=en#v=1&model=tiny-mla');
  // A worker has a navigator of its own, so either reason may be the one that is true there.
  await expect(page.locator('.device-line')).toContainText(/has no WebGPU|no graphics adapter/);
  await runsOnCpu(page);
  expect(complaints.filter((text) => !text.includes('No available adapters'))).toEqual([]);
});

test('a CPU run stops when asked', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v2-lite&rounds=51');
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'running');
  await page.waitForTimeout(500);
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'stopped', { timeout: 1000 });
});

for (const format of ['bf16', 'int4']) {
  test(`all variants run on the CPU, their caches in ${format}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.goto(`./?lang=en#v=1&model=tiny-gqa&upto=256&format=${format}`);
    const boxes = page.locator('.shown-variants input');
    await expect(boxes.first()).toBeVisible();
    for (const box of await boxes.all()) await box.check();
    await runsOnCpu(page);
    await expect(runEnd(page)).toContainText(' 0 failed');
    const dots = page.locator('#decode-time .drawing .variant-dot');
    const ids = await dots.evaluateAll((all) => all.map((dot) => dot.getAttribute('data-variant')));
    expect(new Set(ids).size).toBe(await boxes.count());
  });
}
