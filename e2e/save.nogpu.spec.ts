// A chart is taken away as CSV, JSON, SVG and PNG; the files stand alone, and no other origin is asked for anything.
import { expect, test, type Page } from '@playwright/test';

const chart = 'cache-against-context';
const state = '#v=1&model=deepseek-v3';

async function save(page: Page, format: string, id = chart): Promise<Buffer> {
  const figure = page.locator(`#${id}`);
  const downloading = page.waitForEvent('download');
  await figure.getByRole('button', { name: format }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe(`${id}.${format.toLowerCase()}`);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) {
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  return Buffer.concat(chunks);
}

async function open(page: Page, query: string): Promise<void> {
  await page.goto(`./?${query}${state}`);
  await expect(page.locator(`#${chart} .recharts-line-curve`)).toHaveCount(4);
  await page.locator(`#${chart} .save-open`).click();
}

test('the figures have every digit, in both their files', async ({ page }) => {
  await open(page, 'lang=en');
  const csv = (await save(page, 'CSV')).toString('utf8');
  expect(csv).toContain('1048576,4191888080896,261993005056,32749125632,73685532672');
  const json: unknown = JSON.parse((await save(page, 'JSON')).toString('utf8'));
  expect(json).toMatchObject({
    chart,
    title: 'Cache against context',
    kind: 'computed',
    link: expect.stringContaining('model=deepseek-v3'),
    columns: [
      'tokens',
      'mha cached bytes',
      'gqa cached bytes',
      'mqa cached bytes',
      'mla absorbed bytes',
    ],
  });
  const { finding, rows } = json as { finding: string; rows: number[][] };
  expect(finding).toMatch(/^At 32,768 tokens .* as much\. With about .* of weights, .*\.$/);
  expect(rows.at(-1)).toEqual([1048576, 4191888080896, 261993005056, 32749125632, 73685532672]);
  await expect(page.locator('.save-status')).toHaveText(`Saved ${chart}.json.`);
});

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'zh-CN']) {
    test(`the drawing stands alone as SVG and as PNG, ${theme}, ${lang}`, async ({ page }) => {
      const asked: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).origin));
      await open(page, `theme=${theme}&lang=${lang}`);
      const svg = (await save(page, 'SVG')).toString('utf8');
      const seen = await page.evaluate((text) => {
        const file = new DOMParser().parseFromString(text, 'image/svg+xml');
        const all = [...file.querySelectorAll('*')];
        return {
          error: file.querySelector('parsererror')?.textContent ?? null,
          title: file.querySelector('title')?.textContent,
          width: Number(file.documentElement.getAttribute('width')),
          height: Number(file.documentElement.getAttribute('height')),
          classes: all.filter((element) => element.hasAttribute('class')).length,
          styles: all.filter((element) => element.hasAttribute('style')).length,
          curves: [...file.querySelectorAll('path[stroke-dasharray], path[stroke-width]')].length,
          said: all
            .map((element) =>
              element.localName === 'tspan' || element.localName === 'text'
                ? element.textContent
                : '',
            )
            .join(' '),
          unresolved: all.flatMap((element) =>
            [...element.attributes]
              .filter(({ value }) => value.startsWith('url('))
              .map(({ value }) => value.replace(/^url\("?#|"?\)$/g, ''))
              .filter((id) => !file.getElementById(id)),
          ),
        };
      }, svg);
      const title = { en: 'Cache against context', 'zh-CN': '缓存随上下文增长' }[lang];
      expect(seen).toMatchObject({ error: null, title, classes: 0, styles: 0, unresolved: [] });
      expect(seen.curves).toBeGreaterThan(4);
      for (const words of ['MHA', 'MLA', 'RTX 4090', '64K', 'model=deepseek-v3']) {
        expect(seen.said.replaceAll(/\s/g, '')).toContain(words.replaceAll(' ', ''));
      }
      expect(svg).not.toMatch(/var\(|oklch|currentColor/i);
      expect(svg).toContain('data:font/woff2;base64,');
      expect(svg.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/(href|src)="?https?:/);

      const png = await save(page, 'PNG');
      const picture = await page.evaluate(async (base64) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext('2d');
        if (!context) throw new Error('no canvas');
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const colours = new Set<number>();
        for (let i = 0; i < data.length; i += 4) {
          colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
        }
        return { width: bitmap.width, height: bitmap.height, colours: colours.size };
      }, png.toString('base64'));
      expect(picture).toMatchObject({ width: 2 * seen.width, height: 2 * seen.height });
      expect(picture.colours).toBeGreaterThan(100);
      await test.info().attach('picture.png', { body: png, contentType: 'image/png' });
      expect(new Set(asked.filter((origin) => origin !== 'null'))).toEqual(
        new Set([new URL(page.url()).origin]),
      );
    });
  }
}

test('what cannot be saved says so', async ({ page }) => {
  await page.route(/saveChart/, (route) => route.abort());
  await open(page, 'lang=en');
  await page.locator(`#${chart}`).getByRole('button', { name: 'SVG' }).click();
  await expect(page.locator('.save-status')).toContainText(`${chart}.svg could not be saved: `);
});

test('a chart without figures offers its drawing alone', async ({ page }) => {
  await page.goto('./?lang=en');
  const figure = page.locator('#decode-time');
  await expect(figure.locator('.recharts-line-curve')).toHaveCount(4);
  await figure.locator('.save-open').click();
  await expect(figure.getByRole('button', { name: 'CSV' })).toBeDisabled();
  await expect(figure.getByText('There are no figures to save yet.')).toBeVisible();
  expect((await save(page, 'SVG', 'decode-time')).toString('utf8')).toContain('<svg');
});
