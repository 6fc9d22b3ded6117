// Low rank as a person sees it: a spectrum is drawn flatter or steeper, a file comes in right or broken, and Stop stops.
import { cpus, loadavg } from 'node:os';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { ofRank, random, safetensors } from '../src/lowrank/matrices.test-support';
import { listenToConsole } from './console';

/** How many times longer the same takes where others use the machine too: what is ready to run, for each core. */
const crowd = Math.max(1, (loadavg()[0] ?? 0) / cpus().length);

const figure = (page: Page) => page.locator('#low-rank');
const finding = (page: Page) => figure(page).locator('.finding');
const slider = (page: Page, name: string) => figure(page).getByRole('slider', { name });
const loss = (page: Page) => finding(page).locator('.measured').first();

async function open(page: Page, state = ''): Promise<void> {
  await page.goto(`./?lang=en#v=1&model=llama3.1-8b&page=design${state}`);
  await expect(finding(page)).toContainText('loses', { timeout: 20_000 });
}

/** 4 rows of K and 3 of V of a product of rank 5, so that five directions are all there is. */
async function fileOfRankFive(name: string) {
  const both = ofRank(20 + 12, 48, 5, 11);
  const cut = (from: number, to: number) => ({
    rows: to - from,
    columns: 48,
    values: both.values.slice(from * 48, to * 48),
  });
  const layer = 'model.layers.7.self_attn.';
  const blob = safetensors({
    [`${layer}k_proj.weight`]: cut(0, 20),
    [`${layer}v_proj.weight`]: cut(20, 32),
  });
  return {
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(await blob.arrayBuffer()),
  };
}

test('a drag of the exponent changes the finding and the link, and the page stays awake', async ({
  page,
}) => {
  const complaints = listenToConsole(page);
  await open(page, '&alpha=20');
  const flat = await loss(page).textContent();
  await expect(figure(page).locator('.recharts-line')).toHaveCount(3);
  await page.evaluate(() => {
    const longTasks: number[] = [];
    Object.assign(window, { longTasks });
    new PerformanceObserver((list) => {
      longTasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask' });
  });
  const alpha = slider(page, 'Fall of the spectrum, α');
  await alpha.scrollIntoViewIfNeeded();
  const box = await alpha.boundingBox();
  if (!box) throw new Error('there is no slider');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.1, y);
  await page.mouse.down();
  for (let i = 1; i <= 8; i++) await page.mouse.move(box.x + box.width * (0.1 + i * 0.05), y);
  await page.mouse.up();
  await expect(alpha).toHaveAttribute('aria-valuetext', 'singular value i is i to the power of −1');
  await expect(finding(page)).toContainText('α = 1,');
  expect(await loss(page).textContent()).not.toBe(flat);
  await expect(loss(page)).toHaveText('3.22 %');
  await expect(page).toHaveURL(/alpha=100/);
  const longTasks = await page.evaluate(() => {
    const seen: unknown = Reflect.get(window, 'longTasks');
    return Array.isArray(seen) ? seen.map(Number) : [];
  });
  test.info().annotations.push({ type: 'long tasks', description: longTasks.join(' ') });
  // Beside others on two cores; what is decomposed is in a worker of its own.
  expect(Math.max(0, ...longTasks)).toBeLessThan(200 * crowd);
  expect(page.workers().length).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
});

test('by keyboard a larger latent loses less and saves less, and the bill of MLA follows', async ({
  page,
}) => {
  await open(page, '&alpha=100');
  await expect(finding(page)).toContainText('14.2× less');
  const c = slider(page, 'Latent, c');
  await c.focus();
  await page.keyboard.press('ArrowRight');
  await expect(c).toHaveAttribute('aria-valuetext', '768 elements');
  await expect(finding(page)).toContainText('832 elements a layer: 9.85× less');
  await expect(page.getByRole('textbox', { name: 'latent dim' })).toHaveValue('768');
  await figure(page).getByText('Data table').click();
  await expect(figure(page).locator('tbody tr').first()).toContainText('16');
});

test('a file of known rank is found to be of it, chosen or dropped, and its link says nothing of it', async ({
  page,
}) => {
  const complaints = listenToConsole(page);
  await open(page, '&c=5');
  const url = page.url();
  const file = await fileOfRankFive('small.safetensors');
  await figure(page).locator('input[type=file]').setInputFiles(file);
  await expect(finding(page)).toContainText('In model.layers.7.self_attn of small.safetensors');
  await expect(finding(page)).toContainText('The matrix has rank 5, of 32 possible.');
  await expect(loss(page)).toHaveText('< 0.001 %');
  await expect(figure(page).locator('[role=status]')).toHaveText(
    'Measured: model.layers.7.self_attn of small.safetensors.',
  );
  await figure(page).getByText('Seeded', { exact: true }).click();
  await expect(finding(page)).toContainText('by a power law');
  const data = await page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], 'dropped.safetensors'));
      return transfer;
    },
    [...file.buffer],
  );
  await figure(page).locator('.low-rank-panel').dispatchEvent('drop', { dataTransfer: data });
  await expect(finding(page)).toContainText('of dropped.safetensors');
  expect(page.url()).toBe(url);
  expect(complaints).toEqual([]);
});

test('a broken file is named with its fault, and nothing that was there is lost', async ({
  page,
}) => {
  await open(page);
  const files = figure(page).locator('input[type=file]');
  const good = await fileOfRankFive('good.safetensors');
  await files.setInputFiles(good);
  await expect(finding(page)).toContainText('good.safetensors');
  const before = await finding(page).textContent();
  const alert = figure(page).getByRole('alert');
  const broken = [
    ['notes.txt', Buffer.from('these are no weights'), /announce a header of .* the file has 20/],
    ['half.safetensors', good.buffer.subarray(0, good.buffer.length - 40), /broken off/],
    [
      'wide.safetensors',
      Buffer.from(await safetensors({ k: random(3, 4, 1), v: random(3, 5, 2) }).arrayBuffer()),
      /k has 4 columns and v 5/,
    ],
  ] as const;
  for (const [name, buffer, said] of broken) {
    await files.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await expect(alert).toContainText(`${name} cannot be measured`);
    await expect(alert).toHaveText(said);
    expect(await finding(page).textContent()).toBe(before);
  }
  await figure(page).getByText('Seeded', { exact: true }).click();
  await expect(alert).toHaveCount(0);
  await expect(finding(page)).toContainText('by a power law');
});

test('a long decomposition stops at once, and can be asked for again', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page);
  // About a minute's work.
  const rows = 1024;
  const large = safetensors({ wk: random(rows, 2048, 1), wv: random(rows, 2048, 2) }, 'F16');
  await figure(page)
    .locator('input[type=file]')
    .setInputFiles({
      name: 'large.safetensors',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(await large.arrayBuffer()),
    });
  await expect(figure(page).locator('.low-rank-stage')).toContainText(/Multiplying|Decomposing/);
  const stop = figure(page).getByRole('button', { name: 'Stop' });
  const beganMs = Date.now();
  await stop.click();
  await expect(figure(page).locator('[role=status]')).toHaveText('Stopped.');
  const stopMs = Date.now() - beganMs;
  test.info().annotations.push({ type: 'stopped', description: `in ${stopMs} ms` });
  expect(stopMs).toBeLessThan(1000 * crowd);
  await expect(finding(page)).toContainText('by a power law');
  await figure(page).getByRole('button', { name: 'Measure' }).click();
  await expect(figure(page).locator('[role=status]')).toHaveText('');
  await slider(page, 'Fall of the spectrum, α').focus();
  await page.keyboard.press('ArrowRight');
  await expect(finding(page)).toContainText('α = 0.55,');
});

test('sizes that cannot be say what to set right, and a file is measured all the same', async ({
  page,
}) => {
  await page.goto('./?lang=en#v=1&model=llama3.1-8b&page=design');
  await page.getByRole('textbox', { name: 'head dim' }).fill('0');
  await expect(finding(page)).toContainText('No matrix can be made');
  await figure(page)
    .locator('input[type=file]')
    .setInputFiles(await fileOfRankFive('small.safetensors'));
  await expect(finding(page)).toContainText('rank 5');
});

for (const lang of ['en', 'zh-CN']) {
  test(`reads well on a phone and to assistive technology, in ${lang}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(`./?lang=${lang}#v=1&model=llama3.1-8b&page=design`);
    // On a phone one chart of the page is shown at a time.
    await page
      .locator('.figure-tabs')
      .getByText(lang === 'en' ? 'Low rank' : '低秩')
      .click();
    await expect(loss(page)).toBeVisible({ timeout: 20_000 });
    const files = figure(page).locator('input[type=file]');
    await files.setInputFiles(
      await fileOfRankFive('a-rather-long-name-00001-of-00004.safetensors'),
    );
    await expect(finding(page)).toContainText('00001-of-00004');
    const name = 'broken-00001-of-00004.safetensors';
    await files.setInputFiles({ name, mimeType: '', buffer: Buffer.from('no weights at all') });
    await expect(figure(page).getByRole('alert')).toBeVisible();
    await figure(page).locator('.chart-data > summary').click();
    const { violations } = await new AxeBuilder({ page }).include('#low-rank').analyze();
    expect(violations).toEqual([]);
    const wide = await page.evaluate(() => document.body.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
}
