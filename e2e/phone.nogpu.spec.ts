// A narrow page shows one chart of a page at a time, by tabs; a wide one, paper and a link that names views show all.
import { expect, test } from '@playwright/test';
import { pages } from '../src/state/chartSettings';
import { pageViews } from '../src/state/views';
import { goToState, settled } from './settled';

const model = 'model=llama3.1-8b';
const figures = '.chart-pages figure.chart:visible';

for (const width of [320, 390]) {
  test(`at ${width} px every chart of every page stands alone, with a tab where there are several`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`./?lang=en#v=1&${model}`);
    await settled(page);
    const seen = new Set<string>();
    for (const name of pages) {
      await goToState(page, `${model}&page=${name}`);
      const tabs = page.locator('.figure-tabs label');
      const { length: count } = pageViews[name];
      // A chart that is alone needs no tab.
      await expect(tabs).toHaveCount(count > 1 ? count : 0);
      const see = async () => {
        await expect(page.locator(figures)).toHaveCount(1);
        seen.add((await page.locator(figures).getAttribute('id')) ?? '');
      };
      await see();
      for (const tab of await tabs.all()) {
        await tab.click();
        await settled(page);
        await see();
        // The tab ends where the figure begins, and all of its words are in it.
        expect(await tab.evaluate((it) => it.scrollWidth - it.clientWidth)).toBeLessThanOrEqual(0);
      }
    }
    expect(seen.size).toBe(Object.values(pageViews).flat().length);
  });
}

test('the tabs are one stop of the keyboard, and arrows go from one to the next', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`./?lang=en#v=1&${model}&page=design`);
  await settled(page);
  const group = page.getByRole('group', { name: 'Chart shown' });
  const heads = group.getByRole('radio', { name: 'More heads' });
  const quality = group.getByRole('radio', { name: 'Quality, quoted' });
  await expect(heads).toBeChecked();
  await expect(page.locator('#query-heads')).toBeVisible();
  await heads.focus();
  await page.keyboard.press('ArrowRight');
  await expect(quality).toBeChecked();
  await expect(quality).toBeFocused();
  await expect(page.locator('#quoted-quality')).toBeVisible();
  await expect(page.locator('#query-heads')).toBeHidden();
});

test('a page that becomes wide, or is printed, shows all charts, and keeps the tab', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`./?lang=en#v=1&${model}&page=time`);
  await settled(page);
  await page.locator('.figure-tabs label').last().click();
  await settled(page);
  await expect(page.locator(figures)).toHaveCount(1);
  const open = await page.locator(figures).getAttribute('id');

  await page.emulateMedia({ media: 'print' });
  await expect(page.locator(figures)).toHaveCount(2);
  await settled(page);
  for (const figure of await page.locator(figures).all()) await expect(figure).toBeVisible();
  await expect(page.locator('.figure-tabs')).toHaveCount(0);
  await page.emulateMedia({ media: 'screen' });
  await expect(page.locator(figures)).toHaveCount(1);
  await expect(page.locator(figures)).toHaveAttribute('id', open ?? '');

  await page.setViewportSize({ width: 1440, height: 900 });
  await expect(page.locator(figures)).toHaveCount(2);
  await expect(page.locator('.figure-tabs')).toHaveCount(0);
});

test('a chart that is not shown follows no control until it is', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`./?lang=en#v=1&${model}&page=serving&device=h100-sxm`);
  await settled(page);
  const hidden = page.locator('#waiting .finding');
  await expect(hidden).toContainText('32,768 tokens');
  await expect(hidden).toBeHidden();
  await goToState(page, `${model}&page=serving&device=h100-sxm&ctx=4096`);
  await expect(page.locator('#throughput-against-batch .finding')).toContainText('4,096 tokens');
  await expect(hidden).toContainText('32,768 tokens');
  await page.locator('.figure-tabs').getByText('Waiting for tokens').click();
  await expect(hidden).toBeVisible();
  await expect(hidden).toContainText('4,096 tokens');
});

test('paper that nobody has waited for has both charts of a page, drawn', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`./?lang=en#v=1&${model}&page=time`);
  await settled(page);
  await expect(page.locator('#crossover .recharts-responsive-container')).toHaveCount(1);
  await page.evaluate(() => {
    window.addEventListener('afterprint', () => {
      const drawn = [...document.querySelectorAll('figure.chart')].filter(
        (chart) => chart.checkVisibility() && chart.querySelector('.recharts-line path'),
      );
      document.body.dataset['printed'] = drawn.map(({ id }) => id).join(' ');
    });
  });
  await page.pdf();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'roofline crossover');
});

test('views that a link names are all there on a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`./?lang=en&show=heads,growth,cards#v=1&${model}`);
  await settled(page);
  await expect(page.locator('figure.chart')).toHaveCount(3);
  await expect(page.locator('.figure-tabs')).toHaveCount(0);
});
