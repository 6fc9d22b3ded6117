// How each variant looks everywhere: a hue for marks, a mark and a dash, so that none depends on colour alone.
//
// The hues were searched in OKLCH for the largest smallest distance under normal, protan, deutan and tritan vision
// (Machado et al. 2009), first the four and then the spare ones beside them; variantStyle.test.ts keeps that true.
// Text is never set in them.

import { modeFor } from '../attention/variant';
import { variants } from '../attention/variants';

type MarkShape =
  | 'square'
  | 'triangle'
  | 'circle'
  | 'diamond'
  | 'cross'
  | 'star'
  | 'spike'
  | 'hexagon';

export interface LineStyle {
  readonly mark: MarkShape;
  readonly hollow: boolean;
  /** SVG stroke-dasharray; empty for a solid line. */
  readonly dash: string;
  /** Stroke width in pixels. */
  readonly width: number;
}

/** A line's style with its colour. */
export interface LineLook extends LineStyle {
  readonly hue: string;
}

export interface VariantStyle extends LineStyle {
  /** CSS colour on the light ground. */
  readonly light: string;
  /** CSS colour on the dark ground. */
  readonly dark: string;
  /** What differs in modes that are not the variant's usual one. */
  readonly modes?: Readonly<Record<string, Partial<LineStyle>>>;
}

const solid = { hollow: false, dash: '', width: 2 } as const;

export const variantStyles: Readonly<Record<string, VariantStyle>> = {
  mha: { ...solid, light: '#424552', dark: '#ECF6FF', mark: 'square' },
  gqa: { ...solid, light: '#268AC8', dark: '#349FF0', mark: 'triangle', dash: '8 4' },
  mqa: { ...solid, light: '#C18415', dark: '#F7B812', mark: 'circle', dash: '2 4' },
  mla: {
    ...solid,
    light: '#821808',
    dark: '#DD4F49',
    mark: 'diamond',
    width: 3,
    modes: {
      expanded: { hollow: true, dash: '12 3 2 3' },
      naive: { hollow: true, dash: '8 3 2 3', width: 2 },
    },
  },
};

/** For variants without an entry, in the order in which the table of variants has them. */
const spareStyles: readonly VariantStyle[] = [
  { ...solid, light: '#739A51', dark: '#49FA9F', mark: 'cross', dash: '16 6' },
  { ...solid, light: '#4E1B67', dark: '#7441F7', mark: 'star', dash: '5 7' },
  { ...solid, light: '#E35F8F', dark: '#885783', mark: 'spike', dash: '12 4 2 4 2 4' },
];

/** The style of a variant, in one of its modes; one that has no entry gets a spare style. */
export function styleOf(variantId: string, mode?: string): VariantStyle {
  const style = variantStyles[variantId] ?? spareStyle(variantId);
  if (mode === undefined) return style;
  const change = style.modes?.[mode];
  if (change) return { ...style, ...change };
  const variant = variants.find(({ id }) => id === variantId);
  if (!variant || mode === modeFor(variant, 'decode')) return style;
  const dots = ' 1 3'.repeat(1 + variant.modes.findIndex(({ id }) => id === mode));
  return { ...style, hollow: true, dash: `${style.dash || '8 3'}${dots}` };
}

function spareStyle(id: string): VariantStyle {
  const unlisted = variants.filter((variant) => !(variant.id in variantStyles));
  const place = unlisted.findIndex((variant) => variant.id === id);
  return spareStyles[place] ?? madeUpStyle(id);
}

/** Stable, but not searched: it may come near another variant's. */
function madeUpStyle(id: string): VariantStyle {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  const hue = (hash * 137.5) % 360;
  const light = `oklch(0.52 0.11 ${hue})`;
  const dark = `oklch(0.76 0.12 ${hue})`;
  return { ...solid, light, dark, mark: 'hexagon', dash: `${6 + (hash % 8)} 3 3 3` };
}

/** The CSS colour of a variant in the theme in force. */
export const hueOf = (variantId: string): string => `var(--variant-${variantId})`;

/** The custom properties that `hueOf` names, for a theme. */
export const hueProperties = (variantIds: readonly string[], theme: 'light' | 'dark') =>
  variantIds.map((id) => [`--variant-${id}`, styleOf(id)[theme]] as const);

/** SVG path of a mark around the origin, about 2 * radius wide. */
export function markPath(mark: MarkShape, radius: number): string {
  const r = radius;
  switch (mark) {
    case 'square': {
      const a = r * 0.86;
      return `M${-a},${-a}H${a}V${a}H${-a}Z`;
    }
    case 'triangle':
      return `M0,${-r * 1.1}L${r * 1.05},${r * 0.8}H${-r * 1.05}Z`;
    case 'circle':
      return `M${-r},0A${r},${r} 0 1 1 ${r},0A${r},${r} 0 1 1 ${-r},0Z`;
    case 'diamond':
      return `M0,${-r * 1.2}L${r * 1.2},0L0,${r * 1.2}L${-r * 1.2},0Z`;
    case 'cross': {
      const a = r * 0.36;
      return `M${-a},${-r}H${a}V${-a}H${r}V${a}H${a}V${r}H${-a}V${a}H${-r}V${-a}H${-a}Z`;
    }
    case 'star': {
      // Four points, waists at a third of the radius.
      const [a, w] = [r * 1.25, r * 0.4];
      return `M0,${-a}L${w},${-w}L${a},0L${w},${w}L0,${a}L${-w},${w}L${-a},0L${-w},${-w}Z`;
    }
    case 'spike':
      return `M0,${r * 1.1}L${r * 1.05},${-r * 0.8}H${-r * 1.05}Z`;
    case 'hexagon':
      return `M${-r},0L${-r / 2},${-r * 0.9}H${r / 2}L${r},0L${r / 2},${r * 0.9}H${-r / 2}Z`;
  }
}
