// Finds the Chromium-like browser that the tests drive, and the SwiftShader driver that lies beside it.
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const ICD = 'vk_swiftshader_icd.json';

/** The places where each system's installers put the browser, best first. */
function knownPaths() {
  const env = process.env;
  switch (process.platform) {
    case 'darwin':
      return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) => [
        `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
        `${folder}/Chromium.app/Contents/MacOS/Chromium`,
        `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
      ]);
    case 'win32':
      return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
        folder
          ? [
              join(folder, 'Google/Chrome/Application/chrome.exe'),
              join(folder, 'Chromium/Application/chrome.exe'),
              join(folder, 'Microsoft/Edge/Application/msedge.exe'),
            ]
          : [],
      );
    default:
      return [
        '/usr/bin/chromium',
        '/usr/bin/chromium-browser',
        '/usr/bin/google-chrome-stable',
        '/usr/bin/google-chrome',
        '/usr/bin/microsoft-edge',
        '/snap/bin/chromium',
      ];
  }
}

/** Playwright's own download, if there is one. */
async function playwrightPath() {
  try {
    const { chromium } = await import('@playwright/test');
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/**
 * Path of the browser to test with: CHROME_PATH, else Playwright's own, else an installed one.
 * Undefined when there is none; throws when CHROME_PATH names a file that is not there.
 * @returns {Promise<string | undefined>}
 */
export async function findBrowser() {
  const chosen = process.env.CHROME_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROME_PATH names no file: ${chosen}`);
    return chosen;
  }
  const own = await playwrightPath();
  return [own, ...knownPaths()].find((path) => path !== undefined && existsSync(path));
}

/**
 * Path of the Vulkan description of SwiftShader, the software GPU that Chromium brings along; undefined when there is
 * none. Only Linux needs it: elsewhere Dawn runs on Direct3D or Metal.
 * @returns {Promise<string | undefined>}
 */
export async function findSwiftShader() {
  if (process.platform !== 'linux') return undefined;
  const browser = await findBrowser();
  const folders = browser ? [dirname(realpathSync(browser)), ...playwrightSiblings(browser)] : [];
  folders.push('/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome');
  return folders.map((folder) => join(folder, ICD)).find((path) => existsSync(path));
}

/**
 * Playwright's downloads lie side by side, and its smaller headless build may come without the driver.
 * @param {string} browser
 */
function playwrightSiblings(browser) {
  const parent = dirname(dirname(dirname(browser)));
  if (!parent.includes('ms-playwright')) return [];
  return readdirSync(parent, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ICD))
    .map((name) => dirname(join(parent, name)));
}
