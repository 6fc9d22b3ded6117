import i18next from 'i18next';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test } from 'vitest';

import { startI18n } from '../../i18n/i18n';
import { datasetById, qualityDatasets } from '../../state/quality';
import { choiceOf, type QualityChoice } from '../../state/qualityChoices';
import { QualityFigure } from './QualityFigure';
import type { QualityPlate } from './QualityPlate';
import { exactTable } from './qualityTable';

let Plate: typeof QualityPlate;

const draw = (choice: QualityChoice) =>
  renderToStaticMarkup(createElement(Plate, { ...choice, onChange: () => undefined }));

const text = (markup: string) => markup.replaceAll(/<[^>]+>/g, ' ');

beforeAll(async () => {
  await startI18n('en');
  // It brings its words into a page that has begun.
  Plate = (await import('./QualityPlate')).QualityPlate;
});

describe.each(qualityDatasets.map((dataset) => [dataset.id, dataset] as const))(
  '%s as a figure',
  (id, { rows, source }) => {
    test.each(['en', 'zh-CN'])('%s: every select has a label, every link a name', async (lng) => {
      await i18next.changeLanguage(lng);
      const markup = draw(choiceOf(id));
      for (const [, select] of markup.matchAll(/<select id="([^"]+)"/g)) {
        expect(markup).toContain(`<label for="${select}"`);
      }
      expect([...markup.matchAll(/<select/g)]).toHaveLength(3);
      for (const [, name = ''] of markup.matchAll(/<a [^>]*>(.*?)<\/a>/g)) {
        expect(name.trim()).not.toBe('');
      }
      expect(markup).toContain('aria-labelledby="quoted-quality-title"');
      expect(text(markup)).not.toMatch(/\{\{|quality:|undefined|NaN/);
    });

    test('has a row of its table for each row of the source, with a link to where it is from', () => {
      const markup = draw(choiceOf(id));
      const [, body = ''] = /<tbody>(.*?)<\/tbody>/.exec(markup) ?? [];
      const drawn = body.split('</tr>').filter((row) => row !== '');
      expect(drawn).toHaveLength(rows.length);
      for (const [i, row] of drawn.entries()) {
        expect(row).toContain(rows[i]?.label ?? '?');
        expect(row).toMatch(/<a href="https:/);
      }
      expect(text(markup)).toContain(source.slice(0, 20).replaceAll('"', '&quot;'));
    });

    test('sets every figure of its table in italics and marks it as quoted', () => {
      const [, body = ''] = /<tbody>(.*?)<\/tbody>/.exec(draw(choiceOf(id))) ?? [];
      for (const [, cell = ''] of body.matchAll(/<td>(.*?)<\/td>/g)) {
        if (/^[\d.,]+[KMBT]?( [KMG]i?B)?$/.test(text(cell).trim())) {
          expect(cell).toMatch(/^<em data-kind="quoted">/);
        }
      }
      expect(body).toContain('data-kind="quoted"');
    });

    test('gives each figure with its source to programs', () => {
      const { columns, rows: lines } = exactTable(datasetById(id), rows);
      const figures = rows.flatMap(({ values }) => Object.values(values));
      expect(lines.map((line) => line[columns.indexOf('value')])).toEqual(figures);
      for (const line of lines) expect(line.at(-1)).toBe(source);
    });
  },
);

test('a filter that is in force leaves the rows of that size', () => {
  const markup = draw({ ...choiceOf('su'), sameParameters: 842 });
  expect([...markup.matchAll(/<tr>/g)]).toHaveLength(1 + 2);
});

test('the figure says that it is being drawn until its tables have come', () => {
  const markup = renderToStaticMarkup(
    createElement(QualityFigure, { ...choiceOf('su'), onChange: () => undefined }),
  );
  expect(markup).toContain('aria-busy="true"');
});
