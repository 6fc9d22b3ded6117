// English strings of the page that answers how many people can be served, and how long they wait.

export const enServing = {
  and: '; ',
  /** Between sentences. */
  gap: ' ',
  host: '{{devices}} × {{device}}',
  controls: {
    title: 'Served on',
    device: 'Device',
    devices: 'how many',
    split: 'Attention shared out by',
    splits: { tensor: 'heads (TP)', data: 'sequences (DP)' },
    splitNotes: {
      tensor: 'Each device has some of the heads; what all heads read is on every device.',
      data: 'Each device has all of attention, and some of the sequences.',
    },
    arithmetic: 'Arithmetic of',
    arithmetics: { matrix: 'matrix units', shader: 'plain shaders' },
    noMatrix:
      'No source states the rate of the matrix units of {{device}}, so its plain shader arithmetic counts.',
    reserve: 'kept free, %',
    reserveNote: 'Of each device’s memory, for activations, the runtime and other programs',
    weights: 'Weights of {{model}}',
    parameters: 'parameters',
    parametersNote: 'Of the whole model, such as 8.03B or 671B; empty: not known',
    activeParameters: 'active',
    activeParametersNote: 'Parameters that a token meets, such as 37B; empty: all of them',
    notKnown: 'not known',
    all: 'all',
    bits: 'bits each',
    mixture:
      '{{model}} is a mixture of experts: give the active parameters too, or every token is charged for all {{parameters}}.',
  },
  problems: {
    moreActive:
      '{{activeParameters}} active parameters are more than all {{parameters}}: give {{parameters}} or fewer; until then all count as active',
    notACount:
      '“{{text}}” is not a number of parameters: write it as 671B, 8.03B or 134.5M; {{value}} is still used',
    notACountUnknown:
      '“{{text}}” is not a number of parameters: write it as 671B, 8.03B or 134.5M; until then it is not known',
    cannotShare_one:
      '{{count, number}} device cannot have equal shares of the heads of {{names}}. Numbers that suit all shown: {{counts}}; or share out sequences.',
    cannotShare_other:
      '{{count, number}} devices cannot have equal shares of the heads of {{names}}. Numbers that suit all shown: {{counts}}; or share out sequences.',
  },
  hindrances: {
    sizes: '{{names}}: some size is impossible; the receipt says which.',
    weightsUnknown:
      '{{names}}: no source states how many parameters {{model}} has. Give them above, and this is computed.',
    weightsImpossible: '{{names}}: the parameters given for {{model}} are impossible.',
    cannotShare:
      '{{names}}: the heads cannot be shared out evenly to {{devices}} devices. Choose {{counts}} of them, or share out sequences.',
    noRoom:
      '{{names}}: {{sequences}} of {{tokens}} would need {{needed}} on a device, {{weights}} for weights alone, and {{room}} is free.',
    enough_one: '{{count, number}} such device is enough.',
    enough_other: '{{count, number}} such devices are enough.',
    notEnough:
      'No number of them is enough: choose a device with more memory, fewer bits for a weight, or a shorter context.',
  },
  nothing: {
    title: 'Nothing fits yet',
    stopped: 'Nothing to draw',
    free: 'Of each device {{room}} is free. What {{sequences}} of {{tokens}} would need of each:',
    needed: 'needed',
    weights: 'weights alone',
    enough: 'devices needed',
    never: 'none',
    context: 'The context is impossible: what is wrong with it stands at its control.',
    workload: 'The context or the batch is impossible: what is wrong stands at its control.',
    deployment: 'The devices chosen are impossible: what is wrong stands at their controls.',
    use_one: 'Use {{count, number}} device',
    use_other: 'Use {{count, number}} devices',
    bySequences: 'Share out sequences',
    giveParameters: 'Give the parameters',
    finding: 'Nothing can be computed for {{host}} yet; the reasons stand below.',
  },
  sequences_one: '{{count, number}} sequence',
  sequences_other: '{{count, number}} sequences',
  perSecond: '{{rate}} tokens/s',
  bounds: { memory: 'memory', compute: 'arithmetic' },
  throughput: {
    title: 'Throughput against batch',
    xAxis: 'sequences at once',
    yAxis: 'tokens/s of all sequences',
    finding: 'On {{host}} at {{tokens}}, {{parts}}.',
    fits: '{{name}} fits {{sequences}} and makes {{rate}} tokens/s',
    fitsBeyond:
      '{{name}} fits {{sequences}} and makes {{rate}} tokens/s with {{drawn, number}} of them',
    fitsNone: '{{name}} fits none',
    findingNothing: 'On {{host}} at {{tokens}}, not one sequence can be served.',
    table: 'What fits on {{host}} at {{tokens}}',
    most: 'sequences that fit',
    beyond: 'no limit',
    atMost: 'tokens/s of all',
    each: 'of each',
    cliff: '{{name}}: memory ends at {{sequences}}',
    ends: 'A line ends, with its mark, at the most sequences that fit.',
    columns: {
      batch: 'sequences',
      rate: 'tokens/s',
      each: 'of each',
      step: 'step',
      bound: 'bound by',
    },
  },
  waiting: {
    title: 'Waiting for an answer',
    wait: 'What is waited for',
    waits: { first: 'the first token', next: 'each token after it' },
    promptAxis: 'tokens of the prompt (1K = 1024)',
    cacheAxis: 'tokens in the cache (1K = 1024)',
    firstAxis: 'time to the first token',
    nextAxis: 'tokens/s of one sequence',
    findings: {
      first: 'On {{host}} a prompt of {{tokens}} waits for its first token: {{parts}}.',
      next: 'On {{host}} at {{tokens}}, each of {{sequences}} gets: {{parts}}.',
      nextOne: 'On {{host}} at {{tokens}}, a single sequence gets: {{parts}}.',
    },
    value: '{{value}} with {{name}}',
    noRoom: '{{name}} has no room for it',
    findingNothing: 'On {{host}} nothing has room for {{sequences}} of {{tokens}}.',
    table: 'Waiting on {{host}} at {{tokens}}',
    values: { first: 'first token', next: 'tokens/s' },
    longest: 'longest that fits',
    noLimit: 'no limit',
    noRoomCell: 'no room',
    cliff: '{{name}}: memory ends at {{tokens}}',
    ends: 'A line ends, with its mark, at the longest context that fits.',
    columns: {
      prompt: 'prompt, tokens',
      cache: 'context, tokens',
      first: 'first token',
      next: 'tokens/s',
      step: 'step',
      bound: 'bound by',
    },
  },
  notes: {
    step: 'Each part of a step takes its bytes or its arithmetic, whichever is longer; what devices send each other takes no time. Real engines are slower.',
    reserve: '{{reserve}} % of each device’s memory is kept free.',
    prompt:
      'A prompt is computed alone and in one step; MLA then works on expanded keys and values.',
    restRead: {
      all: 'Every step reads all weights once.',
      evenRouting: 'Experts are met evenly, each token choosing by itself.',
      atMost:
        'How many experts there are is not known, so a step reads the most that its tokens could meet.',
    },
    matrix: 'Arithmetic is of matrix units, which WebGPU does not reach.',
    shader: 'Arithmetic is plain f32 of shaders.',
  },
};
