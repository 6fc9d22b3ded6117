// Every view in both themes and both languages: axe finds nothing, nothing scrolls sideways, a thumb hits every control.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { pages } from '../src/state/chartSettings';
import { viewIds } from '../src/state/views';
import { goToState, settled } from './settled';

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe finds against WCAG 2.2 AA, in the page or a part of it, as its rule and the elements. */
async function findings(page: Page, part = 'html'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags(standard).include(part);
  const { violations } = await axe.exclude('iframe').analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`),
  );
}

const looks = ['light', 'dark'].flatMap((theme) =>
  ['en', 'zh-CN'].map((lang) => `theme=${theme}&lang=${lang}`),
);

/** A model, one put aside, and one whose kv heads cannot be shared out: a receipt that is void. */
const pinned = 'model=llama3.1-8b&ctx=131072&pinA=mla.absorbed*model_deepseek-v3';
const withPin = `${pinned}&baseline=A`;
const withVoid = `${pinned}&g=5&zz=1`;

/** Opens whatever opens, so that what it holds is looked at too. */
const openDetails = (page: Page) =>
  page.locator('details').evaluateAll((all) => {
    for (const details of all) details.setAttribute('open', '');
  });

// Every page, every chart.
test.describe.configure({ timeout: 180_000 });

for (const look of looks) {
  test(`axe finds nothing on any page of charts, ${look}`, async ({ page }) => {
    await page.goto(`./?${look}#v=1&${withVoid}`);
    await settled(page);
    await openDetails(page);
    expect.soft(await findings(page), 'with a receipt that is void').toEqual([]);
    for (const name of pages) {
      await goToState(page, `${withPin}&page=${name}`);
      await openDetails(page);
      expect.soft(await findings(page, '.chart-pages'), name).toEqual([]);
    }
    expect.soft(await findings(page, '.receipts'), 'with a pin').toEqual([]);
    for (const [button, dialog] of [
      ['.import-open', '.import-dialog'],
      ['.embed-open', '.embed-dialog'],
    ] as const) {
      await page.locator(button).click();
      await expect(page.locator(dialog)).toBeVisible();
      expect.soft(await findings(page, dialog), dialog).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.locator('.save-open').first().click();
    expect.soft(await findings(page, '.save-menu'), 'what saves a chart').toEqual([]);
  });
}

/** The languages in turn: what a frame shows is looked at above in both. */
test('axe finds nothing in a frame of any view, light or dark', async ({ page }) => {
  await page.setViewportSize({ width: 480, height: 360 });
  for (const [i, view] of viewIds.entries()) {
    const lang = i % 2 === 0 ? 'en' : 'zh-CN';
    await page.goto(`./?embed=1&show=${view}&theme=auto&lang=${lang}#v=1&${withPin}`);
    await settled(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
      expect.soft(await findings(page), `${view}, ${colorScheme}, ${lang}`).toEqual([]);
    }
  }
});

/** The charts of the page one after another where each has a tab, or all of them at once where none has. */
async function forEachChart(page: Page, look: (chart: string) => Promise<void>): Promise<void> {
  const tabs = page.locator('.figure-tabs label');
  const count = await tabs.count();
  if (count === 0) return look('all charts');
  for (let i = 0; i < count; i++) {
    await tabs.nth(i).click();
    await settled(page);
    await openDetails(page);
    await look(await tabs.nth(i).innerText());
  }
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

for (const lang of ['en', 'zh-CN']) {
  test(`no page of charts scrolls sideways, ${lang}`, async ({ page }) => {
    await page.goto(`./?lang=${lang}#v=1&${withPin}`);
    await settled(page);
    for (const name of pages) {
      await goToState(page, `${withPin}&page=${name}`);
      await openDetails(page);
      for (const width of [320, 390, 768, 1024]) {
        await page.setViewportSize({ width, height: 844 });
        // Charts are drawn anew to the width they have.
        await page.waitForTimeout(60);
        await forEachChart(page, async (chart) => {
          expect
            .soft(await sideways(page), `${name}, ${chart}, ${width} px`)
            .toBeLessThanOrEqual(0);
        });
      }
    }
  });
}

/** What is too small to be hit by a thumb: below 44 px, or 24 px where it stands in a line of text or a table. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const inText = '.figure-opener, .symbol, p a, li a, td a, td button, cite a, .notice a';
    const all = document.querySelectorAll(
      'a[href], button, select, summary, textarea, input, [role="button"]',
    );
    return [...all].flatMap((element) => {
      // A radio button or a box is hit by its label.
      const target =
        element instanceof HTMLInputElement && /radio|checkbox|file/.test(element.type)
          ? (element.closest('label') ?? element)
          : element;
      if (!target.checkVisibility({ visibilityProperty: true })) return [];
      const { width, height } = target.getBoundingClientRect();
      if (width <= 1 || height <= 1) return [];
      const least = target.matches(inText) ? 24 : 44;
      const isInline = least === 24 && getComputedStyle(target).display === 'inline';
      return isInline || height >= least - 0.5
        ? []
        : [`${height.toFixed(1)} px: ${target.outerHTML.slice(0, 140)}`];
    });
  });

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  for (const lang of ['en', 'zh-CN']) {
    test(`whatever can be pressed is large enough, ${lang}`, async ({ page }) => {
      await page.goto(`./?lang=${lang}#v=1&${withPin}`);
      await settled(page);
      for (const name of pages) {
        await goToState(page, `${withPin}&page=${name}`);
        await openDetails(page);
        await forEachChart(page, async (chart) => {
          expect.soft(await tooSmall(page), `${name}, ${chart}`).toEqual([]);
        });
      }
      await page.locator('.phone-summary .button').tap();
      expect.soft(await tooSmall(page), 'the sheet of controls').toEqual([]);
      await page.locator('.import-open').tap();
      await expect(page.locator('.import-dialog')).toBeVisible();
      expect.soft(await tooSmall(page), 'the dialog of import').toEqual([]);
      await page.keyboard.press('Escape');
      await page.goto(`./?lang=${lang}&embed=1&show=growth#v=1&${withPin}`);
      await settled(page);
      expect.soft(await tooSmall(page), 'a frame').toEqual([]);
    });
  }
});
