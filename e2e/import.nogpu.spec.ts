// A config.json comes in by the dialog: pasted, chosen or dropped, with the keyboard alone, right or broken.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/** MiniCPM3-4B's sizes: a latent of 256 + 32, which is 576 bytes a token and layer at 16 bits. */
const config = {
  _name_or_path: 'openbmb/MiniCPM3-4B',
  hidden_size: 2560,
  kv_lora_rank: 256,
  max_position_embeddings: 32768,
  num_attention_heads: 40,
  num_hidden_layers: 62,
  num_key_value_heads: 40,
  q_lora_rank: 768,
  qk_nope_head_dim: 64,
  qk_rope_head_dim: 32,
  rms_norm_eps: 1e-5,
  torch_dtype: 'bfloat16',
  v_head_dim: 64,
};
const good = JSON.stringify(config, null, 2);

const opener = (page: Page) => page.getByRole('button', { name: 'Import config.json' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Import config.json' });
const text = (page: Page) => dialog(page).getByRole('textbox');
const use = (page: Page) => dialog(page).getByRole('button', { name: 'Use this model' });
const latentBill = (page: Page) => page.getByRole('article', { name: 'MLA', exact: true });

/** What the page shows of the model: its bills, its sizes and its address. */
const shown = async (page: Page) => [
  page.url(),
  await page.locator('#receipts').innerText(),
  ...(await page
    .locator('#controls input[type=text]')
    .evaluateAll((fields) =>
      fields.map((field) => (field instanceof HTMLInputElement ? field.value : '')),
    )),
];

test('a good file gives the right bytes, with the keyboard alone', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await opener(page).focus();
  await page.keyboard.press('Enter');
  await expect(text(page)).toBeFocused();
  await page.keyboard.insertText(good);
  await expect(dialog(page).getByRole('status')).toContainText('MLA, 576 B a token and layer');
  await expect(dialog(page).getByRole('row', { name: /latent dim/ })).toContainText(
    'kv_lora_rank: 256 line 4',
  );
  while (!(await use(page).evaluate((button) => button === document.activeElement))) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();
  await expect(latentBill(page).locator('.tag')).toHaveText('yours');
  await expect(page.getByRole('article', { name: 'GQA' }).locator('.tag')).toHaveText('proposal');
  await expect(latentBill(page)).toContainText('576 B');
  await expect(page.getByLabel('Model', { exact: true })).toHaveValue('');
  await expect(page.getByRole('textbox', { name: 'layers', exact: true })).toHaveValue('62');
  await expect(page).toHaveURL(/own=latent/);
});

test.describe('a broken file names its line or field and changes nothing', () => {
  const broken: [string, string, RegExp][] = [
    ['a comma too many', good.replace(/\n\}$/, ',\n}'), /line 14, column 19.*comma/],
    ['a number in quotes', good.replace(' 256,', ' "256",'), /line 4.*kv_lora_rank is "256"/],
    ['a missing field', good.replace('"v_head_dim"', '"v_dim"'), /v_head_dim is missing/],
    ['a web page', '<!doctype html><title>config.json</title>', /web page/],
  ];
  for (const [name, source, said] of broken) {
    test(name, async ({ page }) => {
      await page.goto('./?lang=en#v=1&model=llama3.1-8b');
      // The last line of the bills comes after them.
      await expect(page.locator('.verdict li').first()).toBeVisible();
      const before = await shown(page);
      await opener(page).click();
      await text(page).fill(source);
      await expect(dialog(page).getByRole('listitem')).toHaveCount(1);
      await expect(dialog(page).getByRole('listitem')).toHaveText(said);
      await expect(use(page)).toBeDisabled();
      await page.keyboard.press('Escape');
      await expect(dialog(page)).toBeHidden();
      expect(await shown(page)).toEqual(before);
    });
  }

  test('its line is shown in the text on request', async ({ page }) => {
    await page.goto('./?lang=en');
    await opener(page).click();
    await text(page).fill(good.replace('40,', '"40",'));
    await dialog(page).getByRole('button', { name: 'line 6' }).click();
    const selected = await text(page).evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionEnd),
    );
    expect(selected.trim()).toBe('"num_attention_heads": "40",');
  });
});

test('a file can be chosen or dropped', async ({ page }) => {
  await page.goto('./?lang=en');
  await opener(page).click();
  const file = { name: 'config.json', mimeType: 'application/json', buffer: Buffer.from(good) };
  await dialog(page).locator('input[type=file]').setInputFiles(file);
  await expect(use(page)).toBeEnabled();
  await dialog(page).getByRole('button', { name: 'Clear' }).click();
  await expect(use(page)).toBeDisabled();
  const data = await page.evaluateHandle((content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], 'config.json'));
    return transfer;
  }, good);
  await dialog(page).dispatchEvent('drop', { dataTransfer: data });
  await expect(use(page)).toBeEnabled();
});

test('a dialog that cannot be loaded says so, and the page goes on', async ({ page }) => {
  await page.route(/ImportDialog/, (route) => route.abort());
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await opener(page).click();
  await expect(page.getByRole('alert')).toContainText('did not load');
  await expect(latentBill(page)).toBeVisible();
});

test('an empty file is refused by name', async ({ page }) => {
  await page.goto('./?lang=en');
  await opener(page).click();
  const file = { name: 'config.json', mimeType: 'application/json', buffer: Buffer.from('') };
  await dialog(page).locator('input[type=file]').setInputFiles(file);
  await expect(dialog(page).getByRole('alert')).toContainText('config.json cannot be read');
});

for (const lang of ['en', 'zh-CN']) {
  test(`reads well on a phone and to assistive technology, in ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`./?lang=${lang}`);
    await page.locator('.phone-summary .button').click();
    await page.locator('.import-open').click();
    for (const source of [good, good.replace(' 256,', ' -1,')]) {
      await page.locator('dialog textarea').fill(source);
      await expect(page.locator('dialog [role=status]')).not.toBeEmpty();
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
      expect(violations).toEqual([]);
      const body = page.locator('.import-body');
      expect(await body.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    }
  });
}
