import { expect, test } from 'vitest';
import { composeSvg, type Picture } from './composeSvg';

const picture: Picture = {
  language: 'en',
  title: 'Cache & context',
  finding: 'At 32,768 tokens MLA keeps 2.30 GB and MHA 131 GB, 56.9× as much as "MLA" <here>.',
  source: 'Attention Playground, from http://127.0.0.1/#v=1&model=llama3.1-8b',
  drawing: { width: 301.5, height: 203.2, markup: '<path d="M1,2L3,4"/>' },
  legend: { width: 297, height: 31, markup: '<circle r="5"/>' },
  ink: {
    ground: 'rgb(251, 250, 246)',
    grid: 'rgb(240, 237, 227)',
    ink: 'rgb(27, 30, 38)',
    quietInk: 'rgb(86, 90, 103)',
    fontFamily: "'Source Serif 4 Variable', serif",
  },
  fontFaces: '',
  widthOf: (text, { size }) => text.length * size * 0.5,
};

/** The number of each match's first group. */
const numbers = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, value]) => Number(value));

test('is as wide as the drawing, and high enough for every part in its order', () => {
  const { text, width, height } = composeSvg(picture);
  expect(width).toBe(302 + 32);
  expect(text).toContain(`viewBox="0 0 ${width} ${height}"`);
  const baselines = numbers(text, /<tspan x="16" y="(\d+)"/g);
  const [drawingY = 0, legendY = 0] = numbers(text, /translate\(16,([\d.]+)\)/g);
  expect(baselines).toEqual(baselines.toSorted((a, b) => a - b));
  expect(legendY).toBeGreaterThanOrEqual(drawingY + 204);
  expect(baselines.at(-1)).toBeGreaterThan(legendY + 31);
  expect(height).toBeGreaterThan(baselines.at(-1) ?? 0);
  expect(baselines.filter((baseline) => baseline > drawingY && baseline < legendY)).toEqual([]);
});

test('says title, finding and source, escaped, in lines that fit', () => {
  const { text } = composeSvg(picture);
  expect(text).toContain('<title>Cache &amp; context</title>');
  expect(text).toContain('&lt;here&gt;');
  expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  const said = [...text.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g)].map(([, line]) => line ?? '');
  const whole = said.join('');
  expect(whole.replaceAll(/\s/g, '')).toContain('v=1&amp;model=llama3.1-8b');
  // Lines of the finding are 15 px, so 7.5 px a character.
  expect(Math.max(...said.map((line) => line.length))).toBeLessThanOrEqual(302 / 6);
});

test('stands on squared ground in literal colours, with what was drawn as it is', () => {
  const { text } = composeSvg(picture);
  expect(text).toContain('fill="rgb(251, 250, 246)"');
  expect(text).toContain(picture.drawing.markup);
  expect(text).toContain(picture.legend.markup);
  expect(text).not.toMatch(/var\(|class=|<style/);
});
