// More variants than four, in narrow formats and with windowed layers: chosen, billed, drawn, linked, and run.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';
import { bytes, control, field, runEnd } from './places';

const boxes = (page: Page) => page.locator('.shown-variants input');
const receipts = (page: Page) => page.locator('article[data-variant]');

const bytesOf = async (page: Page, variant: string, line: string): Promise<bigint> => {
  const shown = await bytes(page, variant, line).innerText();
  return BigInt(shown.replace(/[^0-9]/g, ''));
};

/** Shows all variants there are, and gives their ids. */
async function showAll(page: Page): Promise<string[]> {
  await expect(boxes(page).first()).toBeVisible();
  for (const box of await boxes(page).all()) await box.check();
  await expect(receipts(page)).toHaveCount(await boxes(page).count());
  const ids = await receipts(page).evaluateAll((all) =>
    all.map((each) => (each as HTMLElement).dataset['variant'] ?? ''),
  );
  expect(ids.length).toBeGreaterThanOrEqual(7);
  return ids;
}

test('every variant has a receipt, a line in the chart, a column in the table and a place in the link', async ({
  page,
}) => {
  const complaints = listenToConsole(page);
  await page.goto('./?lang=en#v=1&model=deepseek-v3');
  await expect(receipts(page)).toHaveCount(4);
  await expect(control(page, 'queryFactors')).toHaveCount(0);
  const ids = await showAll(page);
  await expect(control(page, 'queryFactors')).toBeVisible();
  const figure = page.locator('#cache-against-context');
  await expect(figure.locator('.recharts-line-curve')).toHaveCount(ids.length);
  await expect(figure.locator('.legend .line-key')).toHaveCount(ids.length);
  await figure.getByText('Data table').click();
  await expect(figure.locator('.table-scroll thead th')).toHaveCount(ids.length + 1);
  await expect(page).toHaveURL(new RegExp(`variants=${ids.join('\\.')}`));
  await page.reload();
  await expect(receipts(page)).toHaveCount(ids.length);
  for (const id of ids) {
    expect(await bytesOf(page, id, 'perToken')).toBe(61n * (await bytesOf(page, id, 'perLayer')));
  }
  expect(complaints).toEqual([]);
});

test('the bills of int4 are the sums of their lines, scales included', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3');
  const ids = await showAll(page);
  await page.getByText('int4', { exact: true }).click();
  // 512 elements in 16 groups of 16 bytes and a scale of 2; the rotary key keeps its 16 bits.
  await expect(page.locator('article[data-variant="mla"] [data-line="latents"]')).toContainText(
    /16k × 18b B/,
  );
  expect(await bytesOf(page, 'mla', 'perLayer')).toBe(16n * 18n + 64n * 2n);
  for (const id of ids) {
    const lines = page.locator(`article[data-variant="${id}"] .receipt-fields .line-bytes`);
    const sum = (await lines.allInnerTexts()).reduce(
      (n, text) => n + BigInt(text.replace(/[^0-9]/g, '')),
      0n,
    );
    expect(await bytesOf(page, id, 'perLayer'), id).toBe(sum);
  }
});

test('a hidden baseline is said to be hidden, and one variant always stays', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await page.getByRole('checkbox', { name: 'MHA' }).uncheck();
  await expect(page.locator('.baseline-note')).toHaveText(
    'MHA is hidden, so ratios are against GQA.',
  );
  await expect(page.locator('article[data-variant="mqa"]')).toContainText('8× less than GQA');
  await page.getByRole('checkbox', { name: 'GQA' }).uncheck();
  await page.getByRole('checkbox', { name: 'MQA' }).uncheck();
  await expect(receipts(page)).toHaveCount(1);
  await expect(page.getByRole('checkbox', { name: 'MLA' })).toBeDisabled();
});

test('a link with a variant that does not exist shows the others and says so', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&variants=mla.xyz.mha.mqaa');
  const notice = page.locator('.notice');
  await expect(notice).toContainText('variants shown: there is no “xyz”; it was left out.');
  await expect(notice).toContainText('there is no “mqaa”; it was left out. Did you mean mqa?');
  await expect(receipts(page)).toHaveCount(2);
  await expect(page).toHaveURL(/variants=mha\.mla$/);
  await page.goto('about:blank');
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&variants=xyz');
  await expect(notice).toContainText('none is named in “xyz”; MHA, GQA, MQA, MLA are used.');
  await expect(receipts(page)).toHaveCount(4);
});

test('windowed layers keep their window, and bend the line', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&ctx=8192');
  await expect(control(page, 'window')).toHaveCount(0);
  await field(page, 'windowLayers').fill('24');
  await field(page, 'window').fill('1024');
  const perLayer = await bytesOf(page, 'gqa', 'perLayer');
  expect(await bytesOf(page, 'gqa', 'fullLayers')).toBe(perLayer * 8n * 8192n);
  expect(await bytesOf(page, 'gqa', 'windowedLayers')).toBe(perLayer * 24n * 1024n);
  expect(await bytesOf(page, 'gqa', 'perSequence')).toBe(perLayer * (8n * 8192n + 24n * 1024n));
  await expect(page).toHaveURL(/winlayers=24&window=1024&ctx=8192$/);
  await field(page, 'windowLayers').fill('33');
  await expect(control(page, 'windowLayers').locator('.problem')).toHaveText(
    '33 windowed layers are more than all 32 layers',
  );
});

test('sums stand side by side, whatever the number of fields', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3&format=int8');
  await showAll(page);
  const tops = await page.locator('article [data-line="perLayer"]').evaluateAll((lines) =>
    lines.map((line) => {
      const article = line.closest('article');
      const row = Math.round(article?.getBoundingClientRect().top ?? 0);
      return { row, top: Math.round(line.getBoundingClientRect().top) };
    }),
  );
  const rows = new Map<number, Set<number>>();
  for (const { row, top } of tops) rows.set(row, (rows.get(row) ?? new Set()).add(top));
  expect(rows.size).toBeGreaterThan(1);
  for (const [row, sums] of rows) expect(sums.size, `receipts at ${row} px`).toBe(1);
});

test('nothing scrolls sideways with all variants, at any width, in either language', async ({
  page,
}) => {
  await page.goto('./?lang=en#v=1&model=deepseek-v3&ctx=1048576&batch=512&format=int8');
  await showAll(page);
  await field(page, 'windowLayers').fill('60');
  for (const language of ['EN', '中文']) {
    await page.getByText(language, { exact: true }).click();
    for (const width of [320, 390, 768, 1024, 1280, 1440]) {
      await page.setViewportSize({ width, height: 844 });
      // A phone shows one chart at a time.
      await expect(page.locator('.recharts-surface:visible')).toHaveCount(width < 700 ? 1 : 2);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${language} at ${width} px`).toBeLessThanOrEqual(0);
    }
  }
});

for (const lang of ['en', 'zh-CN']) {
  test(`has no serious finding for accessibility with all variants, ${lang}`, async ({ page }) => {
    await page.goto(`./?lang=${lang}#v=1&model=llama3.1-8b&winlayers=33&format=int4`);
    await showAll(page);
    await boxes(page).first().uncheck();
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) =>
      ['serious', 'critical'].includes(impact ?? ''),
    );
    expect(serious.map(({ id, nodes }) => [id, nodes.map((n) => n.html)])).toEqual([]);
  });
}

/** Shows all variants, runs them at 512 and 1024 tokens and gives their ids. */
async function runAll(page: Page, format: string): Promise<string[]> {
  await page.goto(`./?lang=en#v=1&model=tiny-gqa&upto=1024&format=${format}`);
  const ids = await showAll(page);
  await page.locator('.run-panel .button.primary').click();
  await expect(runEnd(page)).toHaveAttribute('data-status', 'finished', { timeout: 170_000 });
  await expect(runEnd(page)).toContainText(`${2 * ids.length} points measured, 0 failed`);
  await expect(page.locator('.badge.agrees')).toContainText('Agrees with float64');
  return ids;
}

for (const format of ['bf16', 'int8', 'int4']) {
  test(`all variants run on the device in ${format}, and agree with float64`, async ({ page }) => {
    test.setTimeout(180_000);
    await runAll(page, format);
  });
}

test('all variants run on the device, each as a line with its points, and agree with float64', async ({
  page,
}) => {
  test.setTimeout(180_000);
  const complaints = listenToConsole(page);
  const ids = await runAll(page, 'f32');
  const figure = page.locator('#decode-time');
  await expect(figure.locator('.recharts-line-curve')).toHaveCount(ids.length);
  for (const id of ids) {
    await expect(figure.locator(`.drawing .variant-dot[data-variant="${id}"]`), id).toHaveCount(2);
  }
  // Hiding one hides its points and line; nothing was measured anew, so nothing is called stale.
  const [first = ''] = ids;
  await boxes(page).first().uncheck();
  await expect(figure.locator(`.drawing .variant-dot[data-variant="${first}"]`)).toHaveCount(0);
  await expect(figure.locator('.recharts-line-curve')).toHaveCount(ids.length - 1);
  await expect(figure.locator('.circumstances')).not.toContainText('have changed');
  expect(complaints).toEqual([]);
});
