// The HTML that puts a view of the page into somebody else's.

import type { Language, Theme } from '../../state/presentation';
import { viewControls, type FrameControl, type ViewId } from '../../state/views';

/** What readers are kept from changing: nothing, the model, or whatever the frame could offer. */
const locks = ['none', 'model', 'all'] as const;
type Lock = (typeof locks)[number];

/** The controls that a frame of a view leaves open under a lock. */
export const openControls = (view: ViewId, lock: Lock): readonly FrameControl[] =>
  viewControls[view].filter((control) => lock === 'none' || (lock === 'model' && control !== lock));

/** The locks that differ for a view: one alone where it reads no control that a frame could offer. */
export const locksOf = (view: ViewId): readonly Lock[] =>
  locks.filter((lock, i) => {
    const next = locks[i + 1];
    return !next || openControls(view, next).length < openControls(view, lock).length;
  });

/** The lock that a view keeps from another one, or none where that would leave open what it does. */
export const keptLock = (view: ViewId, lock: Lock): Lock =>
  locksOf(view).length < 2 || locksOf(view).includes(lock) ? lock : 'none';

export interface EmbedChoice {
  readonly view: ViewId;
  readonly lock: Lock;
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
