import i18next from 'i18next';
import { createElement, type FunctionComponentElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { startI18n } from '../../i18n/i18n';
import { addTimeWords } from '../../i18n/timeWords';
import { defaultControls } from '../../state/controls';
import { crossoverOf } from '../../state/crossover';
import { rooflineOf } from '../../state/roofline';
import { CrossoverFinding } from './CrossoverFinding';
import { RooflineFinding } from './RooflineFinding';

const v3 = { ...defaultControls('deepseek-v3'), deviceId: 'h100-sxm' };

/** The text of a finding, and what of it can be pressed. */
function read<P>(finding: FunctionComponentElement<P>) {
  const markup = renderToStaticMarkup(finding);
  const pressed = [...markup.matchAll(/<button[^>]*>([^<]*)<\/button>/g)].map(([, text]) => text);
  return { text: markup.replaceAll(/<[^>]+>/g, ''), pressed };
}

const roofline = (controls = v3) =>
  read(createElement(RooflineFinding, { roofline: rooflineOf(controls) }));
const crossover = (controls = v3) =>
  read(createElement(CrossoverFinding, { crossover: crossoverOf(controls) }));

beforeAll(async () => {
  await startI18n('en');
  addTimeWords();
});

describe.each(['en', 'zh-CN'])('in %s', (language) => {
  beforeAll(async () => {
    await i18next.changeLanguage(language);
  });

  test('every intensity of the roofline’s finding opens its sum, and so does the ridge', () => {
    const { text, pressed } = roofline();
    expect(pressed).toHaveLength(3);
    const ridge = rooflineOf(v3).roof.ridgeFlopsPerByte;
    expect(pressed.at(-1)).toBe(String(Math.round(ridge)));
    for (const figure of pressed) expect(text).toContain(figure);
    expect(text).not.toMatch(/[<>{}]|undefined|NaN/);
  });

  test('where all have one intensity, one stands for all', () => {
    expect(roofline({ ...v3, shown: ['mha'] }).pressed).toHaveLength(2);
  });

  test('both new tokens of the crossover’s finding open their sums', () => {
    const { text, pressed } = crossover();
    expect(pressed).toHaveLength(2);
    expect(pressed[0]).toMatch(/^171 /);
    expect(pressed[1]).toBe('170.7');
    expect(text).not.toMatch(/[<>{}]|undefined|NaN/);
  });

  test('a finding without a figure has nothing to press', () => {
    const narrow = { ...v3, dims: { ...v3.dims, latentDim: 96 } };
    expect(crossover(narrow).pressed).toEqual([]);
    expect(crossover({ ...v3, shown: ['mha'] }).pressed).toEqual([]);
    expect(roofline({ ...v3, context: 0 }).pressed).toEqual([]);
  });
});
