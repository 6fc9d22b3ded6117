// Precision as a person sees it: what formats lose is measured by itself, a seed names it, and a whole layer can be stopped.
import { cpus, loadavg } from 'node:os';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';
import { goToState } from './settled';

/** How many times longer the same takes where others use the machine too: what is ready to run, for each core. */
const crowd = Math.max(1, (loadavg()[0] ?? 0) / cpus().length);

const figure = (page: Page) => page.locator('#precision');
const finding = (page: Page) => figure(page).locator('.finding');
const status = (page: Page) => figure(page).locator('[role=status]');

/** Nothing is measured before it comes near, and what loads above it may push it away again. */
async function measured(page: Page, said: string): Promise<void> {
  await expect(async () => {
    await figure(page).locator('.drawing').scrollIntoViewIfNeeded();
    await expect(status(page)).toHaveText(said, { timeout: 1000 });
  }).toPass({ timeout: 20_000 * crowd });
}

test('every format has its histogram; a seed names what was measured, and the page stays awake', async ({
  page,
}) => {
  test.setTimeout(120_000 * crowd);
  const complaints = listenToConsole(page);
  await page.addInitScript(() => {
    const longTasks: number[] = [];
    Object.assign(window, { longTasks });
    new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&page=design&seed=5');
  await measured(page, 'Measured: 32 heads over 128 tokens, seed 5.');
  await expect(figure(page).locator('.precision-format')).toHaveText([
    'f32',
    'f16',
    'bf16',
    'int8',
    'int4',
    'f16',
    'bf16',
  ]);
  await expect(figure(page).locator('.precision-line')).toHaveCount(5 * 4 + 2 * 2);
  await expect(finding(page)).toContainText(
    /In GQA, a cache in int8 loses [\d.]+× as much as one in f16/,
  );
  await expect(finding(page)).toContainText('268 MB in place of 75.5 MB a layer');
  const first = await finding(page).innerText();

  await page.evaluate(() => Object.assign(window, { longTasks: [] }));
  const seed = figure(page).getByLabel('seed');
  await seed.fill('6');
  await measured(page, 'Measured: 32 heads over 128 tokens, seed 6.');
  await expect(page).toHaveURL(/seed=6/);
  expect(await finding(page).innerText()).not.toBe(first);
  await seed.fill('5');
  await measured(page, 'Measured: 32 heads over 128 tokens, seed 5.');
  expect(await finding(page).innerText()).toBe(first);
  const longTasks = await page.evaluate(() => {
    const seen: unknown = Reflect.get(window, 'longTasks');
    return Array.isArray(seen) ? seen.map(Number) : [];
  });
  test.info().annotations.push({ type: 'long tasks', description: longTasks.join(' ') });
  // Beside others on two cores; what is measured is in a worker of its own.
  expect(Math.max(0, ...longTasks)).toBeLessThan(200 * crowd);

  await figure(page).getByText('Data table').click();
  const rows = figure(page).locator('tbody tr');
  // Five formats of four variants; two formats and two ways of MLA's weights, for output and scores.
  await expect(rows).toHaveCount(5 * 4 + 2 * 2 * 2);
  await expect(rows.first()).toContainText(/MHA, cachef32\d\.\de-/);
  await expect(rows.last()).toContainText('MLA (absorbed), merged into one: scoresbf16');
  expect(complaints).toEqual([]);
});

test('a whole layer is measured when asked, stops at once, and what was there stays', async ({
  page,
}) => {
  test.setTimeout(120_000 * crowd);
  await page.goto('./?lang=en#v=1&model=tiny-gqa&page=design&variants=gqa.mla');
  await measured(page, 'Measured: 8 heads over 128 tokens, seed 1.');
  const button = figure(page).getByRole('button', { name: 'Measure the whole layer' });
  await button.click();
  await measured(page, 'Measured: 8 heads over 512 tokens, seed 1.');
  // Half a minute's work, and nobody waits for it.
  await page.goto('./?lang=en#v=1&model=deepseek-v3&page=design&at=2048');
  await page.reload();
  await measured(page, 'Measured: 32 heads over 128 tokens, seed 1.');
  const before = await finding(page).innerText();
  await button.click();
  await expect(figure(page).locator('.stage')).toContainText('MHA: rows in f32…');
  const beganMs = Date.now();
  await figure(page).getByRole('button', { name: 'Stop' }).click();
  await expect(status(page)).toHaveText('Stopped.');
  const stopMs = Date.now() - beganMs;
  test.info().annotations.push({ type: 'stopped', description: `in ${stopMs} ms` });
  expect(stopMs).toBeLessThan(1000 * crowd);
  expect(await finding(page).innerText()).toBe(before);
  // Other settings are measured again, and caches that are too large are left out with their size.
  await page.goto('./?lang=en#v=1&model=deepseek-v3&page=design&at=32768&variants=mha.mqa');
  await measured(page, 'Measured: 32 heads over 128 tokens, seed 1.');
  await button.click();
  await measured(page, 'Measured: 128 heads over 32,768 tokens, seed 1.');
  await expect(figure(page).locator('.chart-note .problem')).toContainText('MHA is left out');
  await expect(finding(page)).toContainText('In MQA');
});

test('what the last run added to a format’s loss is told beside it', async ({ page }) => {
  test.setTimeout(120_000 * crowd);
  await page.goto('./?lang=en#v=1&model=tiny-gqa&variants=gqa&upto=64&rounds=5');
  await page.getByRole('button', { name: 'Run on CPU' }).click();
  await expect(page.locator('.run-end')).toHaveAttribute('data-status', 'finished', {
    timeout: 30_000 * crowd,
  });
  await goToState(page, 'model=tiny-gqa&variants=gqa&page=design');
  await measured(page, 'Measured: 8 heads over 128 tokens, seed 1.');
  await expect(figure(page).locator('.chart-note')).toContainText(
    /was run last, on CPU, .* in f32, .* by at most \d\.\de-\d+ of/,
  );
});

test('sizes that cannot be say what to set right', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&page=design&variants=gqa&g=5');
  await expect(finding(page)).toContainText('No variant shown has possible sizes');
  await expect(
    figure(page).getByRole('button', { name: 'Measure the whole layer' }),
  ).toBeDisabled();
});

for (const lang of ['en', 'zh-CN']) {
  test(`reads well on a phone and to assistive technology, in ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`./?lang=${lang}#v=1&model=llama3.1-8b&page=design`);
    // On a phone one chart of the page is shown at a time.
    await page.locator('.figure-tabs label').last().click();
    await expect(finding(page).locator('.measured').first()).toBeVisible({
      timeout: 20_000 * crowd,
    });
    await figure(page).locator('.chart-data > summary').click();
    const { violations } = await new AxeBuilder({ page }).include('#precision').analyze();
    expect(violations).toEqual([]);
    const wide = await page.evaluate(() => document.body.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
}
