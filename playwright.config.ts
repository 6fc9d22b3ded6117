// End-to-end tests: the built page in Chromium, once with WebGPU (on SwiftShader) and once without.
import { defineConfig } from '@playwright/test';
import { findBrowser } from './scripts/browser.mjs';
import { adapterArguments, quietArguments } from './scripts/chromium.mjs';

// Not the port of `npm start`, so that a page left open does not stand in the way.
const port = Number(process.env['AP_E2E_PORT'] ?? 4183);
const executablePath = await findBrowser();

// Some tests crash the GPU on purpose, after which Chromium would refuse WebGPU to the page.
const crashesAllowed = [
  '--disable-domain-blocking-for-3d-apis',
  '--disable-gpu-process-crash-limit',
];

const launch = (...args: string[]) => ({
  launchOptions: { ...(executablePath && { executablePath }), args: [...quietArguments, ...args] },
});

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'artifacts/e2e',
  workers: 1,
  timeout: 60_000,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}/`,
    viewport: { width: 1440, height: 900 },
    screenshot: 'on',
    // Recording pictures and the page's parts as it runs makes it a third slower, which tests would measure. Whoever
    // wants to see how a test went asks for it: `npx playwright test --trace on`.
    trace: 'off',
  },
  projects: [
    {
      name: 'webgpu',
      testIgnore: '**/*.nogpu.spec.ts',
      use: launch(...adapterArguments, ...crashesAllowed),
    },
    {
      name: 'no-webgpu',
      testMatch: '**/*.nogpu.spec.ts',
      // navigator.gpu is there but gives no adapter; a test that wants it gone deletes it.
      use: launch('--disable-gpu'),
    },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    url: `http://127.0.0.1:${port}/`,
    reuseExistingServer: false,
    stdout: 'ignore',
  },
});
