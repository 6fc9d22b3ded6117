// Two models are compared from the first key to the link that is handed on, without a pointer.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { settled } from './settled';

/** Presses Tab, or Shift+Tab, until the element has the focus. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not reach ${target.toString()}`);
}

/** A model's place in the list, from the one that is chosen: a list is walked by its arrows. */
async function chooseModel(page: Page, name: string): Promise<void> {
  const models = page.getByLabel('Model', { exact: true });
  await tabTo(page, models, 'Shift+Tab');
  const steps = await models.evaluate((list: HTMLSelectElement, wanted) => {
    const found = [...list.options].findIndex(({ text }) => text === wanted);
    return found - list.selectedIndex;
  }, name);
  for (let i = 0; i < Math.abs(steps); i++) {
    await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp');
  }
  await expect(models.locator('option:checked')).toHaveText(name);
}

const receipt = (page: Page, entry: string) => page.locator(`article[data-entry="${entry}"]`);

/** What the page shows of its state, with every figure. */
const shown = async (page: Page) => ({
  receipts: await page.locator('#receipts').innerText(),
  charts: await page.locator('.chart-pages').innerText(),
  sizes: await page
    .locator('#controls input[type=text]')
    .evaluateAll((fields) =>
      fields.map((field) => (field instanceof HTMLInputElement ? field.value : '')),
    ),
});

test('a whole comparison, by keyboard alone', async ({ page, context }) => {
  test.setTimeout(90_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // Two variants, so that there are fewer symbols to pass.
  await page.goto('./?lang=en#v=1&variants=gqa.mla');
  await settled(page);

  // Llama at 131,072 tokens.
  await tabTo(page, page.getByLabel('Model', { exact: true }));
  await chooseModel(page, 'Llama-3.1 8B');
  const tokens = page.locator('[data-field="context"] input[type="text"]');
  await tabTo(page, tokens);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('131072');
  await expect(receipt(page, 'gqa')).toContainText('17,179,869,184 B');

  // Its MLA is put aside, and DeepSeek's own is compared with it.
  await tabTo(page, receipt(page, 'mla').locator('.pin-button'));
  await page.keyboard.press('Enter');
  await expect(receipt(page, 'A')).toBeVisible();
  await chooseModel(page, 'DeepSeek-V3 / R1');
  await tabTo(page, receipt(page, 'A').locator('[aria-pressed]'));
  await page.keyboard.press('Space');
  await expect(receipt(page, 'A').locator('[aria-pressed]')).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  // 61 layers of 1,152 B against 32.
  await expect(receipt(page, 'mla').locator('.receipt-ratio')).toContainText(
    '1.91× more than pin A',
  );

  // The sum behind a total.
  const total = receipt(page, 'mla').locator('[data-line="grandTotal"] button');
  await tabTo(page, total, 'Shift+Tab');
  await page.keyboard.press('Enter');
  const sum = page.getByRole('dialog', { name: 'How this is computed' });
  await expect(sum).toContainText('1,152 × 61 × 131,072 =');
  await page.keyboard.press('Escape');
  await expect(sum).toBeHidden();
  await expect(total).toBeFocused();

  // A symbol of the formula lights its control and leads to it.
  const latent = receipt(page, 'mla').locator('button[data-symbol="latentDim"]').first();
  const control = page.locator('[data-field="latentDim"]');
  await expect(control).not.toHaveClass(/\blit\b/);
  await tabTo(page, latent, 'Shift+Tab');
  await expect(control).toHaveClass(/\blit\b/);
  await page.keyboard.press('Enter');
  await expect(control.locator('input[type="text"]')).toBeFocused();

  // Another page of charts, by its arrows, and the figures of one chart.
  await tabTo(page, page.locator('.page-tabs input:checked'));
  for (const expected of ['Race', 'Anatomy', 'Memory']) {
    await page.keyboard.press('ArrowRight');
    await expect(page.locator('.page-tabs').getByLabel(expected, { exact: true })).toBeChecked();
  }
  await expect(page.locator('.page-tabs input:checked')).toBeFocused();
  await settled(page);
  const table = page.locator('.chart-data').first();
  await tabTo(page, table.locator('summary'));
  await page.keyboard.press('Enter');
  await expect(table.getByRole('table')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(table.getByRole('table')).toBeHidden();

  // The link of all this opens the same screen.
  const copy = page.locator('.copy-link').first();
  await tabTo(page, copy, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(copy).toHaveText('Link copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('page=memory');
  const before = await shown(page);
  const other = await context.newPage();
  await other.goto(link);
  await settled(other);
  expect(await shown(other)).toEqual(before);
});
