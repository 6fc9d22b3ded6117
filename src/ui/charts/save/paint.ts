// Paints a part of the page as SVG: its `<svg>` elements and canvases where they stand, boxes, and texts line by line.

import { copySvg } from './copySvg';
import { escapeXml, type Painted } from './composeSvg';
import { isTransparent, plainColour } from './plainColour';

type Point = Readonly<Record<'x' | 'y', number>>;

const round = (pixels: number): number => Math.round(pixels * 100) / 100;

const placeOf = (rect: DOMRect, origin: Point) => ({
  x: round(rect.x - origin.x),
  y: round(rect.y - origin.y),
  width: round(rect.width),
  height: round(rect.height),
});

/** The ground and the borders of an element. */
function paintBox(element: Element, style: CSSStyleDeclaration, origin: Point): string {
  const { x, y, width, height } = placeOf(element.getBoundingClientRect(), origin);
  const ground = style.backgroundColor;
  const box = isTransparent(ground)
    ? ''
    : `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${plainColour(ground)}"/>`;
  const sides = [
    ['top', `M${x},${y}h${width}`],
    ['right', `M${x + width},${y}v${height}`],
    ['bottom', `M${x},${y + height}h${width}`],
    ['left', `M${x},${y}v${height}`],
  ] as const;
  const borders = sides.map(([side, path]) => {
    const thickness = Number.parseFloat(style.getPropertyValue(`border-${side}-width`));
    const line = style.getPropertyValue(`border-${side}-style`);
    const colour = style.getPropertyValue(`border-${side}-color`);
    if (!(thickness > 0) || line === 'none' || isTransparent(colour)) return '';
    const dash = line === 'dashed' ? 3 : line === 'dotted' ? 1 : 0;
    const dashes = dash > 0 ? ` stroke-dasharray="${dash * thickness} ${dash * thickness}"` : '';
    return `<path d="${path}" fill="none" stroke="${plainColour(colour)}" stroke-width="${thickness}"${dashes}/>`;
  });
  return box + borders.join('');
}

interface Line {
  text: string;
  rect: DOMRect;
}

/** The lines that a text node is broken into on the page. */
function linesOf(node: Text): Line[] {
  const range = document.createRange();
  const lines: Line[] = [];
  let at = 0;
  for (const character of node.data) {
    range.setStart(node, at);
    at += character.length;
    range.setEnd(node, at);
    const rect = range.getBoundingClientRect();
    if (rect.width === 0) continue;
    const line = lines.at(-1);
    if (line && Math.abs(line.rect.top - rect.top) < rect.height / 2) line.text += character;
    else lines.push({ text: character, rect });
  }
  return lines;
}

function paintText(node: Text, style: CSSStyleDeclaration, origin: Point): string {
  const context = document.createElement('canvas').getContext('2d');
  if (!context || node.data.trim() === '') return '';
  const { fontStyle, fontWeight, fontSize, fontFamily } = style;
  context.font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } =
    context.measureText('x');
  return linesOf(node)
    .map(({ text, rect }) => {
      const baseline = rect.top + (rect.height * ascent) / (ascent + descent);
      const attributes = {
        x: round(rect.left - origin.x),
        y: round(baseline - origin.y),
        fill: plainColour(style.color),
        'font-family': fontFamily,
        'font-size': Number.parseFloat(fontSize),
        'font-weight': fontWeight,
        'font-style': fontStyle,
      };
      const written = Object.entries(attributes).map(
        ([name, value]) => `${name}="${escapeXml(String(value))}"`,
      );
      return `<text ${written.join(' ')}>${escapeXml(text.trimEnd())}</text>`;
    })
    .join('');
}

function paintElement(element: Element, origin: Point): string {
  const style = getComputedStyle(element);
  // What only screen readers meet is clipped away.
  const isClipped = style.clipPath === 'inset(50%)';
  if (isClipped || style.display === 'none' || style.visibility !== 'visible') return '';
  const place = placeOf(element.getBoundingClientRect(), origin);
  if (element instanceof SVGSVGElement) return copySvg(element, place);
  if (element instanceof HTMLCanvasElement) {
    const { x, y, width, height } = place;
    const data = element.toDataURL();
    return `<image x="${x}" y="${y}" width="${width}" height="${height}" href="${data}" xlink:href="${data}"/>`;
  }
  const children = [...element.childNodes].map((child) => {
    if (child instanceof Element) return paintElement(child, origin);
    return child instanceof Text ? paintText(child, style, origin) : '';
  });
  return paintBox(element, style, origin) + children.join('');
}

/** All that is seen inside `root`, from its upper left corner on. */
export function paint(root: Element): Painted {
  const rect = root.getBoundingClientRect();
  return { width: rect.width, height: rect.height, markup: paintElement(root, rect) };
}
