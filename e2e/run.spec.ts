// A run on the GPU as a person sees it: points with spread, the green badge, and a page that stays awake.
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';
import { runButton, runEnd } from './places';

const variants = ['mha', 'gqa', 'mqa', 'mla'];

/** Counts tasks of the main thread over 50 ms from now on. */
async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(window, { longTasks });
    new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
}

for (const model of ['DeepSeek-V2-Lite', 'Llama-3.2 1B']) {
  test(`${model}: decodes at 512 to 4096 with all four variants, and agrees with float64`, async ({
    page,
  }) => {
    test.setTimeout(180_000);
    const complaints = listenToConsole(page);
    await page.goto('./?lang=en#v=1&format=f32');
    await page.getByLabel('Model', { exact: true }).selectOption({ label: model });
    await expect(page.locator('.recharts-surface')).toHaveCount(2);
    await expect(page.locator('.device-line')).toContainText('software GPU');
    await page.waitForTimeout(1000);
    await watchLongTasks(page);
    const beganMs = Date.now();
    await runButton(page).click();
    await expect(runEnd(page)).toHaveAttribute('data-status', 'finished', { timeout: 170_000 });
    const seconds = (Date.now() - beganMs) / 1000;
    const longTasks = await page.evaluate(
      () => (window as unknown as { longTasks: number[] }).longTasks,
    );
    test.info().annotations.push({
      type: 'main thread',
      description: `${longTasks.length} tasks over 50 ms in ${seconds.toFixed(1)} s`,
    });

    await expect(page.locator('.badge.agrees')).toContainText('Agrees with float64');
    const figure = page.locator('#decode-time');
    for (const variant of variants) {
      await expect(figure.locator(`.drawing .variant-dot[data-variant="${variant}"]`)).toHaveCount(
        4,
      );
    }
    // Every point has its whiskers: quartiles, and the line between them.
    await expect(figure.locator('.drawing .whisker')).toHaveCount(16);
    await expect(figure.locator('.finding .measured').first()).toBeVisible();
    await figure.getByText('Data table').click();
    await expect(figure.locator('.table-scroll tbody tr')).toHaveCount(16);
    await expect(figure.locator('.table-scroll tbody')).not.toContainText('✕');
    await figure.locator('.more').first().click();
    await expect(figure.locator('.more-row')).toContainText('in the order measured');
    expect(longTasks.length).toBeLessThanOrEqual(2 * Math.max(1, seconds / 10));
    expect(complaints).toEqual([]);
  });
}

test('points of other settings are marked as such, and kept', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=tiny-mla&upto=1024');
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'finished', { timeout: 55_000 });
  const circumstances = page.locator('.circumstances');
  await expect(circumstances).toContainText('Measured: Tiny MLA');
  await expect(circumstances).not.toContainText('have changed');
  await page.getByLabel('Model', { exact: true }).selectOption('tiny-gqa');
  await expect(circumstances).toContainText('Measured: Tiny MLA');
  await expect(circumstances).toContainText('have changed');
  await expect(page.locator('.badge.agrees')).toBeVisible();
});

test('a run stopped before its first point leaves nothing measured to look at', async ({
  page,
}) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3&upto=1024');
  const figure = page.locator('#decode-time');
  await expect(runButton(page)).toHaveText('Run');
  await runButton(page).click();
  await expect(runButton(page)).toHaveText('Stop');
  await runButton(page).click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'stopped', { timeout: 10_000 });
  await expect(runEnd(page)).toHaveText('Stopped: 0 points measured so far.');
  await expect(figure.locator('.kind')).toHaveText('computed');
  await expect(figure.locator('.circumstances')).toHaveCount(0);
  await expect(figure.getByText('Data table')).toHaveCount(0);
});
