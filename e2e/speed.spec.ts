// How fast the page answers a drag of a slider: receipts within a frame, charts within three.
import { expect, test } from '@playwright/test';

interface Sample {
  readonly receiptMs: number;
  readonly chartMs: number;
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('a drag updates the receipts within 16 ms and the chart within 50 ms', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3');
  await expect(page.locator('.recharts-surface')).toHaveCount(2);
  await page.waitForTimeout(500);
  await page.evaluate(() => {
    const samples: Sample[] = [];
    Object.assign(window, { samples });
    const slider = document.querySelector('[data-field="layers"] input[type="range"]');
    const receipts = document.querySelector('.receipt-row');
    const chart = document.querySelector('#cache-against-context .drawing');
    if (!slider || !receipts || !chart) throw new Error('the page is not as this test knows it');
    let beganMs = 0;
    let receiptMs = 0;
    window.addEventListener('input', () => (beganMs = performance.now()), true);
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    new MutationObserver(() => (receiptMs = performance.now() - beganMs)).observe(
      receipts,
      everything,
    );
    // The chart is drawn in one commit, after the receipts.
    new MutationObserver(() => {
      samples.push({ receiptMs, chartMs: performance.now() - beganMs });
    }).observe(chart, everything);
  });
  const box = await page.locator('[data-field="layers"] input[type="range"]').boundingBox();
  if (!box) throw new Error('no slider');
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  for (let x = 10; x < box.width - 10; x += 1.5) {
    await page.mouse.move(box.x + x, box.y + box.height / 2);
    await page.waitForTimeout(30);
  }
  await page.mouse.up();
  await page.waitForTimeout(200);
  const samples = await page.evaluate(() => (window as unknown as { samples: Sample[] }).samples);
  const receiptMs = median(samples.map((sample) => sample.receiptMs));
  const chartMs = median(samples.map((sample) => sample.chartMs));
  test.info().annotations.push({
    type: 'medians',
    description: `receipts ${receiptMs.toFixed(1)} ms, chart ${chartMs.toFixed(1)} ms, ${samples.length} steps`,
  });
  expect(samples.length).toBeGreaterThan(20);
  expect(receiptMs).toBeLessThanOrEqual(16);
  expect(chartMs).toBeLessThanOrEqual(50);
});
