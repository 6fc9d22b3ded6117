// English strings of the roofline, of the crossover of two ways to compute attention, and of the sweep of heads.

export const enTime = {
  roofline: {
    title: 'Roofline of attention',
    device: 'Roof of',
    roofs: { matrix: 'matrix units', shader: 'plain shaders' },
    roof: '{{device}}, {{arithmetic}}',
    intensityAxis: 'flops for each byte moved',
    rateAxis: 'attainable FLOP/s',
    ridge: 'ridge {{ridge}}',
    sides: { memory: '← memory', compute: 'arithmetic →' },
    bounds: { memory: 'memory', compute: 'arithmetic' },
    bound: 'What binds the attention of a step',
    columns: {
      intensity: 'flops per byte',
      rows: 'of cached rows alone',
      bytes: 'bytes',
      flops: 'flops',
      rate: 'attainable',
      time: 'at least',
      bound: 'bound by',
    },
    mark: '{{variant}}: {{intensity}} flops per byte, at least {{time}}, bound by {{bound}}',
    newTokensOf_one: '{{count, number}} new token',
    newTokensOf_other: '{{count, number}} new tokens',
    where: 'With <at>{{newTokens}}</at> a step at <at>{{tokens}}</at>, batch <at>{{batch}}</at>',
    onRoof: '{{device}} with {{arithmetic}} (ridge at <ridge>{{ridge}}</ridge>)',
    onRoofs:
      'each of {{devices}} {{device}} with {{arithmetic}} (ridge at <ridge>{{ridge}}</ridge>)',
    finding:
      '<where/>, {{high}} does <high>{{highFlops}}</high> flops for each byte it moves and {{low}} <low>{{lowFlops}}</low>: on <roof/> {{high}} is bound by {{highBound}}, {{low}} by {{lowBound}}.',
    findingBoth:
      '<where/>, {{high}} does <high>{{highFlops}}</high> flops for each byte it moves and {{low}} <low>{{lowFlops}}</low>: on <roof/> both are bound by {{highBound}}.',
    findingOne:
      '<where/>, {{high}} does <high>{{highFlops}}</high> flops for each byte it moves: on <roof/> it is bound by {{highBound}}.',
    sums: {
      bandwidth: 'memory bandwidth',
      ridge: 'ridge, flops per byte',
      flops: 'attention of {{variant}}, all layers',
      bytes: 'bytes that {{variant}} moves',
    },
    none: 'No variant has possible sizes, so there is nothing to place under the roof.',
    noneSplit:
      'No variant shown can share its heads out among so many devices: choose fewer, or share out sequences.',
    lesson:
      'A cached row is read once and used by every query head that shares it, for every new token: h_q·s_q times where all heads share it. So more heads that share it, or more new tokens, cost no more cached bytes. {{variant}} (h_q = {{queryHeads}}, s_q = {{newTokens}}) does {{rows}} flops for each byte of its rows alone.',
    note: 'A mark is the attention of one step in all layers: append, attend, and what the mode adds to it. Every byte moves once: cached rows, weights that the mode adds (which weigh on a short context and a small batch), queries and outputs in f32.',
    fewer:
      'A step cannot compute {{asked}} at {{tokens}} of context: all of them are computed, as in the prefill of the whole prompt.',
    shared: {
      tensor:
        'The marks are what one of {{devices}} devices computes, with its share of the heads.',
      data: 'The marks are what one of {{devices}} devices computes, with its share of the sequences.',
    },
    unsplit: 'Not drawn: the heads of {{variants}} cannot be shared out among {{devices}} devices.',
  },
  crossover: {
    title: 'Two ways over one cache',
    intro:
      'The same cached latents can be attended to as they are, or expanded to keys and values first: expanding costs once for each cached token, and then less for each new one.',
    newTokensAxis: 'new tokens in a step',
    newTokensColumn: 'new tokens',
    flopsAxis: 'flops of a step’s attention, one layer',
    past_one: '{{count, number}} past token',
    past_other: '{{count, number}} past tokens',
    finding:
      'After <past>{{past}}</past>, {{variant}} is cheaper {{few}} for fewer than <fewest>{{fewest}}</fewest> and {{many}} from there on; the longer the past, the nearer the two meet to <limit>{{limit}}</limit>.',
    findingShort:
      'After <past>{{past}}</past>, {{variant}} is cheaper {{few}} for fewer than <fewest>{{fewest}}</fewest> and {{many}} from there on.',
    always:
      'After <past>{{past}}</past>, {{variant}} is cheaper {{cheaper}} for any number of new tokens.',
    sums: {
      at: '{{way}}, {{tokens}}',
      turn: 'With one new token fewer {{few}} takes less; from there on {{many}} takes no more.',
      once: '{{way}}: once for a cached token',
      each: '{{way}}: for each new token and cached one',
      limit: 'new tokens that make them equal',
    },
    or: ' or ',
    none: 'None of the variants shown can compute its attention in two ways over one cache.',
    noneHint:
      'Show {{variants}}: both ways keep the same latents, and which is cheaper depends on the new tokens.',
    noContext: 'The context is impossible: correct it to see what a step costs after it.',
    perCachedToken: 'flops for a cached token',
    once: 'once',
    perNewToken: 'and for each new token',
    formula:
      'New tokens at which {{variant}} costs the same both ways after a very long past: what {{many}} spends once on a cached token, over what {{few}} spends more than {{many}} on it for each new token.',
    note: 'Of one layer without a window and one sequence; counted are flops, not time. The context chosen is the past; the new tokens come on top of it.',
  },
  heads: {
    title: 'What more heads cost',
    intro: 'The same layer with 1 to 128 query heads, all other sizes kept.',
    axis: 'query heads',
    elementsAxis: 'cached elements of each token',
    multiplyAddsAxis: 'multiply-adds for each cached token',
    queryHeads_one: '{{count, number}} query head',
    queryHeads_other: '{{count, number}} query heads',
    elementsOf: '{{variant}}, elements',
    multiplyAddsOf: '{{variant}}, multiply-adds',
    times: 'grows {{ratio}}×',
    same: 'stays as it is',
    finding:
      'From {{from}} to {{to}} query heads the cache of {{most}} {{mostCache}} and that of {{name}} {{cache}}; the arithmetic of {{name}} {{multiplyAdds}}.',
    findingOne:
      'From {{from}} to {{to}} query heads the cache of {{name}} {{cache}} and its arithmetic {{multiplyAdds}}.',
    none: 'No variant has possible sizes.',
    noneHint: 'Correct the sizes that are marked among the controls, or undo the changes.',
    note: 'Kv heads and latent heads stay as chosen where they divide the query heads; where they do not, the largest number below that does takes their place. A multiply-add is 2 flops; counted is one layer, and the attention of one new token in the mode chosen. The dashed line is the model shown.',
  },
  own: {
    roof: 'your device, {{device}}',
    notMeasured:
      'The roof of your own device is drawn here once its ceilings were measured; the device report does that.',
    measured:
      'Dotted: your device, <device>{{device}}</device>, which reads <read>{{read}}</read> and does <flops>{{flops}}</flops> of f32 multiply-adds, measured in shaders of this page.',
    marks:
      'Marks with whiskers are the last run’s points: flops of one step of one layer over the time that it took, from quartile to quartile. What a processor’s cache holds may stand over the roof.',
    mark: '{{variant}} at {{tokens}} tokens, measured: {{intensity}} flops per byte, {{rate}}',
  },
};
