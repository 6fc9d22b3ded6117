// Results: a card of what was measured, a draft that is read before it is opened, and two files side by side.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { listenToConsole } from './console';

const dialog = (page: Page) => page.locator('.results-dialog');
const opener = (page: Page) => page.locator('.results-open').first();

/** A run as the decode chart saves it, on a device, with these medians by variant. */
const savedRun = (adapter: string, seed: number, medians: Readonly<Record<string, number>>) => ({
  name: `${adapter}.json`,
  mimeType: 'application/json',
  buffer: Buffer.from(
    JSON.stringify({
      chart: 'decode-time',
      title: 't',
      finding: 'f',
      kind: 'measured',
      link: `http://127.0.0.1/#v=1&model=tiny-gqa&seed=${seed}`,
      columns: [
        'variant',
        'mode',
        'context_tokens',
        'batch',
        'format',
        'scope',
        'ran_on',
        'adapter',
        'timer',
        'median_ns',
        'q1_ns',
        'q3_ns',
        'samples_ns',
        'failure',
      ],
      rows: Object.entries(medians).map(([variant, ns]) => [
        variant,
        'cached',
        512,
        1,
        'f16',
        'attentionOnly',
        'gpu',
        adapter,
        'timestamps',
        ns,
        ns * 0.95,
        ns * 1.05,
        `${ns} ${ns} ${ns}`,
        '',
      ]),
    }),
  ),
});

const choose = (page: Page, side: string, file: ReturnType<typeof savedRun>) =>
  dialog(page).locator(`[data-side="${side}"] input`).setInputFiles(file);

async function opened(page: Page, language = 'en'): Promise<void> {
  await page.goto(`./?lang=${language}#v=1&model=tiny-gqa&variants=gqa.mla&upto=512&rounds=5`);
  await opener(page).click();
  await expect(dialog(page)).toBeVisible();
}

test('before anything was measured it says so, and compares files all the same', async ({
  page,
}) => {
  await opened(page);
  await expect(dialog(page)).toContainText('Nothing was measured yet');
  await choose(page, 'first', savedRun('GPU one', 1, { gqa: 4e6, mha: 3e6 }));
  await choose(page, 'second', savedRun('GPU two', 2, { gqa: 1e6, mha: 2.95e6, mqa: 5e5 }));
  const table = page.locator('[data-section="compared"]');
  await expect(table.getByRole('row', { name: /gqa cached 512/ })).toContainText('4×');
  await expect(table.locator('td.strong')).toHaveCount(1);
  await expect(table).toContainText('first: GPU one; second: GPU two.');
  await expect(table).toContainText('1 shape is in the second file alone.');
  await expect(page.locator('[data-section="differing"] tbody tr')).toHaveText(['seed12']);
});

test('a bad file is named with the place and the reason', async ({ page }) => {
  await opened(page);
  const bad = (text: string) => ({
    name: 'bad.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await choose(page, 'first', bad('{\n "chart": \n}'));
  await expect(dialog(page).getByRole('alert')).toContainText('bad.json cannot be used: line 3');
  await choose(
    page,
    'first',
    bad('{"device":"x","versions":{},"ceilings":{},"rows":[],"ratios":[]}'),
  );
  await expect(dialog(page).getByRole('alert')).toContainText('ceilings.readGBs');
  await choose(page, 'first', savedRun('GPU one', 1, { gqa: 4e6 }));
  await expect(dialog(page).getByRole('alert')).toHaveCount(0);
});

for (const language of ['en', 'zh-CN']) {
  test(`after a run the card has its figures, and a draft is read before it is opened, in ${language}`, async ({
    page,
  }) => {
    test.setTimeout(90_000);
    await page.setViewportSize({ width: 320, height: 640 });
    const complaints = listenToConsole(page);
    await page.goto(
      `./?lang=${language}&show=decode#v=1&model=tiny-gqa&variants=gqa.mla&upto=128&rounds=5`,
    );
    const chart = page.locator('.run-panel .run-row .button.primary');
    await chart.click();
    await expect(page.locator('.run-end')).toHaveAttribute('data-status', 'finished', {
      timeout: 60_000,
    });
    await opener(page).click();
    await expect(page.locator('[data-section="run"] tbody tr').first()).toContainText('GQA');
    await expect(page.locator('[data-section="circumstances"]')).toContainText('WebAssembly');
    const link = dialog(page).locator('.share-link');
    await expect(link).toHaveAttribute('href', /^(mailto:\?subject|https:\/\/github\.com)/);
    await dialog(page).locator('.share-results textarea').fill('my own words');
    await expect(link).toHaveAttribute('href', /body=my%20own%20words$/);
    const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
    expect(violations).toEqual([]);
    const body = dialog(page).locator('.dialog-body');
    expect(await body.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
    expect(complaints).toEqual([]);
  });
}
