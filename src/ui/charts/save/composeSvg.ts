// One SVG file of a chart, from plain data: the squared ground, title, finding, drawing, legend and source.

import { wrapText } from './wrapText';

/** What was drawn on the page, as SVG elements around its own origin; pixels. */
export interface Painted {
  readonly width: number;
  readonly height: number;
  readonly markup: string;
}

export interface Ink {
  /** CSS colours without names of ours. */
  readonly ground: string;
  readonly grid: string;
  readonly ink: string;
  /** Of what is said quietly. */
  readonly quietInk: string;
  /** A CSS list of font families. */
  readonly fontFamily: string;
}

export interface TextStyle {
  /** Pixels. */
  readonly size: number;
  readonly weight: number;
}

export interface Picture {
  readonly language: string;
  readonly title: string;
  readonly finding: string;
  readonly source: string;
  readonly drawing: Painted;
  readonly legend: Painted;
  readonly ink: Ink;
  /** A style sheet with the typefaces; a viewer that ignores it sets the text in its own. */
  readonly fontFaces: string;
  /** The width of a text in pixels, in `ink.fontFamily`. */
  readonly widthOf: (text: string, style: TextStyle) => number;
}

export interface ComposedSvg {
  readonly text: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Pixels between the parts and at the edges: two squares of the paper. */
const gap = 16;
const square = 8;

const titleStyle = { size: 20, weight: 650, lineHeight: 26 };
const findingStyle = { size: 15, weight: 400, lineHeight: 22 };
const sourceStyle = { size: 12, weight: 400, lineHeight: 17 };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** For text and for attributes in double quotes. */
export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? character);

/** The parts from top to bottom, on paper as wide as the drawing and its margins. */
export function composeSvg(picture: Picture): ComposedSvg {
  const { language, title, finding, source, drawing, legend, ink, fontFaces, widthOf } = picture;
  const inner = Math.ceil(Math.max(drawing.width, legend.width));
  const width = inner + 2 * gap;
  let y = gap;
  const textBlock = (text: string, style: typeof titleStyle, colour: string): string => {
    const lines = wrapText(text, inner, (part) => widthOf(part, style));
    const spans = lines.map((line) => {
      y += style.lineHeight;
      const baseline = Math.round(y - style.lineHeight / 2 + style.size * 0.35);
      return `<tspan x="${gap}" y="${baseline}">${escapeXml(line)}</tspan>`;
    });
    return `<text fill="${colour}" font-size="${style.size}" font-weight="${style.weight}">${spans.join('')}</text>`;
  };
  const painted = ({ height, markup }: Painted): string => {
    const group = `<g transform="translate(${gap},${y})">${markup}</g>`;
    y += Math.ceil(height);
    return group;
  };
  const parts = [textBlock(title, titleStyle, ink.ink)];
  y += 4;
  parts.push(textBlock(finding, findingStyle, ink.ink));
  y += gap / 2;
  parts.push(painted(drawing));
  y += gap / 2;
  parts.push(painted(legend));
  y += gap / 2;
  parts.push(textBlock(source, sourceStyle, ink.quietInk));
  const height = y + gap;
  const lines = `M${square},0H0V${square}`;
  return {
    width,
    height,
    text: [
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escapeXml(ink.fontFamily)}" xml:lang="${escapeXml(language)}">`,
      `<title>${escapeXml(title)}</title>`,
      `<desc>${escapeXml(finding)}</desc>`,
      fontFaces === '' ? '' : `<style>${escapeXml(fontFaces)}</style>`,
      `<defs><pattern id="paper" width="${square}" height="${square}" patternUnits="userSpaceOnUse"><path d="${lines}" fill="none" stroke="${ink.grid}"/></pattern></defs>`,
      `<rect width="${width}" height="${height}" fill="${ink.ground}"/>`,
      `<rect width="${width}" height="${height}" fill="url(#paper)"/>`,
      ...parts,
      '</svg>',
      '',
    ].join('\n'),
  };
}
