// Puts the free pages of a cache out of order, so that a token found without its block table shows.

import { pageTokens, type Pages } from './pages';

/** The sequences take pages in turns and give them back: the last come first then, and neighbours lie apart. */
export function shufflePages(pages: Pages | undefined, batch: number, tokens: number): void {
  if (!pages) return;
  for (let end = 1; end <= tokens; end += pageTokens) {
    pages.prepare(Array.from({ length: batch }, () => ({ start: 0, end, length: end })));
  }
  for (let sequence = 0; sequence < batch; sequence++) pages.release(sequence);
}
