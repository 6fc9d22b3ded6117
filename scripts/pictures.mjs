// Pictures of every view of the built page, for people to look at: artifacts/pictures/, with a sheet of each size.
// Usage: node scripts/pictures.mjs [--readme]. With --readme only docs/picture.png is taken, after a run.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findBrowser } from './browser.mjs';
import { adapterArguments, quietArguments } from './chromium.mjs';
import { loadTypeScript } from './run-ts.mjs';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'artifacts', 'pictures');

const sizes = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
};
const frame = { width: 480, height: 360 };

const looks = ['light', 'dark'].flatMap((theme) =>
  ['en', 'zh-CN'].map((lang) => ({ theme, lang, name: `${theme}-${lang}` })),
);

const table = await loadTypeScript('src/attention/variants.ts');
const every = table.module.variants.map((/** @type {{ id: string }} */ { id }) => id).join('.');
await table.close();

const llama = 'model=llama3.1-8b&ctx=131072';
const pin = 'pinA=mla.absorbed*model_deepseek-v3&baseline=A';

/** A state worth looking at on each page of charts, and some beside them. */
const states = {
  overview: llama,
  pinned: `${llama}&${pin}`,
  every: `${llama}&variants=${every}`,
  void: 'model=llama3.1-8b&g=5&ctx=99999999&zz=1',
  race: 'model=llama3.1-8b&page=race',
  code: 'model=llama3.1-8b&page=code&code=mla&dispatch=2',
  anatomy: 'model=deepseek-v3&page=anatomy',
  memory: 'model=llama3.1-8b&ctx=8192&page=memory&shared=500&done=3',
  time: 'model=deepseek-v3&page=time',
  serving: 'model=llama3.1-8b&page=serving&devices=2&ctx=8192&batch=4',
  design: 'model=llama3.1-8b&page=design&alpha=75',
};

/** What opens each dialog. */
const dialogs = {
  device: '.device-open',
  results: '.results-open',
  embed: '.embed-open',
  takeaway: '.takeaway-open',
};

/** What is looked at after it ran, on the CPU: the state, and the panel whose button runs it. */
const runs = {
  measured: ['model=tinyllama-1.1b&upto=1024&rounds=7', '.run-panel'],
  raced: ['model=tinyllama-1.1b&page=race&from=512&until=1024&pace=4', '.race-panel'],
};

/** @typedef {{ file: string, caption: string, group: string }} Picture */

/** @param {import('@playwright/test').Page} page */
async function settle(page) {
  await page.locator('main').waitFor();
  await page.waitForTimeout(150);
  const idle = () =>
    page.waitForFunction(
      () =>
        !document.querySelector(
          '.figures-wait, .drawing-wait, .sliding-squares, .low-rank-stage, [aria-busy="true"]',
        ),
    );
  await idle();
  // What is measured once it comes into sight.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.waitForTimeout(150);
  await idle();
  await page.evaluate(() => document.fonts.ready.then(() => window.scrollTo(0, 0)));
  await page.waitForTimeout(100);
}

/**
 * Every state in one size and look, in one document that follows its hash.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} base
 * @param {keyof typeof sizes} size
 * @param {(typeof looks)[number]} look
 */
async function takePages(browser, base, size, look) {
  const isPhone = size === 'phone';
  const page = await browser.newPage({
    viewport: sizes[size],
    isMobile: isPhone,
    hasTouch: isPhone,
  });
  /** @type {Picture[]} */
  const taken = [];
  /** @param {string} state @param {boolean} whole */
  const take = async (state, whole) => {
    const file = `${size}-${state}-${look.name}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: whole });
    taken.push({ file, caption: `${state}, ${look.name}`, group: size });
  };
  await page.goto(`${base}?theme=${look.theme}&lang=${look.lang}#v=1`);
  for (const [name, state] of Object.entries(states)) {
    await page.evaluate((hash) => (window.location.hash = hash), `#v=1&${state}`);
    await settle(page);
    // A phone shows one chart at a time.
    const tabs = page.locator('.figure-tabs label');
    const count = Math.max(await tabs.count(), 1);
    for (let i = 0; i < count; i++) {
      if (count > 1) await tabs.nth(i).click();
      await settle(page);
      await take(i === 0 ? name : `${name}-${i + 1}`, true);
    }
  }
  await page.evaluate((hash) => (window.location.hash = hash), `#v=1&${llama}`);
  await settle(page);
  // The chart that is run stands second.
  if (isPhone) await page.locator('.figure-tabs label').nth(1).click();
  for (const [name, opener] of Object.entries(dialogs)) {
    await page.locator(opener).click();
    await page.locator('dialog[open]').waitFor();
    await page.waitForTimeout(200);
    await take(name, false);
    await page.keyboard.press('Escape');
  }
  if (isPhone) {
    await page.locator('.phone-summary .button').click();
    await page.waitForTimeout(300);
    await take('sheet', false);
  }
  await page.locator('.import-open').click();
  await page.locator('.import-dialog').waitFor();
  await take('import', false);
  await page.close();
  return taken;
}

/**
 * Charts and the card of results after a run.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} base
 * @param {keyof typeof sizes} size
 * @param {(typeof looks)[number]} look
 */
async function takeRuns(browser, base, size, look) {
  const page = await browser.newPage({ viewport: sizes[size] });
  /** @type {Picture[]} */
  const taken = [];
  for (const [name, [state, panel]] of Object.entries(runs)) {
    await page.goto(`${base}?theme=${look.theme}&lang=${look.lang}#v=1&${state}`);
    await settle(page);
    // On a phone the chart that is run stands second.
    if (size === 'phone' && name === 'measured') {
      await page.locator('.figure-tabs label').nth(1).click();
    }
    await page.locator(`${panel} .button.primary`).click();
    await page.locator(`${panel} .run-end[data-status="finished"]`).waitFor({ timeout: 120_000 });
    await page.mouse.move(0, 0);
    await settle(page);
    const file = `${size}-${name}-${look.name}.png`;
    await page.screenshot({ path: join(folder, file), fullPage: true });
    taken.push({ file, caption: `${name}, ${look.name}`, group: size });
    if (name !== 'measured') continue;
    await page.locator(dialogs.results).click();
    await page.locator('dialog[open]').waitFor();
    const card = `${size}-card-${look.name}.png`;
    await page.screenshot({ path: join(folder, card) });
    taken.push({ file: card, caption: `card, ${look.name}`, group: size });
  }
  await page.close();
  return taken;
}

/**
 * A view in a frame, as an article has it.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} base
 * @param {readonly string[]} views
 */
async function takeFrames(browser, base, views) {
  const page = await browser.newPage({ viewport: frame });
  /** @type {Picture[]} */
  const taken = [];
  for (const view of views) {
    for (const { theme, lang, name } of looks) {
      await page.goto(`${base}?embed=1&show=${view}&theme=${theme}&lang=${lang}#v=1&${llama}`);
      await settle(page);
      const file = `embed-${view}-${name}.png`;
      await page.screenshot({ path: join(folder, file) });
      taken.push({ file, caption: `${view}, ${name}`, group: 'embed' });
    }
  }
  await page.close();
  return taken;
}

/** One page with all pictures, those of a size together. @param {readonly Picture[]} taken */
function sheetOf(taken) {
  const groups = [...new Set(taken.map(({ group }) => group))];
  const figures = (/** @type {string} */ group) =>
    taken
      .filter((picture) => picture.group === group)
      .map(
        ({ file, caption }) =>
          `<figure><a href="${file}"><img src="${file}" alt="${caption}"></a><figcaption>${caption}</figcaption></figure>`,
      )
      .join('\n');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title><style>
body { margin: 16px; background: #888; font: 12px/16px monospace; }
section { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 12px; }
figure { margin: 0; }
img { display: block; max-height: 560px; object-fit: cover; object-position: top; }
.desktop img { width: 440px; } .tablet img { width: 320px; } .phone img { width: 160px; } .embed img { width: 320px; }
</style>
${groups.map((group) => `<h2>${group}</h2><section class="${group}">${figures(group)}</section>`).join('\n')}
</html>`;
}

/** The picture of the README: everything of one model, its step measured on what there is. @param {string} base */
async function takeReadmePicture(base) {
  const browser = await launch(adapterArguments);
  const page = await browser.newPage({ viewport: { width: 1440, height: 1680 } });
  await page.goto(`${base}?theme=light&lang=en#v=1&model=llama3.1-8b&upto=1024`);
  await settle(page);
  await page.locator('.run-panel .button.primary').click();
  await page.locator('.run-end[data-status="finished"]').waitFor({ timeout: 300_000 });
  await page.mouse.move(0, 0);
  await settle(page);
  await page.screenshot({ path: join(root, 'docs', 'picture.png') });
  await browser.close();
}

/** @param {readonly string[]} args */
async function launch(args) {
  const executablePath = await findBrowser();
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: [...quietArguments, ...args],
  });
}

const server = await preview({
  root,
  preview: { host: '127.0.0.1', port: 4471 },
  logLevel: 'warn',
});
const base = server.resolvedUrls?.local[0] ?? '';
if (process.argv.includes('--readme')) {
  await takeReadmePicture(base);
} else {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { module, close } = await loadTypeScript('src/state/views.ts');
  const browser = await launch(['--disable-gpu']);
  /** @type {Picture[]} */
  const taken = [];
  for (const size of /** @type {(keyof typeof sizes)[]} */ (Object.keys(sizes))) {
    for (const look of looks) taken.push(...(await takePages(browser, base, size, look)));
    for (const look of looks.filter((_, i) => i === 0 || i === 3)) {
      taken.push(...(await takeRuns(browser, base, size, look)));
    }
  }
  taken.push(...(await takeFrames(browser, base, module.viewIds)));
  await writeFile(join(folder, 'index.html'), sheetOf(taken));
  const page = await browser.newPage({ viewport: { width: 1840, height: 900 } });
  // One sheet for each size: all of them would be more than a browser draws.
  for (const group of new Set(taken.map((picture) => picture.group))) {
    const html = join(folder, `${group}.html`);
    await writeFile(html, sheetOf(taken.filter((picture) => picture.group === group)));
    await page.goto(`file://${html}`);
    await page.screenshot({
      path: join(folder, `sheet-${group}.png`),
      fullPage: true,
      timeout: 120_000,
    });
  }
  await browser.close();
  await close();
  console.error(`${taken.length} pictures, and all of them in ${join(folder, 'index.html')}`);
}
await server.close();
process.exit(0);
