// Every figure of the page carries its kind, in every state; and what is behind one opens by mouse, keyboard and touch.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/** Every text of main with a digit that says neither where it comes from nor stands in a control. */
const bareFigures = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const main = document.querySelector('main');
    if (!main) throw new Error('there is no main');
    const kinds = ['computed', 'measured', 'quoted', 'chosen', 'name', 'scale'];
    const explained = [
      ...kinds.map((kind) => `main [data-kind="${kind}"]`),
      'input, select, label, fieldset, textarea, style',
    ].join(', ');
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const bare: string[] = [];
    while (walker.nextNode()) {
      const { nodeValue, parentElement } = walker.currentNode;
      if (!nodeValue || !/\p{Nd}/u.test(nodeValue)) continue;
      if (!parentElement?.closest(explained)) {
        bare.push(`${nodeValue} in ${parentElement?.outerHTML.slice(0, 160)}`);
      }
    }
    return bare;
  });

/** A kind is said of a figure, a line or a table: of a part of the page it would say nothing. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('main [data-kind]')]
      .filter((element) => element.querySelector('h2, h3, figure, section, article, .drawing'))
      .map((element) => element.outerHTML.slice(0, 160)),
  );

const drawn = async (page: Page) =>
  expect(page.locator('.recharts-cartesian-axis-tick-value, .plan-name').first()).toBeVisible();

const states = {
  'as it opens': '',
  'with a receipt that cannot be made out': '&model=llama3.1-8b&g=5',
  'with windowed layers and padded rows': '&model=llama3.1-8b&dh=30&winlayers=24&window=1024',
  'with every variant': '&model=tiny-gqa&variants=mha.gqa.mqa.mla.gta.gla.tpa&format=int4',
  'with a notice about the link': '&model=llama3.1-8b&ctx=99999999&zz=1',
  'with nothing possible': '&model=llama3.1-8b&ctx=0&batch=0',
  'on the page of the anatomy': '&model=deepseek-v3&mla=expanded&page=anatomy',
  'on the page of memory':
    '&model=llama3.1-8b&ctx=131072&pinA=mla.absorbed*model_deepseek-v3&page=memory',
  'on the page of time':
    '&model=llama3.1-8b&ctx=131072&pinA=mla.absorbed*model_deepseek-v3&page=time',
  'on the page of serving':
    '&model=llama3.1-8b&ctx=131072&pinA=mla.absorbed*model_deepseek-v3&page=serving',
  'on the page of design':
    '&model=llama3.1-8b&ctx=131072&pinA=mla.absorbed*model_deepseek-v3&page=design',
};

for (const lang of ['en', 'zh-CN']) {
  for (const [name, state] of Object.entries(states)) {
    test(`no figure is bare ${name}, in ${lang}`, async ({ page }) => {
      await page.goto(`./?lang=${lang}#v=1${state}`);
      await drawn(page);
      expect(await bareFigures(page)).toEqual([]);
      expect(await tooWide(page)).toEqual([]);
    });
  }
}

test('a figure that were bare would be found', async ({ page }) => {
  await page.goto('./?lang=en');
  await drawn(page);
  await page.evaluate(() => {
    document.querySelector('#receipts')?.append('keeps 42 GB');
  });
  expect(await bareFigures(page)).toHaveLength(1);
});

test('no figure is bare after a run, nor under the pointer', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto('./?lang=en#v=1&model=tiny-gqa&upto=256&rounds=5');
  await page.locator('.run-panel .button.primary').click();
  await expect(page.locator('.run-end')).toHaveAttribute('data-status', 'finished', {
    timeout: 110_000,
  });
  for (const details of await page.locator('main details').all()) {
    await details.evaluate((element) => element.setAttribute('open', ''));
  }
  await page.locator('.more').first().click();
  expect(await bareFigures(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
  for (const details of await page.locator('main details').all()) {
    await details.evaluate((element) => element.removeAttribute('open'));
  }
  for (const id of ['cache-against-context', 'decode-time']) {
    await page.locator(`#${id} .drawing`).hover();
    await expect(page.locator(`#${id} .chart-tip`)).toBeVisible();
    expect(await bareFigures(page)).toEqual([]);
  }

  // A measured figure opens its samples.
  const measured = page.locator('#decode-time .finding .measured').first();
  await expect(page.locator('#decode-time .finding')).toContainText('±');
  await measured.getByRole('button').click();
  const panel = measured.getByRole('dialog', { name: 'What was measured' });
  await expect(panel).toContainText('samples5');
  await expect(panel).toContainText('CPU, WebAssembly SIMD');
  expect(await bareFigures(page)).toEqual([]);
});

test.describe('what is behind a figure', () => {
  const total = (page: Page) =>
    page.locator('article[data-variant="mla"] [data-line="grandTotal"]');

  test('of a total is its sum, and opens and closes by keyboard', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3&ctx=4096&batch=2');
    const opener = total(page).getByRole('button');
    await opener.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'How this is computed' });
    await expect(panel).toBeVisible();
    await expect(panel).toContainText('1,152 × 61 × 4,096 =');
    await expect(panel).toContainText('575,668,224 B');
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
    await expect(opener).toBeFocused();
  });

  test('of a finding on the page of time is its sum too', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3&page=time&device=h100-sxm');
    const panel = page.getByRole('dialog', { name: 'How this is computed' });
    const open = async (chart: string, figure: string, ...sums: string[]) => {
      const opener = page.locator(`#${chart} .finding`).getByRole('button', { name: figure });
      await opener.click();
      for (const sum of sums) await expect(panel).toContainText(sum);
      await page.keyboard.press('Escape');
      await expect(panel).toBeHidden();
    };
    await open('crossover', '171 new tokens', 'absorbed, 170 new tokens', 'expanded, 171 new tok');
    await open('crossover', '170.7', '33,554,432 FLOP', '170.7');
    const figures = page.locator('#roofline .finding .figure-opener');
    await expect(figures).toHaveCount(3);
    await figures.last().click();
    await expect(panel).toContainText('memory bandwidth');
    expect(await bareFigures(page)).toEqual([]);
  });

  test('closes at a press outside, and at a second one on the figure', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3');
    const panel = page.getByRole('dialog', { name: 'How this is computed' });
    await total(page).getByRole('button').click();
    await expect(panel).toBeVisible();
    await page.locator('#receipts-title').click();
    await expect(panel).toBeHidden();
    await total(page).getByRole('button').click();
    await expect(panel).toBeVisible();
    await total(page).getByRole('button').click();
    await expect(panel).toBeHidden();
  });

  test('of a quoted figure is its source', async ({ page }) => {
    await page.goto('./?lang=en#v=1&model=deepseek-v3&device=l4');
    await page.locator('#decode-time .quoted summary').click();
    const source = page.locator('#decode-time .quoted a').first();
    await expect(source).toHaveAttribute('href', /^https:\/\/github\.com\/[\w-]+\/[\w-]+\/blob\//);
  });

  for (const lang of ['en', 'zh-CN']) {
    test(`keeps inside a phone, in ${lang}, and reads well to assistive technology`, async ({
      page,
    }) => {
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`./?lang=${lang}#v=1&model=deepseek-v3&ctx=1048576&batch=512`);
      await drawn(page);
      const openers = page.locator('main .figure-opener:visible');
      const panel = page.locator('.popover:popover-open');
      const width = await page.evaluate(() => document.body.clientWidth);
      for (const opener of await openers.all()) {
        await opener.scrollIntoViewIfNeeded();
        await opener.click();
        await expect(panel).toHaveCount(1);
        await expect
          .poll(async () => {
            const box = await panel.boundingBox();
            return box && box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 640;
          })
          .toBe(true);
        expect(await panel.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
        await page.keyboard.press('Escape');
      }
      await openers.first().click();
      const { violations } = await new AxeBuilder({ page }).include('.popover').analyze();
      expect(violations).toEqual([]);
    });
  }
});
