// The page asks its own origin alone, and once it has loaded what may be wanted next, nobody.
import { expect, test, type Page } from '@playwright/test';
import { pages } from '../src/state/chartSettings';
import { goToState, settled } from './settled';

/** A list that grows with the address of every request, of the page's workers and frames too. */
async function listenToRequests(page: Page): Promise<string[]> {
  const asked: string[] = [];
  await page.context().route('**/*', async (route, request) => {
    // The page's icon is the browser's own wish, at each new address, and is in its cache where tests do not forbid one.
    if (!request.url().endsWith('/favicon.svg')) asked.push(request.url());
    await route.continue();
  });
  page.on('websocket', (socket) => asked.push(socket.url()));
  return asked;
}

/** Waits until nothing was asked for a while. */
async function silence(page: Page, asked: readonly string[]): Promise<void> {
  let before = -1;
  while (asked.length !== before) {
    before = asked.length;
    await page.waitForTimeout(1500);
  }
}

const elsewhere = (asked: readonly string[], page: Page) =>
  asked.filter((url) => {
    const { origin, protocol } = new URL(url);
    return origin !== new URL(page.url()).origin && protocol !== 'data:' && protocol !== 'blob:';
  });

test('once idle it asks for nothing, not even for another page of charts', async ({ page }) => {
  const asked = await listenToRequests(page);
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await settled(page);
  await silence(page, asked);
  expect(elsewhere(asked, page)).toEqual([]);
  const opened = asked.length;
  expect(opened).toBeGreaterThan(10);
  for (const name of pages) {
    await goToState(page, `model=llama3.1-8b&page=${name}&pinA=mla.absorbed*model_deepseek-v3`);
  }
  await page.getByText('中文', { exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.waitForTimeout(1500);
  expect(asked.slice(opened)).toEqual([]);
});

test('dialogs, frames and files ask no other origin', async ({ page }) => {
  const asked = await listenToRequests(page);
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await settled(page);
  for (const [opener, dialog] of [
    ['.import-open', '.import-dialog'],
    ['.embed-open', '.embed-dialog'],
  ] as const) {
    await page.locator(opener).click();
    await expect(page.locator(dialog)).toBeVisible();
    if (dialog === '.embed-dialog') {
      const frame = page.frameLocator('.embed-preview iframe');
      await page.locator('.embed-preview').scrollIntoViewIfNeeded();
      await expect(frame.locator('.receipt').first()).toBeVisible();
    }
    await page.keyboard.press('Escape');
  }
  for (const format of ['PNG', 'SVG']) {
    await page.locator('.save-open').first().click();
    const downloading = page.waitForEvent('download');
    await page.locator('.save-menu:popover-open').getByRole('button', { name: format }).click();
    await downloading;
    await page.keyboard.press('Escape');
  }
  await page.locator('.run-panel .button.primary').click();
  await page.waitForTimeout(1500);
  expect(asked.some((url) => url.includes('worker'))).toBe(true);
  expect(elsewhere(asked, page)).toEqual([]);
});

test('whoever saves data is not sent what may be wanted', async ({ page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
  );
  const asked = await listenToRequests(page);
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await settled(page);
  await silence(page, asked);
  expect(asked.filter((url) => /\/zh-|RooflineFigure|QualityPlate/.test(url))).toEqual([]);
});
