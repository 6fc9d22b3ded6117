// The shaders without a GPU: they can be read, and the page says why they cannot be run.
import { expect, test } from '@playwright/test';
import { listenToConsole } from './console';

test('texts are shown, not offered to be changed, and said to be a GPU’s', async ({ page }) => {
  const complaints = listenToConsole(page);
  await page.goto('./?lang=en#v=1&model=deepseek-v3&page=code&code=mla&dispatch=99');
  const text = page.locator('#shader .code-stack textarea');
  await expect(text).toHaveValue(/@compute/);
  await expect(text).not.toBeEditable();
  await expect(page.locator('#shader .shader-state')).toContainText('no GPU to run on');
  for (const name of ['Run this', 'Apply edit', 'Time the rungs']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  }
  // The last dispatch stands in for one that there is not, and another variant begins with its first.
  await expect(page.locator('.shader-tabs input').last()).toBeChecked();
  await page.locator('.shader-panel').getByText('GQA', { exact: true }).click();
  await expect(page.locator('.shader-tabs input').first()).toBeChecked();
  await expect(page.locator('#shader .finding')).toContainText('GQA');
  expect(complaints).toEqual([]);
});

test('the naive kernel is there to be read beside what a GPU would run', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3&page=code&code=mla');
  const naive = page.locator('.ladder tr[data-rung="naive"]');
  const read = naive.getByRole('button', { name: /^Read the text.*naive$/ });
  await expect(read).toHaveAttribute('aria-expanded', 'false');
  await read.click();
  const text = page.getByRole('textbox', { name: 'WGSL of 5_attend_naive: whole text' });
  await expect(text).toHaveValue(/fn attend_naive\(/);
  await expect(text).not.toBeEditable();
  await naive.getByRole('button', { name: /^Close the text.*naive$/ }).click();
  await expect(text).toHaveCount(0);
});

test('sizes that are impossible have no shaders, and say what to do', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&page=code&g=5&variants=gqa');
  await expect(page.locator('#shader .drawing')).toContainText('No variant has possible sizes');
});
