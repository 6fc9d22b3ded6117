import { expect, test } from 'vitest';
import {
  embedAddress,
  embedCode,
  keptLock,
  locksOf,
  openControls,
  type EmbedChoice,
} from './embedCode';

const choice: EmbedChoice = {
  view: 'growth',
  lock: 'none',
  theme: 'dark',
  language: 'zh-CN',
  width: 480,
  height: 360,
};
const page = 'https://example.org/play/?lang=en&show=receipts#v=1&model=deepseek-v3&g=16';

test('the frame has the page’s state, and the presentation that was chosen instead of the page’s', () => {
  const url = new URL(embedAddress(page, choice));
  expect(url.hash).toBe('#v=1&model=deepseek-v3&g=16');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    embed: '1',
    show: 'growth',
    theme: 'dark',
    lang: 'zh-CN',
  });
  expect(embedAddress(page, { ...choice, lock: 'all' })).toContain('lock=all');
});

test('the HTML cannot be broken out of, whatever stands in the address or the title', () => {
  const html = embedCode(`${page}&x="><script>`, choice, 'a "title" <b>');
  expect(html.match(/<\w+/g)).toEqual(['<iframe']);
  expect(html).toContain('title="a &quot;title&quot; &lt;b>"');
  expect(html).toContain('width="480" height="360"');
});

test('a lock is offered where it closes something that the view reads', () => {
  expect(locksOf('growth')).toEqual(['none', 'model', 'all']);
  expect(openControls('growth', 'model')).toEqual(['ctx', 'format']);
  expect(openControls('crossover', 'none')).toEqual(['model', 'ctx']);
  // Heads read the model alone, and quality nothing that a frame offers.
  expect(locksOf('heads')).toEqual(['none', 'all']);
  expect(openControls('heads', 'all')).toEqual([]);
  expect(locksOf('quality')).toHaveLength(1);
});

test('another view keeps the lock that it has too', () => {
  expect(keptLock('heads', 'all')).toBe('all');
  expect(keptLock('heads', 'model')).toBe('none');
  expect(keptLock('quality', 'model')).toBe('model');
});
