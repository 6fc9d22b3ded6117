// What chart C6 can be asked to draw, by the short names that links carry. The tables themselves are in quality.ts.

export const datasetIds = ['su', 'v2t8', 'v2t9', 'gla', 'cla', 'tpa', 'gqa', 'mqa'] as const;

export type DatasetId = (typeof datasetIds)[number];

export const measureIds = [
  'loss',
  'ppl',
  'mmlu',
  'bbh',
  'ceval',
  'cmmlu',
  '183m',
  '433m',
  '876m',
  '1471m',
  '353m',
  '773m',
  'score',
  'seconds',
  'lnppl',
  'bleu',
  'bleu1',
  'bleu4',
] as const;

export type MeasureId = (typeof measureIds)[number];

/** The measures of each table, the one that is drawn at first before the others. */
export const measuresOf: Readonly<Record<DatasetId, readonly [MeasureId, ...MeasureId[]]>> = {
  su: ['loss'],
  v2t8: ['mmlu', 'bbh', 'ceval', 'cmmlu'],
  v2t9: ['mmlu', 'bbh', 'ceval', 'cmmlu'],
  gla: ['1471m', '876m', '433m', '183m'],
  cla: ['ppl'],
  tpa: ['773m', '353m'],
  gqa: ['score', 'seconds'],
  mqa: ['lnppl', 'bleu', 'bleu1', 'bleu4'],
};

/** In millions, the most that `sameParameters` may be: a trillion parameters. */
export const mostParameters = 1_000_000;

export interface QualityChoice {
  readonly datasetId: DatasetId;
  readonly measure: MeasureId;
  /** Only rows within 5 % of so many million parameters; 0: all. One that no row of the table has is read as 0. */
  readonly sameParameters: number;
}

/** A table as it is drawn when it is picked. */
export const choiceOf = (datasetId: DatasetId): QualityChoice => ({
  datasetId,
  measure: measuresOf[datasetId][0],
  sameParameters: 0,
});

export const firstQuality: QualityChoice = choiceOf('su');

/** The choice itself, with the table's first measure where it names one of another table. */
export const withOwnMeasure = (choice: QualityChoice): QualityChoice =>
  measuresOf[choice.datasetId].includes(choice.measure)
    ? choice
    : { ...choice, measure: measuresOf[choice.datasetId][0] };
