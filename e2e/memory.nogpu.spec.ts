// The page of memory: blocks and devices, set by keyboard, kept in the link, explained where impossible.
import { expect, test } from '@playwright/test';

const blocks = '#cache-in-blocks';
const devices = '#cache-on-devices';

test('blocks are set by keyboard, drawn, and kept in the link', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&page=memory&ctx=4096');
  await expect(page.locator(`${blocks} .finding`)).toContainText('12 sequences of');
  await page.locator(`${blocks} input[type=range]`).first().focus();
  for (let stop = 16; stop < 1024; stop *= 2) await page.keyboard.press('ArrowRight');
  await expect(page.locator(`${blocks} .finding`)).toContainText('in blocks of 1,024');
  await expect(page).toHaveURL(/block=1024/);
  const picture = page.locator(blocks).getByRole('img', { name: /blocks of 12 sequences/ });
  await expect(picture).toBeVisible();
  // What is shared is drawn besides, and what refers to it.
  const before = await picture.locator('path[d]').count();
  await page.getByLabel('shared tokens').last().fill('2048');
  await expect(page.locator(`${blocks} .finding`)).toContainText('2 blocks of the 2,048 tokens');
  expect(await picture.locator('path[d]').count()).toBeGreaterThan(before);
});

test('an impossible block is explained in place of the drawing', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&page=memory');
  await page.getByLabel('block size').last().fill('0');
  await expect(page.locator(`${blocks} .drawing`)).toContainText(
    'block size is 0: give a number from 1 to 1,024',
  );
  await expect(page.locator(`${blocks} details.chart-data`)).toHaveCount(0);
});

test('8 devices turn MLA against GQA, and a link can choose how many', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&page=memory');
  await expect(page.locator(`${devices} .finding`)).toContainText(
    'on 8 devices each keeps 576 of MLA and 256 of GQA, and MLA takes 2.25× as much',
  );
  await page.goto('./?lang=zh-CN#v=1&model=llama3.1-8b&page=memory&devices=2');
  await expect(page.locator(`${devices} .finding`)).toContainText('2 张卡');
  await expect(page.locator(`${devices} svg text`, { hasText: '2 张卡' })).toBeVisible();
});
