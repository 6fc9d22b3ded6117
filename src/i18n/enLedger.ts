// English strings of the ledger: entries, pins, fair comparisons and the pages of charts.

export const enLedger = {
  entry: {
    letter: 'pin {{letter}}',
    pinned: '{{letter}}: {{name}}',
    pinnedOf: '{{letter}}: {{model}} {{name}}, {{format}}',
    pinnedWords: '{{model}}, {{mode}} {{format}}',
    ofModel: '{{name}}, {{model}}',
  },
  pin: {
    pin: 'Pin',
    label: 'Pin {{name}} to compare with',
    hint: 'Put it aside as it is now, to compare with other sizes or another model',
    full: 'All {{count}} pins are in use: remove one first',
    remove: 'Remove',
    removeLabel: 'Remove pin {{name}}',
  },
  fair: {
    legend: 'Compare at the same',
    heads: 'heads',
    cache: 'cache',
    parameters: 'parameters',
    notes: {
      heads: 'Proposals keep the model’s heads and widths.',
      cache: 'Proposals are sized to cache as much as the model’s own attention, or just less.',
      parameters:
        'Proposals are sized to have as many attention parameters as the model’s own, or just fewer.',
    },
  },
  fit: {
    cache: 'Sized to the same cache: {{sizes}}; {{value}} of {{target}} elements.',
    parameters: 'Sized to the same parameters: {{sizes}}; {{value}} of {{target}} a layer.',
    asItIs: 'as it is',
  },
  pages: {
    title: 'Charts',
    overview: 'Overview',
    memory: 'Memory',
    time: 'Time',
    serving: 'Serving',
    design: 'Design',
    questions: {
      overview: 'How large does the cache grow, and how long does a step take?',
      memory: 'What is handed out in vain, and what does each card of several keep?',
      time: 'Is a step bound by memory or by arithmetic?',
      serving: 'How many people can be served, and how long do they wait?',
      design: 'What do more heads cost, and what is the quality that others measured?',
    },
  },
};
