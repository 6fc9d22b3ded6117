// Opens the page: presentation and address first, then React, then the engine.
import './polyfill';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startI18n } from './i18n/i18n';
import { bindAddress } from './ui/address';
import { App } from './ui/App';
import { bindPresentation, openPresentation } from './ui/bindPresentation';
import { bindTuning } from './ui/bindTuning';
import { prefetchWhenIdle } from './ui/prefetch';
import { RunnerContext } from './ui/runnerContext';
import './ui/style/page.css';

// No `await` of the file itself: what is loaded meanwhile may import this one, and would wait for it in a circle.
async function open(): Promise<void> {
  const { language, embed } = openPresentation();
  bindPresentation(await startI18n(language));
  bindAddress();
  void bindTuning();

  const runner = import('./state/pageRunner').then(({ startPageRunner }) => startPageRunner());

  const root = document.getElementById('root');
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <RunnerContext value={runner}>
          <App />
        </RunnerContext>
      </StrictMode>,
    );
  }
  // A frame shows what it was made for.
  if (!embed) void prefetchWhenIdle(runner);
}

void open();
