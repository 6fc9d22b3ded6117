// English strings of what a link could not have.

export const enNotices = {
  notices: {
    title: 'Some of this link could not be used',
    dismiss: 'Dismiss',
    unknownKey: '“{{key}}” ({{value}}) is not a setting of this page; it was left out.',
    notWhole: '{{key}}: “{{value}}” is not a whole number; {{used}} is used.',
    tooSmall: '{{key}}: {{value}} is below the limit; {{used}} is used.',
    tooLarge: '{{key}}: {{value}} is above the limit; {{used}} is used.',
    notAChoice: '{{key}}: “{{value}}” is none of {{choices}}; {{used}} is used.',
    nearChoice: '{{key}}: there is no “{{value}}”, {{used}} is used. Did you mean {{choices}}?',
    unknownChoice: '{{key}}: there is no “{{value}}”; {{used}} is used.',
    leftOut: '{{key}}: there is no “{{value}}”; it was left out.',
    nearLeftOut: '{{key}}: there is no “{{value}}”; it was left out. Did you mean {{choices}}?',
    emptyList: '{{key}}: none is named in “{{value}}”; {{used}} are used.',
    ofPin: 'pin {{letter}}, {{setting}}',
    badPin:
      '{{key}}: “{{value}}” names no variant, so the pin was left out. There are {{choices}}.',
    otherVersion:
      'The link is of version {{value}}; this page reads version {{used}} and used what it knows.',
    keys: {
      model: 'model',
      own: 'imported model',
      variants: 'variants shown',
      format: 'cache format',
      baseline: 'baseline',
      device: 'device',
      unit: 'byte unit',
      scope: 'scope',
      variant: 'variant',
      wbits: 'bits of a weight',
      fair: 'what is kept the same',
      split: 'split of attention',
      math: 'arithmetic',
      page: 'page of charts',
      table: 'published table',
      measure: 'measure',
      show: 'views to show',
      lock: 'locked controls',
      wait: 'what is waited for',
    },
  },
};
