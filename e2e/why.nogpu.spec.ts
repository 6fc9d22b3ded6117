// Nothing on the page is disabled without saying why: by a button on its corner, and to a screen reader.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { explainedControls } from './unexplained';

/** States, with what cannot be used in them. */
const states = {
  'without a GPU': { link: '&model=tiny-gqa', disabled: [] },
  'with one variant shown': { link: '&model=tiny-gqa&variants=mla', disabled: ['MLA'] },
  'with impossible sizes': {
    link: '&model=llama3.1-8b&variants=gqa&g=5',
    disabled: ['Run on CPU', 'GQA'],
  },
  'in a race without a GPU': {
    link: '&model=tiny-gqa&page=race',
    disabled: ['Pause', 'Runs on'],
  },
  'in a race that cannot begin': {
    link: '&model=tiny-gqa&page=race&from=4096&until=1024',
    disabled: ['Race on CPU', 'Pause', 'Runs on'],
  },
  'with a table of one measure': {
    link: '&model=llama3.1-8b&page=design&table=su',
    disabled: ['loss'],
  },
  'with all pins in use': {
    link: '&model=tiny-gqa&variants=mla&pinA=mha.cached&pinB=gqa.cached&pinC=mqa.cached&pinD=mla.absorbed',
    disabled: ['Pin', 'MLA'],
  },
};

const settled = async (page: Page, link: string, language = 'en') => {
  await page.goto(`./?lang=${language}#v=1${link}`);
  await expect(page.locator('figure.chart').first()).toBeVisible();
  // The browser has answered which device there is.
  await page.waitForTimeout(1500);
};

for (const [name, { link, disabled }] of Object.entries(states)) {
  test(`${name}: all that cannot be used says why`, async ({ page }) => {
    await settled(page, link);
    const found = await explainedControls(page);
    expect(found.unexplained).toEqual([]);
    for (const each of disabled) {
      expect(
        found.disabled.some((text) => text.startsWith(each)),
        `${each} in ${found.disabled.join(', ')}`,
      ).toBe(true);
    }
  });
}

test('the reason opens by keyboard and by press, and moves nothing', async ({ page }) => {
  await settled(page, '&model=llama3.1-8b&variants=gqa&g=5');
  const run = page.locator('.run-panel .run-row .button.primary');
  const before = await run.boundingBox();
  const opener = page.locator('.run-panel .why-open').first();
  await opener.focus();
  await page.keyboard.press('Enter');
  const reason = page.getByRole('dialog', { name: 'Why not?' });
  await expect(reason).toContainText('No variant shown has possible sizes');
  await page.keyboard.press('Escape');
  await expect(reason).toBeHidden();
  await opener.click();
  await expect(reason).toBeVisible();
  await expect(run).toHaveAccessibleDescription(/No variant shown has possible sizes/);
  await page.keyboard.press('Escape');
  await page.evaluate(() => {
    window.location.hash = '#v=1&model=llama3.1-8b&variants=gqa&g=4';
  });
  await expect(run).toBeEnabled();
  await expect(page.locator('.run-panel .why-open')).toHaveCount(0);
  // The receipts above may have grown: its own row is what must not move.
  const after = await run.boundingBox();
  expect([after?.x, after?.width, after?.height]).toEqual([
    before?.x,
    before?.width,
    before?.height,
  ]);
});

test('in dialogs too: an import without a text, a chart without figures, a device that is none', async ({
  page,
}) => {
  await settled(page, '&model=tiny-gqa');
  await page.getByRole('button', { name: 'Import config.json' }).click();
  // Dialogs come in files of their own.
  await expect(page.getByRole('button', { name: 'Use this model' })).toBeVisible();
  expect(await explainedControls(page)).toMatchObject({
    disabled: ['Use this model'],
    unexplained: [],
  });
  await page.locator('dialog textarea').fill('{');
  await expect(page.locator('dialog .why-open')).toBeVisible();
  expect((await explainedControls(page)).unexplained).toEqual([]);
  await page.keyboard.press('Escape');
  await page.locator('#decode-time').getByRole('button', { name: 'Save' }).click();
  await expect
    .poll(() => explainedControls(page))
    .toMatchObject({ disabled: { length: 2 }, unexplained: [] });
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Device report' }).click();
  await expect(page.locator('.device-section').first()).toBeVisible();
  const device = await explainedControls(page);
  expect(device.disabled).toEqual(['Measure the ceilings', 'Tune for what Run measures']);
  expect(device.unexplained).toEqual([]);
});

for (const language of ['en', 'zh-CN']) {
  test(`the device report without a GPU reads well on a phone, in ${language}`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    // A phone shows one chart at a time.
    await page.goto(`./?lang=${language}&show=decode#v=1&model=tiny-gqa`);
    await page.locator('.device-open').first().click();
    await expect(page.locator('[data-section="place"]')).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations).toEqual([]);
    const body = page.locator('.device-dialog .dialog-body');
    expect(await body.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    const bare = await body.evaluate((root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      while (walker.nextNode()) {
        const { nodeValue, parentElement } = walker.currentNode;
        const explained = parentElement?.closest('[data-kind], label, textarea, button');
        if (/\p{Nd}/u.test(nodeValue ?? '') && !explained) found.push(nodeValue ?? '');
      }
      return found;
    });
    expect(bare).toEqual([]);
  });
}
