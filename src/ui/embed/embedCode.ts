// The HTML that puts a view of the page into somebody else's.

import type { Language, Theme } from '../../state/presentation';
import type { ViewId } from '../../state/views';

export interface EmbedChoice {
  readonly view: ViewId;
  readonly lock: 'none' | 'model' | 'all';
  readonly theme: Theme;
  readonly language: Language;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The least that a frame is designed for, in pixels. */
export const leastFrame = { width: 320, height: 360 } as const;

/** The address of the frame: `page` is the page's own, with its state in the hash. */
export function embedAddress(page: string, { view, lock, theme, language }: EmbedChoice): string {
  const url = new URL(page);
  url.search = '';
  url.searchParams.set('embed', '1');
  url.searchParams.set('show', view);
  url.searchParams.set('theme', theme);
  url.searchParams.set('lang', language);
  if (lock !== 'none') url.searchParams.set('lock', lock);
  return url.href;
}

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** A frame that runs nothing of the article's and asks for no permission but WebGPU's own. */
export function embedCode(page: string, choice: EmbedChoice, title: string): string {
  const { width, height } = choice;
  return `<iframe src="${attribute(embedAddress(page, choice))}" title="${attribute(title)}" width="${width}" height="${height}" style="border: 0; max-width: 100%" loading="lazy"></iframe>`;
}
