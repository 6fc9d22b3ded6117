// Pictures of the page for people to look at, in e2e/shots/: SHOTS=1 npx playwright test shots
import { expect, test, type Page } from '@playwright/test';

const sizes = { desktop: [1440, 900], tablet: [1024, 768], phone: [390, 844] } as const;

test.skip(!process.env['SHOTS'], 'pictures are taken when SHOTS is set');

const variants = {
  four: 'model=deepseek-v2-lite&upto=1024',
  five: 'model=llama3.1-8b&upto=1024&format=int4&winlayers=24&window=1024',
  all: 'model=tiny-gqa&upto=1024',
};

/** Ticks boxes of variants until so many are shown. */
async function show(page: Page, many: keyof typeof variants): Promise<void> {
  const boxes = await page.locator('.shown-variants input').all();
  const wanted = { four: 4, five: 5, all: boxes.length }[many];
  for (const box of boxes.slice(0, wanted)) await box.check();
}

for (const [name, [width, height]] of Object.entries(sizes)) {
  for (const theme of ['light', 'dark']) {
    for (const lang of ['en', 'zh-CN']) {
      for (const many of ['four', 'five', 'all'] as const) {
        test(`${name}, ${theme}, ${lang}, ${many}`, async ({ page }) => {
          test.setTimeout(180_000);
          await page.setViewportSize({ width, height });
          await page.goto(`./?theme=${theme}&lang=${lang}#v=1&${variants[many]}`);
          await page.locator('.shown-variants').waitFor();
          await show(page, many);
          await page.locator('.run-panel .button.primary').click();
          await expect(page.locator('.run-end')).toHaveAttribute('data-status', 'finished', {
            timeout: 170_000,
          });
          const path = `e2e/shots/${name}-${theme}-${lang}-${many}`;
          await page.evaluate(() => window.scrollTo(0, 0));
          await page.screenshot({ path: `${path}-whole.png`, fullPage: true });
          await page.screenshot({ path: `${path}.png` });
        });
      }
    }
  }
}
