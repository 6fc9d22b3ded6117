// The race as a person sees it: it runs, keeps the page awake, rests, goes on, takes another pace, and stops at once.
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';

const raceButton = (page: Page) => page.locator('.race-panel .button.primary');
const pauseButton = (page: Page) => page.locator('.race-pause');
const raceEnd = (page: Page) => page.locator('.race-panel .run-end');
const stage = (page: Page) => page.locator('.race-panel .stage');

/** TinyLlama-1.1B's layer: 32 heads of 64 in groups of 8. */
const tinyLlama = '#v=1&model=tinyllama-1.1b&page=race';

/** Cached tokens that the panel tells, in whatever state. */
const tokensTold = async (page: Page): Promise<number> => {
  const text = (await stage(page).textContent()) ?? '';
  return Number(/([\d,]+) tokens/.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
};

async function racing(page: Page, link: string): Promise<void> {
  await page.goto(`./?lang=en${link}`);
  await expect(page.locator('#race .recharts-surface').first()).toBeVisible();
  await expect(raceButton(page)).toBeEnabled();
  await raceButton(page).click();
  await expect(stage(page)).toContainText('rounds a second', { timeout: 60_000 });
}

test('all four variants race from 512 tokens on, eight rounds a second, and none is ever wrong', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = listenToConsole(page);
  await racing(page, `${tinyLlama}&format=f32&from=512&until=8192&pace=1`);
  await page.waitForTimeout(2000);
  // Frames and long tasks of ten seconds of the race.
  const watched = await page.evaluate(async () => {
    const frames: number[] = [];
    const longTasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    });
    observer.observe({ type: 'longtask' });
    const beganMs = performance.now();
    await new Promise<void>((resolve) => {
      let last = beganMs;
      const frame = (now: number) => {
        frames.push(now - last);
        last = now;
        if (now - beganMs < 10_000) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    observer.disconnect();
    const sorted = frames.toSorted((a, b) => a - b);
    return { medianFrame: sorted[Math.floor(sorted.length / 2)] ?? 0, longTasks };
  });
  const told = (await stage(page).textContent()) ?? '';
  const roundsPerSecond = Number(/([\d.,]+) rounds a second/.exec(told)?.[1]?.replaceAll(',', ''));
  const tokens = await tokensTold(page);
  const beganMs = Date.now();
  await raceButton(page).click();
  await expect(raceEnd(page)).toHaveAttribute('data-status', 'stopped');
  const stopMs = Date.now() - beganMs;
  test.info().annotations.push({
    type: 'race',
    description: `${roundsPerSecond} rounds a second at ${tokens} tokens, median frame ${watched.medianFrame.toFixed(1)} ms, ${watched.longTasks.length} tasks over 50 ms, stopped in ${stopMs} ms`,
  });
  const lanes = page.locator('.lane[data-racer]');
  await expect(lanes).toHaveCount(4);
  await expect(page.locator('.lane-agrees')).toHaveCount(4);
  await expect(page.locator('.lane-agrees.problem')).toHaveCount(0);
  await expect(raceEnd(page)).toContainText('All checks agree with float64');
  // Measured beside others on two cores, with every pixel drawn by the CPU too: half of what the race keeps alone.
  expect(roundsPerSecond).toBeGreaterThan(4);
  expect(tokens).toBeGreaterThan(512);
  expect(watched.longTasks.length).toBeLessThanOrEqual(4);
  expect(complaints).toEqual([]);
});

test('rests, goes on at another pace, and its bars fill to the end', async ({ page }) => {
  test.setTimeout(120_000);
  await racing(page, '#v=1&model=tiny-gqa&page=race&from=64&until=4096&pace=1&variants=mha.gqa');
  await pauseButton(page).click();
  await expect(stage(page)).toContainText('Paused');
  await page.waitForTimeout(500);
  const rested = await tokensTold(page);
  await page.waitForTimeout(700);
  expect(await tokensTold(page)).toBe(rested);
  await page.locator('.race-panel').getByText('256', { exact: true }).click();
  await expect(stage(page)).toContainText('Paused');
  await pauseButton(page).click();
  await expect(raceEnd(page)).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });
  await expect(raceEnd(page)).toContainText('every cache holds 4,096 tokens');
  const [filled, whole] = await page
    .locator('.lane-bar')
    .first()
    .evaluate((bar) => [bar.firstElementChild?.clientWidth, bar.clientWidth]);
  expect(filled).toBe(whole);
  await page.locator('#race').getByText('Data table').click();
  expect(await page.locator('#race .table-scroll tbody tr').count()).toBeGreaterThan(3);
});

test('the CPU races beside the GPU, each with its own lane', async ({ page }) => {
  test.setTimeout(120_000);
  await racing(
    page,
    '#v=1&model=tiny-gqa&page=race&from=64&until=1024&pace=16&race=both&variants=gqa.mla',
  );
  await expect(page.locator('.lane[data-racer$="cpu"]')).toHaveCount(2);
  await expect(raceEnd(page)).toHaveAttribute('data-status', 'finished', { timeout: 60_000 });
  await expect(page.locator('.lane-agrees')).toHaveCount(4);
  await expect(page.locator('.lane-agrees.problem')).toHaveCount(0);
});

test('where two ways of MLA cross is measured here, within the spread of its samples', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto('./?lang=en#v=1&model=tiny-mla&page=time&format=f32&rounds=5');
  const measure = page.locator('.crossover-measure');
  await measure.getByRole('button', { name: 'Measure it here' }).click();
  await expect(measure.locator('[role="status"]')).toHaveAttribute('data-status', 'finished', {
    timeout: 150_000,
  });
  await expect(measure).toContainText('Agrees with float64');
  await expect(measure).not.toContainText('✕');
  const said = (await measure.locator('[role="status"] p').first().textContent()) ?? '';
  test.info().annotations.push({ type: 'crossover', description: said });
  const [tokens, from, to] = [...said.matchAll(/at ([\d,]+) new|from ([\d,]+)|to ([\d,]+)\./g)].map(
    (match) => Number((match[1] ?? match[2] ?? match[3] ?? '').replaceAll(',', '')),
  );
  if (said.includes('do not cross')) return;
  expect(tokens).toBeGreaterThanOrEqual(from ?? Number.NaN);
  expect(tokens).toBeLessThanOrEqual(to ?? Number.NaN);
  await expect(page.locator('#crossover .measured-crossing')).toBeVisible();
});
