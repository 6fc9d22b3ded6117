// Runs jobs in headless Chromium: a page served by Vite, a new browser for each job, so that nothing is compiled yet.

import { chromium, type Browser, type Page } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { platform, release } from 'node:os';
import { join } from 'node:path';
import { adapterArguments, quietArguments } from '../../scripts/chromium.mjs';
import { assembly } from '../../scripts/assembly.mjs';
import { findBrowser } from '../../scripts/browser.mjs';
import type { Job, JobResult } from '../jobs';
import type { BenchPage } from './main';

declare const benchPage: BenchPage;

const root = join(import.meta.dirname, '../..');

/** Isolated, so that clocks are fine and memory can be shared between threads. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

async function serve(): Promise<ViteDevServer> {
  const server = await createServer({
    root,
    configFile: false,
    plugins: [assembly()],
    logLevel: 'warn',
    cacheDir: 'node_modules/.vite-bench',
    server: { host: '127.0.0.1', port: 4190, headers, hmr: false, watch: null },
    optimizeDeps: {
      noDiscovery: true,
      include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu', 'webgpu-utils'],
    },
  });
  return server.listen();
}

async function openPage(
  browser: Browser,
  address: string,
  say: (line: string) => void,
): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  page.on('console', (message) => {
    // Others' complaints are long and many: their first line says what is wrong.
    const [first = ''] = message.text().split('\n');
    if (['info', 'error', 'warning'].includes(message.type())) say(first);
  });
  page.on('pageerror', (error) => say(`error in the page: ${error.message}`));
  await page.goto(`${address}bench/browser/index.html`);
  await page.waitForFunction(() => 'benchPage' in globalThis);
  return page;
}

/** What the jobs run on. */
export interface Machine {
  /** The adapter's name. */
  readonly device: string;
  /** Of the browser or Node, and of the system under it. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface Driver {
  describe(): Promise<Machine>;
  run(job: Job): Promise<JobResult>;
  close(): Promise<void>;
}

/** `say` gets a line for each stage of a job. */
export async function drive(say: (line: string) => void): Promise<Driver> {
  const server = await serve();
  const address = server.resolvedUrls?.local[0];
  if (!address) throw new Error('Vite serves at no address');
  const executablePath = await findBrowser();
  const withPage = async <T>(work: (page: Page, browser: Browser) => Promise<T>): Promise<T> => {
    const browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: [...quietArguments, ...adapterArguments],
    });
    try {
      return await work(await openPage(browser, address, say), browser);
    } finally {
      await browser.close();
    }
  };
  return {
    describe: () =>
      withPage(async (page, browser) => ({
        device: await page.evaluate(() => benchPage.describe()),
        versions: { chromium: browser.version(), system: `${platform()} ${release()}` },
      })),
    run: (job) => withPage((page) => page.evaluate((given) => benchPage.run(given), job)),
    close: () => server.close(),
  };
}
