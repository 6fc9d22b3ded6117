// How each variant looks everywhere: a hue for marks, a mark and a dash, so that none depends on colour alone.
//
// The four hues were searched in OKLCH for the largest smallest distance under normal, protan, deutan and tritan
// vision (Machado et al. 2009); variantStyle.test.ts keeps that true. Text is never set in them.

export type MarkShape = 'square' | 'triangle' | 'circle' | 'diamond' | 'cross' | 'hexagon';

export interface LineStyle {
  readonly mark: MarkShape;
  readonly hollow: boolean;
  /** SVG stroke-dasharray; empty for a solid line. */
  readonly dash: string;
  /** Stroke width in pixels. */
  readonly width: number;
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

const spareMarks: readonly MarkShape[] = ['hexagon', 'cross', 'triangle', 'square'];

/** The style of a variant, in one of its modes; one that has no entry gets a hue and a mark made from its id. */
export function styleOf(variantId: string, mode?: string): VariantStyle {
  const style = variantStyles[variantId] ?? generatedStyle(variantId);
  const change = mode === undefined ? undefined : style.modes?.[mode];
  return change ? { ...style, ...change } : style;
}

function generatedStyle(id: string): VariantStyle {
  let hash = 7;
  for (const character of id) hash = (hash * 31 + character.charCodeAt(0)) % 9973;
  const hue = (hash * 137.5) % 360;
  return {
    ...solid,
    light: `oklch(0.52 0.11 ${hue})`,
    dark: `oklch(0.76 0.12 ${hue})`,
    mark: spareMarks[hash % spareMarks.length] ?? 'hexagon',
    dash: '5 3',
  };
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
    case 'hexagon':
      return `M${-r},0L${-r / 2},${-r * 0.9}H${r / 2}L${r},0L${r / 2},${r * 0.9}H${-r / 2}Z`;
  }
}
