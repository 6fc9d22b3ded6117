// The page as a person uses it before anything runs: links, language, theme, keyboard, small screens.
import { expect, test } from '@playwright/test';
import { listenToConsole } from './console';
import { bytes, control, field, receipt } from './places';

test('the figures of a device are quoted, with their sources a click away', async ({ page }) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&device=m4');
  const quoted = page.locator('#decode-time details.quoted');
  await expect(quoted.locator('em')).toHaveText(
    '120 GB/s, 3.76 TFLOP/s f32, 34.4 GB (32 GiB) (largest configuration)',
  );
  await quoted.locator('summary').click();
  await expect(quoted).toContainText('f32 rate: hmc-tech.com');
});

test.describe('the address', () => {
  test('holds the state, through a reload', async ({ page }) => {
    await page.goto('./?lang=en');
    await page.getByLabel('Model', { exact: true }).selectOption({ label: 'Qwen2.5 7B' });
    await field(page, 'batch').fill('3');
    await page.getByRole('button', { name: 'Compare with MQA' }).click();
    await expect(page).toHaveURL(/#v=1&model=qwen2\.5-7b&batch=3&baseline=mqa$/);
    const total = await bytes(page, 'gqa', 'inAll').innerText();
    await page.reload();
    await expect(bytes(page, 'gqa', 'inAll')).toHaveText(total);
    await expect(receipt(page, 'gqa')).toContainText('more than MQA');
  });

  test('is read again when someone changes it', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3');
    await page.evaluate(() => {
      location.hash = '#v=1&model=opt-13b';
    });
    await expect(bytes(page, 'mha', 'perToken')).toHaveText('819,200 B');
  });

  test('that holds impossible things says what was done about each', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=llama3.1-8b&ctx=99999999&colour=blue&format=f8');
    const notice = page.locator('.notice');
    await expect(notice).toContainText('context: 99,999,999 is above the limit; 4,194,304 is used');
    await expect(notice).toContainText('“colour” (blue) is not a setting of this page');
    await expect(notice).toContainText(
      'cache format: “f8” is none of f32, f16, bf16, int8, int4; f16 is used',
    );
    await expect(page).toHaveURL(/#v=1&model=llama3\.1-8b&ctx=4194304$/);
    await notice.getByRole('button').click();
    await expect(notice).toHaveCount(0);
  });
});

test.describe('language and theme', () => {
  test('switch at once, are remembered, and set the document', async ({ page }) => {
    await page.goto('./');
    await page.getByText('中文').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('注意力演练场');
    await page.getByText('深色').click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page).toHaveTitle('注意力演练场');
  });

  test('in the address win over what was remembered', async ({ page }) => {
    await page.goto('./?lang=zh-CN&theme=dark');
    await page.getByText('EN', { exact: true }).click();
    await expect(page).toHaveURL(/lang=en/);
    await page.goto('./?lang=zh-CN&theme=light');
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  });

  test('no English is left in the Chinese page', async ({ page }) => {
    await page.goto('./?lang=zh-CN#v=1&model=llama3.1-8b&g=5');
    await expect(control(page, 'kvHeads').locator('.problem')).toHaveText(
      '32 个查询头无法被 5 个 KV 头整除',
    );
    const text = await page.locator('main').innerText();
    expect(text).not.toMatch(/\b(the|tokens|heads|of|and)\b/);
  });
});

test.describe('accessibility', () => {
  test('the keyboard reaches everything that can be used', async ({ page }) => {
    await page.goto('./?lang=en');
    await expect(page.locator('.recharts-surface')).toHaveCount(2);
    await expect(page.locator('.device-line .tag')).toBeVisible();
    const wanted = await page.evaluate(() => {
      const all = document.querySelectorAll<HTMLElement>(
        'a[href], button:not(:disabled), select, summary, input:not([type="radio"]), input[type="radio"]:checked',
      );
      // A closed <details> shows only its summary.
      const shown = [...all].filter(
        (element) =>
          getComputedStyle(element).visibility !== 'hidden' &&
          element.getClientRects().length > 0 &&
          element.checkVisibility(),
      );
      shown.forEach((element, i) => (element.dataset['wanted'] = String(i)));
      return shown.map((_, i) => String(i));
    });
    const reached = new Set<string>();
    for (let i = 0; i < wanted.length + 20 && reached.size < wanted.length; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(
        () => (document.activeElement as HTMLElement | null)?.dataset['wanted'] ?? null,
      );
      if (at !== null) reached.add(at);
    }
    const missed = wanted.filter((at) => !reached.has(at));
    const html = await Promise.all(
      missed.map((at) => page.locator(`[data-wanted="${at}"]`).evaluate((e) => e.outerHTML)),
    );
    expect(html).toEqual([]);
  });

  test('every figure has a table', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3');
    const figure = page.locator('#cache-against-context');
    await figure.getByText('Data table').click();
    await expect(figure.locator('.table-scroll tbody tr')).toHaveCount(14);
  });
});

test.describe('small screens', () => {
  for (const width of [320, 390, 768, 1024]) {
    test(`nothing scrolls sideways at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 });
      for (const lang of ['en', 'zh-CN']) {
        await page.goto(`./?lang=${lang}#v=1&model=deepseek-v3&ctx=1048576&batch=512`);
        // A phone shows one chart at a time.
        await expect(page.locator('.recharts-surface:visible')).toHaveCount(width < 700 ? 1 : 2);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        // Less than nothing where a scrollbar takes its room.
        expect(overflow, lang).toBeLessThanOrEqual(0);
      }
    });
  }

  test('a phone keeps the bill in sight and opens the controls as a sheet', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('./?lang=en#v=1&model=deepseek-v3');
    await expect(page.locator('.phone-summary')).toContainText('MLA 70.3 kB a token');
    await expect(field(page, 'layers')).toBeHidden();
    await page.getByRole('button', { name: 'Change the model' }).click();
    await field(page, 'layers').fill('62');
    // The sheet covers the page, so it says itself what changes.
    await expect(page.locator('.sheet-head')).toContainText('MLA 71.4 kB a token');
    await page.getByRole('button', { name: 'Done' }).click();
    await expect(field(page, 'layers')).toBeHidden();
    await expect(page.locator('.phone-summary')).toContainText('MLA 71.4 kB a token');
  });
});

test('none of this leaves a word in the console', async ({ page }) => {
  const complaints = listenToConsole(page);
  await page.goto('./?lang=en#v=1&model=llama3.1-8b');
  await field(page, 'kvHeads').fill('5');
  await field(page, 'context').fill('0');
  await field(page, 'batch').fill('9999');
  await page.getByText('中文').click();
  await page.getByLabel('模型', { exact: true }).selectOption('deepseek-v2');
  await expect(page.locator('.recharts-surface')).toHaveCount(2);
  expect(complaints).toEqual([]);
});
