// The page's one motion: squares slide after a choice, not in a drag, and not for whoever asked for less motion.
import { cpus, loadavg } from 'node:os';
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';
import { settled } from './settled';

interface Frame {
  readonly atMs: number;
  /** Left edge of the first square on its way, in pixels of the page; null where none is. */
  readonly left: number | null;
  readonly rowHeight: number;
}

/** How many others wait for each core, which makes frames rare and late. */
const crowd = Math.max(1, (loadavg()[0] ?? 0) / cpus().length);

const shown = 'model=deepseek-v3&variants=mha.gqa.mqa';
const sliding = (page: Page) => page.locator('.sliding-squares');
const box = (page: Page, name: string) => page.getByRole('checkbox', { name });
const count = (page: Page, variant: string) =>
  page.locator(`article[data-variant="${variant}"] .strip-count`);

async function open(page: Page, state: string): Promise<void> {
  await page.goto(`./?lang=en#v=1&${state}`);
  await settled(page);
  // What slides is loaded after the page.
  await page.waitForLoadState('networkidle');
}

/** Every frame until half a second after the choice. */
async function framesOf(page: Page, choose: string): Promise<readonly Frame[]> {
  return page.evaluate(
    (name) =>
      new Promise<Frame[]>((resolve) => {
        const row = document.querySelector('.receipt-row');
        const label = [...document.querySelectorAll('label')].find(
          (l) => l.innerText.trim() === name,
        );
        const input = label?.querySelector('input');
        if (!row || !input) throw new Error('the page is not as this test knows it');
        const frames: Frame[] = [];
        const begunMs = performance.now();
        input.click();
        const look = () => {
          const atMs = performance.now() - begunMs;
          const square = document.querySelector('.sliding-squares > g:last-child path');
          frames.push({
            atMs,
            left: square?.getBoundingClientRect().left ?? null,
            rowHeight: row.getBoundingClientRect().height,
          });
          if (atMs < 800) requestAnimationFrame(look);
          else resolve(frames);
        };
        requestAnimationFrame(look);
      }),
    choose,
  );
}

test.describe('with motion', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('a variant that is shown gets its squares from the largest, and nothing jumps', async ({
    page,
  }) => {
    const complaints = listenToConsole(page);
    await open(page, shown);
    const from = await page.locator('article[data-variant="mha"] .cache-strip').boundingBox();
    const frames = await framesOf(page, 'MLA');
    const to = await page.locator('article[data-variant="mla"] .cache-strip').boundingBox();
    const moving = frames.flatMap(({ left }) => left ?? []);
    expect(new Set(moving).size).toBeGreaterThan(crowd > 1 ? 1 : 3);
    expect(moving).toEqual(moving.toSorted((a, b) => a - b));
    expect(moving[0]).toBeGreaterThanOrEqual((from?.x ?? 0) - 1);
    expect(moving.at(-1)).toBeLessThanOrEqual((to?.x ?? 0) + 1);
    // 300 ms, and what the choice itself takes to be drawn.
    const lastMs = frames.findLast(({ left }) => left !== null)?.atMs;
    expect(lastMs).toBeLessThan(450 * crowd);
    expect(new Set(frames.map(({ rowHeight }) => rowHeight)).size).toBe(1);
    await expect(sliding(page)).toHaveCount(0);
    await expect(count(page, 'mla')).toBeHidden();
    expect(complaints).toEqual([]);
  });

  test('a choice on the way starts from where the squares are, and all arrive', async ({
    page,
  }) => {
    await open(page, shown);
    await box(page, 'MLA').check();
    await box(page, 'MLA').uncheck();
    await box(page, 'MLA').check();
    await box(page, 'MQA').uncheck();
    await expect(sliding(page)).toHaveCount(0);
    await expect(page.locator('article[data-variant]')).toHaveCount(3);
  });

  test('a drag of a slider is answered at once', async ({ page }) => {
    await open(page, shown);
    await page.evaluate(() => {
      const seen = { count: 0 };
      Object.assign(window, { seen });
      const row = document.querySelector('.receipt-row');
      if (!row) throw new Error('no receipts');
      new MutationObserver(() => {
        seen.count += document.querySelectorAll('.sliding-squares').length;
      }).observe(row, { childList: true });
    });
    const slider = page.locator('[data-field="kvHeads"] input[type="range"]');
    await slider.focus();
    for (let i = 0; i < 4; i++) await slider.press('ArrowLeft');
    expect(await page.evaluate(() => Reflect.get(window, 'seen') as unknown)).toEqual({ count: 0 });
  });

  test('where a square comes to stand for another count, the drawing is cut over', async ({
    page,
  }) => {
    await open(page, 'model=deepseek-v3&variants=gqa.mla');
    const frames = await framesOf(page, 'MHA');
    expect(frames.every(({ left }) => left === null)).toBe(true);
  });
});

test.describe('with less motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('the count before and after stands where squares would have slid', async ({ page }) => {
    await open(page, shown);
    await expect(count(page, 'mha')).toHaveText('32,768 elements');
    const frames = await framesOf(page, 'MLA');
    expect(frames.every(({ left }) => left === null)).toBe(true);
    await expect(count(page, 'mla')).toHaveText('MHA 32,768 → 576 elements');
    await page.getByRole('radio', { name: 'naive' }).check({ force: true });
    await expect(count(page, 'mla')).toHaveText('576 → 40,960 elements');
    await expect(count(page, 'mha')).toHaveText('32,768 elements');
    expect(
      await count(page, 'mla').evaluate((p) => p.closest('[aria-live], [role="status"]')),
    ).toBe(null);
    await page.getByText('中文', { exact: true }).click();
    await expect(count(page, 'mla')).toHaveText('576 → 40,960 个元素');
    // A drag goes on from there, and what was before the choice is no longer what was before.
    await page.locator('[data-field="ropeDim"] input[type="text"]').fill('32');
    await expect(count(page, 'mla')).toHaveText(/^[0-9,]+ 个元素$/);
  });
});
