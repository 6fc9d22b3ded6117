// English strings of the page of memory: blocks of the cache, and what each of several devices keeps.

export const enMemory = {
  blocks: {
    title: 'Cache in blocks',
    settings: {
      blockTokens: 'Tokens of a block; vLLM’s blocks are of 16',
      sequences: 'Sequences served at once, each with blocks of its own',
      finished: 'Sequences that have finished, each making room for the next to arrive',
      sharedTokens: 'Tokens that all sequences begin with, such as a system prompt',
    },
    finding_one:
      'A sequence of {{most}} tokens in blocks of {{block}}: {{empty}} of what is handed out is empty; reserved for {{context}} tokens, it would be {{reserved}}.',
    finding_other:
      '{{count, number}} sequences of {{least}} to {{most}} tokens in blocks of {{block}}: {{empty}} of what is handed out is empty; reserved for {{context}} tokens each, it would be {{reserved}}.',
    findingShared_one:
      '{{count, number}} block of the {{prefix}} tokens that all begin with is kept once.',
    findingShared_other:
      '{{count, number}} blocks of the {{prefix}} tokens that all begin with are kept once.',
    findingNotShared:
      'The {{prefix}} tokens that all begin with fill no block: each keeps its own.',
    sentences: '{{first}} {{second}}',
    none: 'No blocks to draw.',
    inBlocks: 'In blocks: {{tokens}} tokens, {{empty}} empty',
    reserved: 'Reserved: {{tokens}} tokens, {{empty}} empty',
    scale: 'One square = {{square}}',
    lastBlocks: 'last blocks',
    picture_one:
      'Two bars to one scale, and below them the blocks of {{count, number}} sequence, one square for {{square}}; the data table has the figures.',
    picture_other:
      'Two bars to one scale, and below them the blocks of {{count, number}} sequences, one square for {{square}}; the data table has the figures.',
    keys: {
      tokens: 'tokens',
      empty: 'empty',
      shared: 'begin all sequences, kept once',
    },
    note: 'Lengths are random (seed {{seed}}), each doubling up to the context as likely as another. Drawn is one layer that keeps every token. Reserved: as before PagedAttention, each sequence has room for the longest that it may become, and shares nothing.',
    windowNote:
      'The bytes count windowed layers as they are: a sequence longer than the window shares no blocks there.',
    finishedNote_one: '{{count, number}} has finished, and the next took its place and its blocks.',
    finishedNote_other:
      '{{count, number}} have finished, and as many others took their places and their blocks.',
    quoted: 'Share that held tokens, as published: {{earlier}} % before, {{vllm}} % in blocks',
    quotedSource: '{{source}}.',
    bytes: 'Memory of all layers, by variant',
    columns: {
      sequence: 'sequence',
      tokens: 'tokens',
      blocks: 'blocks',
      sharedBlocks: 'of them shared',
      empty: 'empty tokens',
      inBlocks: 'in blocks',
      emptyBytes: 'of it empty',
      reserved: 'reserved',
    },
    together: 'together',
  },
  cards: {
    title: 'What each of several devices keeps',
    axis: 'elements of a token and layer, on each device',
    xAxis: 'devices',
    devices_one: '{{count, number}} device',
    devices_other: '{{count, number}} devices',
    turned:
      'On one device {{a}} keeps {{aOne}} elements of a token and layer and {{b}} {{bOne}}; on {{devices}} each keeps {{aEach}} of {{a}} and {{bEach}} of {{b}}, and {{a}} takes {{ratio}}× as much as {{b}}.',
    finding:
      'On {{devices}} each keeps {{aEach}} elements of a token and layer of {{a}} and {{bEach}} of {{b}}, {{ratio}}× as much.',
    findingSame:
      'On {{devices}} each keeps {{aEach}} elements of a token and layer of {{a}}, of {{aOne}} on one device.',
    none: 'No variant has possible sizes, so there is nothing to draw.',
    keys: {
      sequences: 'sequences shared out (data parallel)',
      repeated: 'the same on several devices',
    },
    note: 'Heads shared out: what a device keeps of every sequence. What has no head axis (a latent that all heads read, the rotary key) is on every device, and with more devices than kv heads these are repeated. Sequences shared out: a device keeps all of its own sequences and nothing of the others; the average over a batch that divides by the devices. What devices send each other is not counted.',
    leftOut:
      'No points at {{counts}} devices for {{names}}: their heads do not divide evenly among so many.',
    table: 'Elements of a token and layer on each device',
    columns: {
      devices: 'devices',
      one: 'alone',
      each: 'each of {{count, number}}',
      copies: 'copies',
      ofSequences: 'sequences shared out',
    },
    heads: '{{name}}, heads',
    sequences: '{{name}}, sequences',
    cannot: 'does not divide',
  },
};
