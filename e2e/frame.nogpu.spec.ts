// A frame offers the controls that its view reads, and the dialog that makes frames says which those are.
import { expect, test } from '@playwright/test';
import { viewControls, viewIds } from '../src/state/views';
import { settled } from './settled';

const selectors = {
  model: 'select[aria-label]',
  ctx: '.number-control',
  format: '[data-field="format"]',
};

test('a frame of a view has the controls that the view reads, and no others', async ({ page }) => {
  await page.setViewportSize({ width: 480, height: 360 });
  for (const view of viewIds) {
    await page.goto(`./?embed=1&lang=en&show=${view}#v=1&model=llama3.1-8b`);
    await settled(page);
    for (const control of ['model', 'ctx', 'format'] as const) {
      const found = page.locator(`.embed-controls > ${selectors[control]}`);
      const count = viewControls[view].includes(control) ? 1 : 0;
      await expect.soft(found, `${control} in ${view}`).toHaveCount(count);
    }
    // Without a control there is no empty row for them.
    if (viewControls[view].length === 0) {
      await expect(page.locator('.embed-controls')).toBeHidden();
    }
  }
});

test('a frame of a view alone has all of its words, in both languages', async ({ page }) => {
  test.setTimeout(120_000);
  for (const view of viewIds) {
    for (const lang of ['en', 'zh-CN']) {
      await page.goto(`./?embed=1&lang=${lang}&show=${view}#v=1&model=llama3.1-8b`);
      await settled(page);
      const said = page.locator('h2, .finding, .legend, .axis-titles, :is(button, label, th)');
      const text = (await said.allTextContents()).join('\n');
      // A key that has no words is shown as it is: throughput.title.
      expect.soft(text.match(/\b[a-z]+[A-Za-z]*(\.[a-z][A-Za-z]+)+\b/g) ?? [], view).toEqual([]);
    }
  }
});

test('views together have the controls of each, and a lock takes some away', async ({ page }) => {
  await page.goto('./?embed=1&lang=en&show=quality,crossover&lock=model#v=1&model=deepseek-v3');
  await settled(page);
  await expect(page.locator('.embed-controls > *')).toHaveCount(1);
  await expect(page.locator('.embed-controls .number-control')).toBeVisible();
});

test('the dialog offers to lock what the view reads', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await page.locator('.embed-open').click();
  const dialog = page.locator('.embed-dialog');
  const locks = dialog.locator('fieldset', { hasText: 'What readers can change' });
  await expect(locks.locator('label')).toHaveText([
    'model, context, and format',
    'context and format',
    'nothing',
  ]);
  await dialog.getByLabel('What to show').selectOption('heads');
  await expect(locks.locator('label')).toHaveText(['model', 'nothing']);
  await dialog.getByLabel('What to show').selectOption('quality');
  await expect(locks).toHaveCount(0);
});
