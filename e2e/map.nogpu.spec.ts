// Attention maps as a person sees them: two are made, a cursor reads them by pointer and keyboard, and pairs teach.
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';

const figure = (page: Page) => page.locator('#attention-map');
const finding = (page: Page) => figure(page).locator('.finding');
const readout = (page: Page) => figure(page).locator('.map-readout');
const maps = (page: Page) => figure(page).getByRole('application');
const state = (page: Page) => figure(page).locator('.run-end');

async function open(page: Page, settings = ''): Promise<void> {
  await page.goto(`./?lang=en#v=1&model=tiny-gqa&page=anatomy&seq=16${settings}`);
  await expect(figure(page)).toBeVisible();
}

async function make(page: Page): Promise<void> {
  await figure(page).locator('.button.primary').click();
  await expect(state(page)).toHaveAttribute('data-status', 'finished', { timeout: 30_000 });
}

/** The numbers of the readout: A, B and their difference. */
const weights = async (page: Page): Promise<number[]> => {
  const texts = await readout(page).locator('.computed').allInnerTexts();
  return texts.map((text) => Number(text.replace('−', '-')));
};

test('the cursor reads both maps by keyboard and by pointer, and says what is masked', async ({
  page,
}) => {
  const complaints = listenToConsole(page);
  await open(page);
  await expect(state(page)).toContainText('No maps yet');
  await make(page);
  await expect(state(page)).toContainText('float64 reference');
  await expect(finding(page)).toContainText('differ by at most');
  await expect(finding(page)).toContainText('on the same key in both');

  await maps(page).focus();
  await page.keyboard.press('Home');
  await expect(readout(page)).toContainText('Query 16, key 1:');
  const [a = NaN, b = NaN, difference = NaN] = await weights(page);
  expect(a).toBeGreaterThan(0);
  expect(b).toBeCloseTo(a, 6);
  expect(Math.abs(difference)).toBeLessThan(1e-13);
  for (let i = 0; i < 15; i++) await page.keyboard.press('ArrowUp');
  // The first query has but one key to look at.
  await expect(readout(page)).toContainText('Query 1, key 1:');
  expect(await weights(page)).toEqual([1, 1, 0]);
  await page.keyboard.press('ArrowRight');
  await expect(readout(page)).toContainText('Query 1, key 2:masked');
  await page.keyboard.press('ArrowUp');
  await expect(readout(page)).toContainText('Query 1, key 2:masked');

  const box = await figure(page).locator('.map-picture.b').boundingBox();
  if (!box) throw new Error('there is no map');
  await page.mouse.move(box.x + 26 + 2, box.y + box.height - 4);
  await expect(readout(page)).toContainText('Query 16, key 1:');

  // Its query's keys are the table, and the file has all.
  await figure(page).locator('.chart-data > summary').click();
  await expect(figure(page).locator('.chart-data tbody tr')).toHaveCount(16);
  const { violations } = await new AxeBuilder({ page }).include('#attention-map').analyze();
  expect(violations).toEqual([]);
  await figure(page).locator('.save-open').click();
  const saved = page.waitForEvent('download');
  await figure(page).getByRole('button', { name: 'CSV' }).click();
  const rows = (await readFile(await (await saved).path(), 'utf8')).trim().split('\r\n');
  expect(rows).toHaveLength(1 + (16 * 17) / 2);
  expect(rows[0]).toBe('head,query,key,a,b,a minus b');
  expect(complaints).toEqual([]);
});

test('pairs are known by what they show, and settings stand in the link', async ({ page }) => {
  await open(page, '&head=3');
  await figure(page).getByRole('button', { name: 'Few heads and their copies' }).click();
  await make(page);
  await expect(finding(page)).toContainText('equal to the bit in all 136');
  await expect(page).toHaveURL(/a=gqa\.cached\.f32&b=mha\.cached\.f32&head=3/);
  await figure(page).getByRole('button', { name: 'f32 and int4' }).click();
  await expect(state(page)).toContainText('settings have changed');
  await make(page);
  await expect(finding(page)).toContainText('cache in int4');
  const largest = Number(await finding(page).locator('.computed').first().innerText());
  expect(largest).toBeGreaterThan(1e-3);
  // Another head needs no other run.
  const before = await finding(page).innerText();
  await figure(page).getByRole('slider', { name: 'Head' }).press('ArrowRight');
  await expect(finding(page)).toContainText('In head 4');
  expect(await finding(page).innerText()).not.toBe(before);
});

test('nothing keeps the page from answering while two maps of 64 tokens are made', async ({
  page,
}) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3&page=anatomy&seq=64');
  await expect(figure(page)).toBeVisible();
  await page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(window, { longTasks });
    new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  await make(page);
  await expect(figure(page).locator('.map-above').first()).toBeVisible();
  const longest = await page.evaluate(() =>
    Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks),
  );
  test.info().annotations.push({ type: 'longest task', description: `${longest} ms` });
  expect(longest).toBeLessThan(200);
});
