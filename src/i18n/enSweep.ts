// English strings of what this device is measured at, size by size: batches, and prompts.

export const enSweep = {
  start: 'Measure',
  again: 'Measure again',
  rate: '{{rate}} tokens/s',
  layer: { attentionOnly: 'attention of one layer', wholeLayer: 'one whole layer' },
  stages: {
    start: 'Starting',
    ceilings: 'Measuring what the device does at most',
    batch: 'Measuring {{sizes}} at once',
    prompt: 'Measuring a prompt of {{sizes}}',
  },
  ends: {
    finished_one: 'Finished: {{count}} point measured.',
    finished_other: 'Finished: {{count}} points measured.',
    stopped_one: 'Stopped: {{count}} point measured so far.',
    stopped_other: 'Stopped: {{count}} points measured so far.',
    failed: 'The measurement failed.',
  },
  batch: {
    title: 'One layer against batch',
    size: 'sequences',
    sizes_one: '{{count, number}} sequence',
    sizes_other: '{{count, number}} sequences',
    value: 'tokens/s',
    xAxis: 'sequences at once',
    yAxis: 'tokens/s, {{layer}}',
    plan: 'On this machine, {{layer}}: 1 to {{most}} at once, as far as it can, after {{tokens}} cached in each; {{rounds}} rounds, variants interleaved.',
    nothing:
      'Nothing measured yet. The throughput of a whole model is computed; here one layer of it runs on your own device.',
    empty:
      'Press Measure: a mark with whiskers then stands here for each variant at 1, 2, 4 and more sequences.',
    finding:
      'With <at>{{sizes}}</at> at once {{fast}} makes <fast>{{fastValue}}</fast> in this layer and {{slow}} <slow>{{slowValue}}</slow>; with a single one, {{fast}} makes <one>{{oneValue}}</one>.',
    findingOne:
      'With <at>{{sizes}}</at> at once {{fast}} makes <fast>{{fastValue}}</fast> in this layer; with a single one, <one>{{oneValue}}</one>.',
    findingAlone:
      'With <at>{{sizes}}</at> {{fast}} makes <fast>{{fastValue}}</fast> in this layer and {{slow}} <slow>{{slowValue}}</slow>.',
    findingAloneOne:
      'With <at>{{sizes}}</at> {{fast}} makes <fast>{{fastValue}}</fast> in this layer.',
    note: 'Tokens a second here are tokens through one layer; a model has many layers, and more than attention in each. Sequences share weights, never their caches: attention alone gains from a batch until the device is full, a whole layer gains more.',
  },
  prompt: {
    title: 'A prompt in one layer',
    size: 'prompt, tokens',
    sizes_one: '{{count, number}} token',
    sizes_other: '{{count, number}} tokens',
    value: 'one layer',
    xAxis: 'tokens of the prompt (1K = 1024)',
    yAxis: 'time, {{layer}}',
    plan: 'On this machine, {{layer}}: a prompt of 16 to {{most}} tokens in one step, as far as it can; {{rounds}} rounds, variants interleaved.',
    nothing:
      'Nothing measured yet. The wait for a whole model’s first token is computed; here one layer of it computes a prompt on your own device.',
    empty:
      'Press Measure: a mark with whiskers then stands here for each variant, for prompts of 16, 32, 64 and more tokens.',
    finding:
      'A prompt of <at>{{sizes}}</at> takes {{fast}} <fast>{{fastValue}}</fast> in this layer and {{slow}} <slow>{{slowValue}}</slow>.',
    findingOne:
      'A prompt of <at>{{sizes}}</at> takes {{fast}} <fast>{{fastValue}}</fast> in this layer.',
    note: 'The first token waits for all layers, one after the other, and for more than attention in each. The prompt is one step into an empty cache; MLA works on expanded keys and values, as serving engines do.',
  },
  left: '✕ {{names}} from {{sizes}} on: {{reason}}',
  leftReasons: {
    doesNotFit: 'needs {{needed}} where this device gives {{limit}}',
    checkTooLong:
      'the check in float64 would compute {{flops}} anew, and more than {{limit}} takes too long',
    tooSlow: 'a step would take about {{foreseen}}, and none longer than {{limit}} is tried',
  },
  lines:
    'Lines: the least time by your device’s own ceilings, <read>{{read}}</read> and <flops>{{flops}}</flops>, as measured in shaders of this page: every byte read once, or all arithmetic. What a processor’s cache holds can beat them.',
  linesCome:
    'Lines come with the first measurement: it begins with what the device can do at most.',
  noLines: 'There are no lines to compare with: the ceilings of a CPU are not measured.',
  marks: 'marks: median, quartiles; ✕: the end',
  linesAndMarks: 'lines: bound by your device’s ceilings; marks: median, quartiles; ✕: the end',
  noCeilings: 'The ceilings of this device could not be measured, so there are no lines.',
  measuredWith:
    'Measured: {{model}}, {{layer}}, {{formats}}, {{tokens}} cached, seed {{seed}}, {{device}}',
  measuredPrompt: 'Measured: {{model}}, {{layer}}, {{formats}}, seed {{seed}}, {{device}}',
  otherSettings: 'The settings have changed since; Measure again takes them.',
  samples: 'Samples of {{name}} at {{sizes}}, in the order measured: {{samples}}',
};
