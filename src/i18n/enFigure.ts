// The English strings of what is behind a figure, and of taking a chart away.

export const enFigure = {
  figure: {
    computed: 'How this is computed',
    measured: 'What was measured',
    quoted: 'Where this is from',
    samples: {
      n: 'samples',
      median: 'median',
      quartiles: 'quartiles',
      spread: 'half of what lies between them',
      each: 'each, in the order measured',
      device: 'measured on',
    },
    inUnit: 'in {{unit}}',
    padding: 'padding of rows to 16 B',
    padded: 'the cache in memory',
    cacheOf: 'the cache of {{name}}',
    totalOf: '{{name}}, the cache',
    timeOf: 'one step of {{name}}',
    ratio: 'ratio',
    memoryOf: 'memory of {{device}}',
    readTime: 'reading every byte once',
    mathTime: 'the arithmetic',
    bound: 'the longer of the two',
    reported: 'What the browser tells of the adapter',
  },
  save: {
    open: 'Save',
    title: 'Save this chart',
    formats: {
      csv: 'the figures, every digit',
      json: 'the figures, with finding and link',
      svg: 'the drawing',
      png: 'the drawing, at twice its size',
    },
    noRows: 'There are no figures to save yet.',
    saving: 'Saving {{file}}…',
    saved: 'Saved {{file}}.',
    failed: '{{file}} could not be saved: {{reason}}',
    source: '{{page}}, from {{link}}',
  },
};
