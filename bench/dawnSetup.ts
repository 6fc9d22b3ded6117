// Starts Dawn before each file of GPU tests, and says so when there is no adapter and they will be skipped.
import { dawnAdapter } from './dawn';

if (!(await dawnAdapter())) {
  const message =
    'GPU tests need a WebGPU adapter and this machine offers none: install Chromium (it brings SwiftShader) or a GPU driver.';
  if (process.env['CI']) throw new Error(message);
  console.warn(`Skipped: ${message}`);
}
