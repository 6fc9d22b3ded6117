// How headless Chromium is started, by the end-to-end tests and by npm run bench.

/** Keeps a browser that is tested from talking to the network. */
export const quietArguments = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real GPU stays in use where there usually is one; on Linux Chromium's own software adapter. */
export const adapterArguments =
  process.platform === 'linux'
    ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']
    : [];
