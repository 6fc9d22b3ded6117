// Without a GPU the CPU is measured: batches and prompts of one layer, said to be the CPU's, without a bound to compare.
import { expect, test } from '@playwright/test';

for (const { figure: id, sizes, said } of [
  { figure: 'batch-measured', sizes: [1, 2, 4], said: /tokens\/s ± [\d.,]+ tokens\/s/ },
  { figure: 'prompt-measured', sizes: [16, 32, 64], said: /A prompt of [\d,]+ tokens takes/ },
]) {
  test(`${id} takes at least three sizes on the CPU`, async ({ page }) => {
    test.setTimeout(90_000);
    await page.goto('./?lang=en#v=1&model=tiny-gqa&page=serving&variants=gqa.mla&rounds=5');
    const figure = page.locator(`#${id}`);
    const button = figure.locator('.measure-row .button');
    await button.click();
    for (const size of sizes) {
      await expect(figure.locator(`.sweep-marks [data-size="${size}"] .variant-dot`)).toHaveCount(
        2,
        { timeout: 60_000 },
      );
    }
    await button.click();
    await expect(figure.locator('.measure-end')).toHaveAttribute(
      'data-status',
      /stopped|finished/,
      { timeout: 2000 },
    );
    await expect(figure.locator('.finding .tag.cpu')).toHaveText('CPU');
    await expect(figure.locator('.finding')).toContainText(said);
    await expect(figure.locator('.recharts-line')).toHaveCount(0);
    await expect(figure.locator('.chart-note').last()).toContainText('There are no lines');
    await expect(figure.locator('.circumstances')).toContainText('f32');
  });
}

test('a file of what was measured has every sample, and where each variant ended', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.goto('./?lang=en#v=1&model=deepseek-v2-lite&page=serving&variants=mla&rounds=5');
  const figure = page.locator('#batch-measured');
  await figure.locator('.measure-row .button').click();
  await expect(figure.locator('.measure-end')).toHaveAttribute('data-status', 'finished', {
    timeout: 90_000,
  });
  await expect(figure.locator('.left-out li')).toHaveCount(1);
  await expect(figure.locator('.left-out')).toContainText(/MLA from [\d,]+ sequences on: /);
  await figure.locator('.save-open').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    figure.getByRole('button', { name: /^CSV/ }).click(),
  ]);
  const stream = await download.createReadStream();
  let text = '';
  for await (const part of stream) text += String(part);
  // A cell in quotes has commas of its own.
  const plain = text.trim().replaceAll(/"[^"]*"/g, 'quoted');
  const [head = '', ...rows] = plain.split('\r\n');
  const columns = head.split(',');
  const cell = (row: string, name: string) => row.split(',')[columns.indexOf(name)] ?? '';
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows.slice(0, -1)) {
    expect(cell(row, 'samples_ns').split(' ')).toHaveLength(5);
    expect(Number(cell(row, 'sequences'))).toBe(Number(cell(row, 'batch')));
    expect(cell(row, 'ended')).toBe('');
  }
  expect(cell(rows.at(-1) ?? '', 'ended')).toMatch(/checkTooLong|tooSlow/);
});
