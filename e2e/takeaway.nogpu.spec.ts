// What the page shows is taken away: a config.json that says the same when it is read again, a command, a report.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const opener = (page: Page) => page.getByRole('button', { name: 'Take away' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Take away' });
const tab = (page: Page, name: string) => dialog(page).getByRole('tab', { name });
const textOf = (page: Page) => dialog(page).locator('textarea').inputValue();

/** Figures of the dialog that do not say where they come from. */
const bareFigures = (page: Page) =>
  page.locator('dialog.takeaway-dialog').evaluate((root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const bare: string[] = [];
    while (walker.nextNode()) {
      const { nodeValue, parentElement } = walker.currentNode;
      const explained = parentElement?.closest('[data-kind], select, label, textarea, button');
      if (/\p{Nd}/u.test(nodeValue ?? '') && !explained) bare.push(nodeValue ?? '');
    }
    return bare;
  });

async function download(page: Page, name: string): Promise<string> {
  const downloading = page.waitForEvent('download');
  await dialog(page)
    .getByRole('button', { name: `Download ${name}` })
    .click();
  const file = await downloading;
  expect(file.suggestedFilename()).toBe(name);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) {
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  return Buffer.concat(chunks).toString('utf8');
}

test('by keyboard: a config.json that gives the same bytes when it is imported', async ({
  page,
}) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3');
  await opener(page).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toContainText('As DeepSeek-V3 / R1 was published.');
  const text = await textOf(page);
  expect(JSON.parse(text)).toMatchObject({ model_type: 'deepseek_v3', kv_lora_rank: 512 });
  expect(await download(page, 'config.json')).toBe(text);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(opener(page)).toBeFocused();

  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await page.getByRole('button', { name: 'Import config.json' }).click();
  const importing = page.getByRole('dialog', { name: 'Import config.json' });
  await importing.getByRole('textbox').fill(text);
  await importing.getByRole('button', { name: 'Use this model' }).click();
  const bill = page.getByRole('article', { name: 'MLA', exact: true });
  await expect(bill.locator('[data-line="perToken"]')).toContainText('70,272 B');
});

test('a command with its reasons, in the tab that arrows lead to, kept while it is closed', async ({
  page,
}) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&ctx=8192');
  await opener(page).click();
  await tab(page, 'config.json').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab(page, 'vllm serve')).toBeFocused();
  await dialog(page).getByRole('textbox', { name: 'Model' }).fill('meta-llama/Llama-3.1-8B');
  expect(await textOf(page)).toMatch(
    /^vllm serve meta-llama\/Llama-3.1-8B .*--max-model-len 8192/s,
  );
  await expect(dialog(page)).toContainText('The context you chose; it fits');
  await page.keyboard.press('Escape');
  await opener(page).click();
  expect(await textOf(page)).toContain('meta-llama/Llama-3.1-8B');
  // What does not fit is refused with a way out.
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    window.location.hash = '#v=1&model=deepseek-v3&cards=1';
  });
  await opener(page).click();
  await dialog(page).getByText('1, as chosen').click();
  await expect(dialog(page).locator('.refused')).toContainText('Even a context of one block needs');
  await dialog(page).getByRole('button', { name: 'Take as few as fit' }).click();
  expect(await textOf(page)).toContain('--tensor-parallel-size');
});

test('a variant that no engine knows is refused in words', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=tiny-gqa&variants=gqa.tpa');
  await opener(page).click();
  await dialog(page).getByLabel('Configuration').selectOption('tpa');
  for (const part of ['config.json', 'vllm serve']) {
    await tab(page, part).click();
    await expect(dialog(page).locator('.refused')).toContainText('No engine is known to read');
    await expect(dialog(page).locator('textarea')).toHaveCount(0);
  }
});

test('a report with the link and the bills', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3');
  await opener(page).click();
  await tab(page, 'Report').click();
  const text = await download(page, 'attention-playground.md');
  expect(text).toContain(page.url());
  expect(text).toContain('| MLA (absorbed) | native | 1,152 B | 70,272 B |');
});

for (const lang of ['en', 'zh-CN']) {
  test(`reads well on a phone and to assistive technology, in ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    // Changed sizes and windows, of which the dialog has most to say.
    await page.goto(`./?lang=${lang}#v=1&model=llama3.1-8b&g=4&winlayers=7&window=513&wbits=4`);
    await page.locator('.page-switches [aria-haspopup=dialog]').last().click();
    const body = page.locator('.takeaway-body');
    for (const part of ['config', 'command', 'report']) {
      await page.locator(`[data-part=${part}]`).click();
      const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
      expect(violations).toEqual([]);
      expect(await bareFigures(page)).toEqual([]);
      expect(await body.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    }
  });
}
