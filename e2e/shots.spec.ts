// Pictures of the page for people to look at, in e2e/shots/: SHOTS=1 npx playwright test shots
import { expect, test } from '@playwright/test';

const sizes = { desktop: [1440, 900], tablet: [1024, 768], phone: [390, 844] } as const;

test.skip(!process.env['SHOTS'], 'pictures are taken when SHOTS is set');

for (const [name, [width, height]] of Object.entries(sizes)) {
  for (const theme of ['light', 'dark']) {
    for (const lang of ['en', 'zh-CN']) {
      test(`${name}, ${theme}, ${lang}`, async ({ page }) => {
        test.setTimeout(180_000);
        await page.setViewportSize({ width, height });
        await page.goto(`./?theme=${theme}&lang=${lang}#v=1&model=deepseek-v2-lite&upto=1024`);
        await page.locator('.run-panel .button.primary').click();
        await expect(page.locator('.run-end')).toHaveAttribute('data-status', 'finished', {
          timeout: 170_000,
        });
        const path = `e2e/shots/${name}-${theme}-${lang}`;
        await page.screenshot({ path: `${path}-whole.png`, fullPage: true });
        await page.evaluate(() => window.scrollTo(0, 0));
        await page.screenshot({ path: `${path}.png` });
      });
    }
  }
}
