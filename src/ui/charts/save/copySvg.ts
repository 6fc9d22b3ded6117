// A copy of an `<svg>` of the page that needs none of the page's style sheets: all that they give it is in attributes.

import { plainColour } from './plainColour';

/** Properties that children inherit, with what they are where nobody says anything. */
const inherited: readonly (readonly [name: string, initial: string])[] = [
  ['fill', 'rgb(0, 0, 0)'],
  ['fill-opacity', '1'],
  ['stroke', 'none'],
  ['stroke-opacity', '1'],
  ['stroke-width', '1px'],
  ['stroke-dasharray', 'none'],
  ['stroke-dashoffset', '0px'],
  ['stroke-linecap', 'butt'],
  ['stroke-linejoin', 'miter'],
  ['visibility', 'visible'],
];
const inheritedByText: readonly (readonly [name: string, initial: string])[] = [
  // The file's own typeface is its root's.
  ['font-family', ''],
  ['font-size', ''],
  ['font-weight', '400'],
  ['font-style', 'normal'],
  ['text-anchor', 'start'],
  ['dominant-baseline', 'auto'],
  ['letter-spacing', 'normal'],
];
const ownToEach: readonly (readonly [name: string, initial: string])[] = [
  ['opacity', '1'],
  ['clip-path', 'none'],
  ['mask', 'none'],
  ['stop-color', 'rgb(0, 0, 0)'],
  ['stop-opacity', '1'],
];

const foreign = /^(class|style|role|tabindex|focusable|name|data-.*|aria-.*)$/;

const literal = (name: string, value: string): string => {
  const plain = value.replace(/url\("([^"]*)"\)/g, 'url($1)');
  return /^(fill|stroke|stop-color)$/.test(name)
    ? plainColour(plain)
    : plain.replace(/(\d)px\b/g, '$1');
};

function setLiterally(element: Element, copy: Element, parent: CSSStyleDeclaration | null): void {
  const style = getComputedStyle(element);
  const names = copy.getAttributeNames();
  for (const name of names) if (foreign.test(name)) copy.removeAttribute(name);
  const set = (name: string, without: string) => {
    copy.removeAttribute(name);
    const value = style.getPropertyValue(name);
    if (value !== '' && value !== without) copy.setAttribute(name, literal(name, value));
  };
  for (const [name, initial] of [...inherited, ...inheritedByText]) {
    set(name, parent ? parent.getPropertyValue(name) : initial);
  }
  for (const [name, initial] of ownToEach) set(name, initial);
  if (!copy.hasAttribute('transform') && style.transform !== 'none') {
    copy.setAttribute('transform', style.transform);
  }
}

/**
 * A text whose stroke lies behind it, as two texts: not every viewer knows `paint-order`, and one that does not would
 * paint the stroke over the text.
 */
function strokeBehind(copy: Element): void {
  const behind = copy.cloneNode(true);
  if (behind instanceof Element) behind.setAttribute('stroke-linejoin', 'round');
  copy.before(behind);
  for (const part of [copy, ...copy.querySelectorAll('*')]) part.removeAttribute('stroke');
  copy.setAttribute('stroke', 'none');
}

/** `x` and `y` where its upper left corner stands, `width` and `height` as the page shows it; all in pixels. */
export function copySvg(
  svg: SVGSVGElement,
  place: Readonly<Record<'x' | 'y' | 'width' | 'height', number>>,
): string {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  const originals = [svg, ...svg.querySelectorAll('*')];
  const copies = [copy, ...copy.querySelectorAll('*')];
  const gone: Element[] = [];
  const stroked: Element[] = [];
  originals.forEach((element, i) => {
    const twin = copies[i];
    if (!twin) return;
    const style = getComputedStyle(element);
    if (element.localName === 'foreignObject' || (style.display === 'none' && isDrawn(element))) {
      gone.push(twin);
    }
    const parent = element === svg ? null : element.parentElement;
    setLiterally(element, twin, parent && getComputedStyle(parent));
    const strokesFirst = style.getPropertyValue('paint-order').startsWith('stroke');
    if (element.localName === 'text' && strokesFirst && style.stroke !== 'none') stroked.push(twin);
  });
  stroked.forEach(strokeBehind);
  for (const element of gone) element.remove();
  for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
  if (getComputedStyle(svg).overflow === 'visible') copy.setAttribute('overflow', 'visible');
  return new XMLSerializer().serializeToString(copy);
}

/** Patterns, clips and titles are of no display, and still needed. */
const isDrawn = (element: Element): boolean =>
  element.closest('defs, clipPath, pattern, mask, title, desc') === null;
