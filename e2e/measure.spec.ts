// One layer measured batch by batch on a GPU: marks with whiskers beside the device's own bounds, a stop, the samples.
import { expect, test } from '@playwright/test';
import { listenToConsole } from './console';

test('three batches of each variant are measured, stop is heard, and every sample is there', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = listenToConsole(page);
  await page.goto('./?lang=en#v=1&model=tiny-gqa&page=serving&variants=gqa.mla&rounds=5');
  const figure = page.locator('#batch-measured');
  const end = figure.locator('.measure-end');
  const button = figure.locator('.measure-row .button');
  await expect(figure.locator('.drawing-empty')).toContainText('Press Measure');
  await expect(button).toHaveText('Measure');
  await button.click();
  await expect(button).toHaveText('Stop');
  // The device's own limits come first.
  await expect(figure.locator('.recharts-line')).toHaveCount(2, { timeout: 30_000 });
  for (const size of [1, 2, 4]) {
    await expect(figure.locator(`.sweep-marks [data-size="${size}"] .variant-dot`)).toHaveCount(2, {
      timeout: 60_000,
    });
  }
  await button.click();
  await expect(end).toHaveAttribute('data-status', 'stopped', { timeout: 2000 });
  await expect(button).toHaveText('Measure again');

  // From quartile to quartile, in pixels.
  const whiskers = await figure
    .locator('.sweep-marks .whisker')
    .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
  expect(whiskers.length).toBeGreaterThanOrEqual(6);
  expect(Math.max(...whiskers)).toBeGreaterThan(0);
  await expect(end).toContainText(/agree/i);
  await expect(end.locator('.problem')).toHaveCount(0);
  await expect(figure.locator('.finding .tag')).toHaveText('software GPU');
  await expect(figure.locator('.finding')).toContainText(/tokens\/s ± [\d.,]+ tokens\/s/);

  await figure.locator('.chart-data summary').click();
  const row = figure.locator('.table-scroll tbody tr', { hasText: 'GQA' }).first();
  await row.locator('.more').click();
  const samples = figure.locator('.more-row').first();
  await expect(samples).toContainText('Samples of GQA at 1 sequence, in the order measured');
  expect((await samples.innerText()).match(/[\d.]+ (µs|ms|s)\b/g)).toHaveLength(5);

  await page.locator('#batch-measured').getByText('whole layer', { exact: true }).click();
  await expect(figure.locator('.circumstances')).toContainText('The settings have changed since');
  expect(complaints).toEqual([]);
});
