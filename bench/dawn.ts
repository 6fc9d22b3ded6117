// A WebGPU adapter in Node: Dawn, on Chromium's SwiftShader unless AP_ADAPTER says otherwise.
import { existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findSwiftShader } from '../scripts/browser.mjs';

/** `swiftshader`: Chromium's software GPU; `lavapipe`: Mesa's; `system`: whatever this machine's drivers offer. */
type AdapterChoice = 'swiftshader' | 'lavapipe' | 'system';
const CHOICES: readonly string[] = ['swiftshader', 'lavapipe', 'system'] satisfies AdapterChoice[];

const LOADER = 'libvulkan.so.1';

export interface DawnAdapter {
  readonly adapter: GPUAdapter;
  /** As people say it, for example `SwiftShader Device (Subzero)`. */
  readonly name: string;
}

// Dawn lives as long as this object does: if it is collected, the process aborts.
let dawn: GPU | undefined;

/**
 * Starts Dawn at the first call and asks for a new adapter at each, since an adapter gives one device only.
 * Null when the machine has no adapter of the chosen kind: neither Chromium's SwiftShader nor a GPU driver.
 */
export async function dawnAdapter(): Promise<DawnAdapter | null> {
  const adapter = await (await dawnGpu()).requestAdapter();
  if (!adapter) return null;
  const { description, device, vendor } = adapter.info;
  return { adapter, name: description || device || vendor || 'unnamed adapter' };
}

/** What a page would have as navigator.gpu; it offers the chosen driver alone. */
export async function dawnGpu(): Promise<GPU> {
  dawn ??= await startDawn();
  return dawn;
}

async function startDawn(): Promise<GPU> {
  await chooseDriver();
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  return create([]);
}

/** Vulkan reads VK_ICD_FILENAMES when Dawn starts; a value from outside wins. */
async function chooseDriver(): Promise<void> {
  const choice = process.env['AP_ADAPTER'] ?? 'swiftshader';
  if (!CHOICES.includes(choice)) {
    throw new Error(`AP_ADAPTER is "${choice}"; it can be ${CHOICES.join(', ')}`);
  }
  if (process.platform !== 'linux' || process.env['VK_ICD_FILENAMES']) return;
  // Mesa and Vulkan's loader complain without it.
  process.env['XDG_RUNTIME_DIR'] ??= tmpdir();
  if (choice === 'lavapipe') {
    process.env['VK_ICD_FILENAMES'] = lavapipeDriver();
  } else if (choice === 'swiftshader') {
    const driver = await findSwiftShader();
    if (driver) {
      process.env['VK_ICD_FILENAMES'] = driver;
      lendVulkanLoader(join(dirname(driver), LOADER));
    }
  }
}

/**
 * Dawn needs Vulkan's loader, which a machine without a GPU often lacks. Chromium brings one along with SwiftShader, and
 * Dawn looks beside its own binary first: link it there. Where that is not allowed, the system's loader has to do.
 */
function lendVulkanLoader(loader: string): void {
  if (!existsSync(loader)) return;
  const dawnFolder = join(dirname(fileURLToPath(import.meta.resolve('webgpu'))), 'dist');
  const link = join(dawnFolder, `linux-${process.arch}`, LOADER);
  if (existsSync(link)) return;
  try {
    rmSync(link, { force: true });
    symlinkSync(loader, link);
  } catch {
    // Read-only packages, or another process was faster.
  }
}

function lavapipeDriver(): string {
  const folder = '/usr/share/vulkan/icd.d';
  const name = existsSync(folder)
    ? readdirSync(folder).find((file) => /^lvp_icd.*json$/.test(file))
    : undefined;
  if (!name)
    throw new Error(
      `AP_ADAPTER=lavapipe, but ${folder} holds no lvp_icd*.json (Debian: mesa-vulkan-drivers)`,
    );
  return join(folder, name);
}
