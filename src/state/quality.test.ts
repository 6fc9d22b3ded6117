import { describe, expect, test } from 'vitest';

import { variants } from '../attention/variants';
import type { ResultTable } from '../facts/claim';
import { claims } from '../facts/claims';
import {
  datasetById,
  measureById,
  parameterChoices,
  pointsOf,
  qualityDatasets,
  qualityFinding,
  rowsOf,
  scaleOf,
} from './quality';
import {
  choiceOf,
  datasetIds,
  firstQuality,
  measureIds,
  measuresOf,
  mostParameters,
  withOwnMeasure,
  type DatasetId,
} from './qualityChoices';

/** The claim that each table is drawn from, and the claim's own names of its measures, in their order. */
const drawnFrom: Readonly<Record<DatasetId, readonly [claimId: string, ...columns: string[]]>> = {
  su: ['su-table', 'loss'],
  v2t8: ['dsv2-t8', 'MMLU', 'BBH', 'C-Eval', 'CMMLU'],
  v2t9: ['dsv2-t9', 'MMLU', 'BBH', 'C-Eval', 'CMMLU'],
  gla: ['gla-ppl', '1.471B', '876M', '433M', '183M'],
  cla: ['cla-t1', 'perplexity'],
  tpa: ['tpa-quality', 'large', 'medium'],
  gqa: ['gqa-t1', 'average score', 'seconds per sample'],
  mqa: ['mqa-quality', 'ln(PPL), dev', 'BLEU, dev', 'BLEU, test, beam 1', 'BLEU, test, beam 4'],
};

function tableOf(id: DatasetId): ResultTable {
  const table = claims.find((claim) => claim.id === drawnFrom[id][0])?.table;
  if (!table) throw new Error(`no table ${id}`);
  return table;
}

const each = qualityDatasets.map((dataset) => [dataset.id, dataset] as const);
const su = datasetById('su');
const loss = measureById(su, 'loss');

describe.each(each)('%s', (id, dataset) => {
  const [claimId, ...columns] = drawnFrom[id];
  const table = tableOf(id);

  test('has every row of its claim with every figure, and none that the claim has not', () => {
    const drawn = dataset.rows.map(({ label, cache, parameters, activeParameters, values }) => ({
      label,
      cache,
      parameters,
      activeParameters,
      values: dataset.measures.map((measure) => values[measure.id] ?? null),
    }));
    const stated = table.rows.map(({ label, cache, parameters, activeParameters, values }) => ({
      label,
      cache,
      parameters,
      activeParameters,
      values: columns.map((name) => values[table.columns.findIndex((c) => c.name === name)]),
    }));
    expect(drawn).toEqual(stated);
    expect(drawn.flatMap(({ values }) => values).length).toBe(
      table.rows.length * table.columns.length,
    );
  });

  test('maps rows to variants by what the claim says that they are', () => {
    const named = (variantId?: string) => variants.find((each) => each.id === variantId)?.name;
    expect(dataset.rows.map(({ variantId }) => named(variantId))).toEqual(
      table.rows.map(({ attention }) => attention),
    );
  });

  test('says which way is better and at which scale as its claim does', () => {
    expect(dataset.x).toBe(table.cacheUnit ?? 'none');
    expect(dataset.trainingTokens).toBe(table.trainingTokens);
    for (const [i, name] of columns.entries()) {
      const { better, parameters, trainingTokens } =
        table.columns.find((column) => column.name === name) ?? {};
      expect(dataset.measures[i]).toMatchObject({ better });
      expect(dataset.measures[i]?.parameters).toBe(parameters);
      expect(dataset.measures[i]?.trainingTokens).toBe(trainingTokens);
    }
  });

  test('is from a source that was read, and not from a claim that is not to be repeated', () => {
    const claim = claims.find((one) => one.id === claimId);
    expect(dataset.source).toBe(claim?.source);
    expect(dataset.source.length).toBeGreaterThan(20);
    expect(dataset.source).not.toContain('RECALLED');
    expect([claim?.status, claim?.correction]).toEqual(['verified', undefined]);
  });

  test('prints a figure with the digits that the longest of its column has', () => {
    for (const { id: measureId, decimals } of dataset.measures) {
      const shown = pointsOf(dataset, measureId).map(({ value }) => value.toFixed(decimals));
      expect(shown.map(Number)).toEqual(pointsOf(dataset, measureId).map(({ value }) => value));
      expect(shown.some((text) => decimals === 0 || !text.endsWith('0'))).toBe(true);
    }
  });
});

describe('what may be chosen', () => {
  test('every table that is named exists, with its own measures, and every measure is one of some table', () => {
    expect(qualityDatasets.map(({ id }) => id)).toEqual([...datasetIds]);
    for (const { id, measures } of qualityDatasets) {
      expect(measures.map((measure) => measure.id)).toEqual(measuresOf[id]);
    }
    expect(new Set(Object.values(measuresOf).flat())).toEqual(new Set(measureIds));
  });

  test('names are short and lowercase, for they stand in links', () => {
    for (const name of [...datasetIds, ...measureIds]) expect(name).toMatch(/^[a-z\d]{2,8}$/);
  });

  test('a measure of another table gives way to the first of this one', () => {
    expect(withOwnMeasure({ ...choiceOf('gla'), measure: 'mmlu' })).toEqual(choiceOf('gla'));
    const own = { datasetId: 'v2t9', measure: 'ceval', sameParameters: 15_800 } as const;
    expect(withOwnMeasure(own)).toEqual(own);
    expect(firstQuality).toEqual({ datasetId: 'su', measure: 'loss', sameParameters: 0 });
  });
});

describe('parameters within 5 %', () => {
  test('keep the rows that are so near, and no other', () => {
    const labels = pointsOf(su, 'loss', 842).map(({ label }) => label);
    expect(labels).toEqual(['GQA2-128', 'GQA4-(64-64)-S2']);
    for (const millions of parameterChoices(su)) {
      const kept = pointsOf(su, 'loss', millions);
      const near = tableOf('su').rows.filter(
        ({ parameters = 0 }) => Math.abs(parameters / 1e6 - millions) <= 0.05 * millions,
      );
      expect(kept.map(({ label }) => label)).toEqual(near.map(({ label }) => label));
      expect(kept.length).toBeGreaterThan(0);
    }
  });

  test('are asked for by what rows have, in millions, where some rows are further apart', () => {
    expect(parameterChoices(su)).toEqual([842, 894, 899, 931, 943, 946, 989, 1171]);
    expect(parameterChoices(datasetById('v2t9'))).toEqual([15_700, 15_800, 247_400, 250_800]);
    for (const id of ['v2t8', 'gla', 'cla', 'tpa', 'gqa', 'mqa'] as const) {
      expect([id, parameterChoices(datasetById(id))]).toEqual([id, []]);
    }
    const largest = Math.max(...qualityDatasets.flatMap(parameterChoices));
    expect(largest).toBeLessThanOrEqual(mostParameters);
  });

  test('that no row has leave all rows', () => {
    expect(pointsOf(su, 'loss', 500)).toHaveLength(12);
    expect(rowsOf(datasetById('gla'), 842)).toHaveLength(6);
  });
});

describe('a finding', () => {
  test('names the best row, the best of the least cache and the best of the most', () => {
    expect(qualityFinding(su, loss, pointsOf(su, 'loss'))).toMatchObject({
      kind: 'cache',
      best: { label: 'GQA1-(512-64)-S3', value: 2.677, cache: 576 },
      least: { label: 'GQA2-(192-64)-S2', value: 2.708, cache: 512 },
      most: { label: 'MHA', value: 2.721, cache: 4096 },
    });
    const cla = datasetById('cla');
    expect(qualityFinding(cla, measureById(cla, 'ppl'), pointsOf(cla, 'ppl'))).toMatchObject({
      best: { label: 'H128-MHA', value: 13.15 },
      least: { label: 'H64-MQA-CLA2', value: 13.89, cache: 2560 },
      most: { label: 'H128-MHA' },
    });
  });

  test('never ranks models of different sizes against each other', () => {
    const rankings = (id: DatasetId) => {
      const dataset = datasetById(id);
      const [measure] = dataset.measures;
      if (!measure) throw new Error('no measure');
      const finding = qualityFinding(dataset, measure, pointsOf(dataset, measure.id));
      if (finding.kind !== 'ranking') throw new Error('no ranking');
      return finding.models.map((model) => model.map(({ label }) => label));
    };
    expect(rankings('v2t9')).toEqual([
      ['small MoE with MLA', 'small MoE with MHA'],
      ['large MoE with MLA', 'large MoE with MHA'],
    ]);
    expect(rankings('gqa')).toEqual([['MHA XXL', 'GQA-8 XXL', 'MQA XXL']]);
    expect(rankings('tpa')).toEqual([['TPA-KVonly', 'MLA', 'TPA', 'MHA', 'GQA', 'MQA']]);
  });

  test('states the scale of the points it is about', () => {
    expect(scaleOf(su, loss, pointsOf(su, 'loss', 842))).toEqual({
      parameters: [842e6, 842e6],
      trainingTokens: 16e9,
    });
    const gla = datasetById('gla');
    const scale = (id: '1471m' | '183m') => scaleOf(gla, measureById(gla, id), pointsOf(gla, id));
    expect(scale('1471m')).toEqual({ parameters: [1471e6, 1471e6], trainingTokens: 50e9 });
    expect(scale('183m')).toEqual({ parameters: [183e6, 183e6] });
  });
});
