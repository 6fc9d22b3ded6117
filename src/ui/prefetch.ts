// Loads what is likely wanted next once the page has nothing to do: the other charts, and the other language.

import type { Runner } from '../state/runner';

/** Every figure and drawing, whichever page of charts it stands on; one that is there already is not loaded again. */
const loaders = Object.values(
  import.meta.glob([
    './{anatomy,charts,lowrank,race,shader}/*Figure.tsx',
    './{charts,lowrank}/*Chart.tsx',
    './charts/*Plate.tsx',
    './charts/DeploymentControls.tsx',
    '../i18n/{en,zh}.ts',
  ]),
);

/** What browsers tell of the connection, where they do. */
declare global {
  interface Navigator {
    readonly connection?: { readonly saveData?: boolean };
  }
}

/** In place of an idle moment, where browsers do not tell of any. */
const pauseMs = 200;

const nextIdle = () =>
  new Promise<void>((resolve) => {
    // Older versions of Safari have none, whatever their types say.
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve());
    else setTimeout(resolve, pauseMs);
  });

/** One file at a time, so that whatever a person does comes first; then the page asks for nothing more. */
export async function prefetchWhenIdle(runner: Promise<Runner>): Promise<void> {
  if (navigator.connection?.saveData) return;
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
  }
  const engines = async () => (await runner).engine.fetchAhead();
  for (const load of [...loaders, engines]) {
    await nextIdle();
    try {
      await load();
    } catch {
      // Without a network: whoever needs it tries again, and says so.
      return;
    }
  }
}
