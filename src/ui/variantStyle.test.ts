import { describe, expect, test } from 'vitest';
import { variants } from '../attention/variants';
import { hueProperties, markPath, styleOf, variantStyles } from './variantStyle';

type Rgb = readonly [number, number, number];

const grounds = { light: '#FBFAF6', dark: '#12161C' } as const;

/** Machado, Oliveira, Fernandes 2009, table 1 at severity 1: matrices on linear RGB, by rows. */
const visions: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const linear = (hex: string): Rgb => {
  const channel = (from: number) => {
    const c = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
};

const dot = (a: Rgb, b: Rgb) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const luminance = (hex: string) => dot([0.2126, 0.7152, 0.0722], linear(hex));

const contrast = (a: string, b: string) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
};

/** CIE L*a*b* (D65) of a colour as someone with this vision sees it. */
const lab = (hex: string, vision: readonly [Rgb, Rgb, Rgb]): Rgb => {
  const rgb = linear(hex);
  const clamp = (x: number) => Math.min(Math.max(x, 0), 1);
  const seen: Rgb = [
    clamp(dot(vision[0], rgb)),
    clamp(dot(vision[1], rgb)),
    clamp(dot(vision[2], rgb)),
  ];
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f(dot([0.4124564, 0.3575761, 0.1804375], seen) / 0.95047);
  const y = f(dot([0.2126729, 0.7151522, 0.072175], seen));
  const z = f(dot([0.0193339, 0.119192, 0.9503041], seen) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};

const distance = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  const styles = variants.map(({ id }) => [id, styleOf(id)] as const);

  test.each(styles)('%s stands out from the ground by at least 3:1', (_, style) => {
    expect(contrast(style[theme], grounds[theme])).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.entries(visions))('variants stay apart for %s vision', (_, vision) => {
    for (const [a, one] of styles) {
      for (const [b, other] of styles) {
        if (a >= b) continue;
        const apart = distance(lab(one[theme], vision), lab(other[theme], vision));
        const searchedTogether = a in variantStyles && b in variantStyles;
        expect(apart, `${a} and ${b}`).toBeGreaterThan(searchedTogether ? 30 : 22);
      }
    }
  });

  test('body text on the ground is at least 7:1', () => {
    expect(
      contrast(theme === 'light' ? '#1B1E26' : '#E8ECF2', grounds[theme]),
    ).toBeGreaterThanOrEqual(7);
  });
});

test('no two variants share a mark or a dash', () => {
  const styles = variants.map(({ id }) => styleOf(id));
  expect(new Set(styles.map(({ mark }) => markPath(mark, 5))).size).toBe(variants.length);
  expect(new Set(styles.map(({ dash, width }) => `${dash} ${width}`)).size).toBe(variants.length);
});

test('a mode that is not the usual one looks different from it, in every variant', () => {
  for (const { id, modes } of variants) {
    const dashes = modes.map((mode) => styleOf(id, mode.id).dash);
    expect(new Set(dashes).size, id).toBe(modes.length);
    for (const mode of modes.slice(1)) expect(styleOf(id, mode.id).hollow, id).toBe(true);
  }
});

test('variants without an entry of their own have a searched style for each of them', () => {
  const unlisted = variants.filter(({ id }) => !(id in variantStyles));
  expect(unlisted.length).toBeGreaterThan(0);
  for (const { id } of unlisted) {
    expect(styleOf(id).light, id).toMatch(/^#/);
    expect(hueProperties([id], 'dark')).toEqual([[`--variant-${id}`, styleOf(id).dark]]);
  }
});

test('a variant beyond them gets a stable style made from its id', () => {
  expect(styleOf('new')).toEqual(styleOf('new'));
  expect(styleOf('new').light).not.toBe(styleOf('newer').light);
});
