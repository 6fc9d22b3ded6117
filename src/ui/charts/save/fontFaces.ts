// The page's Latin typefaces as a style sheet that carries them; fetched from the page's own origin.

import monoUrl from '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url';
import serifItalicUrl from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2?url';
import serifUrl from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url';

const faces = [
  { family: 'Source Serif 4 Variable', style: 'normal', weights: '200 900', url: serifUrl },
  { family: 'Source Serif 4 Variable', style: 'italic', weights: '200 900', url: serifItalicUrl },
  { family: 'JetBrains Mono Variable', style: 'normal', weights: '100 800', url: monoUrl },
] as const;

async function dataUrl(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return `data:font/woff2;base64,${btoa(text)}`;
}

/** `@font-face` rules of the typefaces that the SVG names. Chinese is left to the viewer's own. */
export async function fontFacesFor(svg: string): Promise<string> {
  const used = faces.filter(
    ({ family, style }) =>
      svg.includes(family) && (style === 'normal' || svg.includes('font-style="italic"')),
  );
  const rules = await Promise.all(
    used.map(
      async ({ family, style, weights, url }) =>
        `@font-face{font-family:'${family}';font-style:${style};font-weight:${weights};src:url(${await dataUrl(url)}) format('woff2')}`,
    ),
  );
  return rules.join('');
}
