// No name on a chart covers another one, as a browser sets them: any model, near any device's memory or ridge.
import { expect, test, type Page } from '@playwright/test';
import { models } from '../src/facts/models';
import { goToState, settled } from './settled';

/** Pairs of names that cover each other by more than the room that a font leaves around its letters. */
const covered = (page: Page, chart: string): Promise<string[]> =>
  page.evaluate((id) => {
    const names = [...document.querySelectorAll(`#${id} .drawing text.ceiling-label`)].map(
      (text) => ({ text: text.textContent, box: text.getBoundingClientRect() }),
    );
    return names.flatMap((a, i) =>
      names.slice(i + 1).flatMap((b) => {
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        return across > 1 && down > 4 ? [`${a.text} over ${b.text}`] : [];
      }),
    );
  }, chart);

const chosen = models.filter((_, i) => i % 16 === 0).map(({ id }) => id);

for (const [lang, width] of [
  ['en', 1440],
  ['zh-CN', 390],
] as const) {
  test(`the names of ceilings and marks keep apart at ${width} px, ${lang}`, async ({ page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`./?lang=${lang}`);
    await settled(page);
    for (const model of ['deepseek-v2-lite', ...chosen]) {
      for (const device of ['rtx4060', 'h100-sxm']) {
        const state = `model=${model}&device=${device}`;
        await goToState(page, state);
        expect.soft(await covered(page, 'cache-against-context'), state).toEqual([]);
        await goToState(page, `${state}&page=time`);
        expect.soft(await covered(page, 'roofline'), `${state} on the roof`).toEqual([]);
      }
    }
  });
}
