// The anatomy as a person sees it: two plans drawn, one token run, its values in every box, and its steps one by one.
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';

const side = (page: Page, key: string) => page.locator(`.plan-side[data-side="${key}"]`);
const runButton = (page: Page) => page.locator('.anatomy-panel .button.primary');
const runEnd = (page: Page) => page.locator('.anatomy-panel .run-end');

test('one token fills every box with values that agree, and its steps are told one by one', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = listenToConsole(page);
  await page.goto('./?lang=en#v=1&model=tiny-gqa&page=anatomy&left=gqa&right=mla&mla=expanded');
  await expect(page.locator('.plan-picture')).toHaveCount(2);
  const gqa = side(page, 'gqa');
  // What is kept is filled, what is rebuilt is hollow.
  await expect(gqa.locator('.plan-box.cached')).toHaveCount(2);
  await expect(side(page, 'mla').locator('.plan-box.rebuilt')).toHaveCount(2);
  await expect(page.locator('.heat-strip')).toHaveCount(0);
  await runButton(page).click();
  await expect(runEnd(page)).toContainText('agree with float64', { timeout: 90_000 });
  const boxes = await page.locator('.plan-box[data-box]').count();
  await expect(page.locator('.plan-box[data-box] .heat-strip')).toHaveCount(boxes);
  await expect(page.locator('.plan-box.wrong')).toHaveCount(0);

  const next = gqa.getByRole('button', { name: 'Next' });
  const said = gqa.locator('.plan-said');
  await next.click();
  await expect(gqa.locator('.plan-place')).toContainText('Step 1 of 9');
  await expect(said).toContainText('Multiplies hidden state x');
  await expect(said).toContainText('Error against float64');
  await next.press('ArrowRight');
  await expect(gqa.locator('.plan-place')).toContainText('Step 2 of 9');
  await expect(gqa.locator('.plan-step.active')).toHaveCount(1);
  await next.press('End');
  await expect(said).toContainText('output y');
  await gqa.getByRole('button', { name: 'Back' }).press('Home');
  await expect(gqa.locator('.plan-place')).toContainText('Step 1 of 9');

  // Values of other settings are not shown as those of these.
  await page.getByLabel('Right').selectOption('mha');
  await expect(side(page, 'mha')).toBeVisible();
  await expect(page.locator('.heat-strip')).toHaveCount(0);
  await expect(runEnd(page)).toContainText('run it again');
  expect(complaints).toEqual([]);
});

test('on a phone the plans stand one below the other, and nothing is cut off', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto('./?lang=zh-CN#v=1&model=deepseek-v3&page=anatomy');
  await expect(page.locator('.plan-picture')).toHaveCount(2);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);
  for (const picture of await page.locator('.plan-picture').all()) {
    const [drawn, room] = await picture.evaluate((svg) => [
      svg.getBoundingClientRect().width,
      svg.parentElement?.getBoundingClientRect().width ?? 0,
    ]);
    expect(drawn).toBeLessThanOrEqual((room ?? 0) + 0.5);
  }
});
