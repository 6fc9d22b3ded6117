// English strings of the attention maps.

export const enMap = {
  title: 'Attention map of one head: A, B and their difference',
  panel: 'Two attention maps',
  start: 'Run both maps',
  startCpu: 'Run both maps on CPU',
  stop: 'Stop',
  sides: { mapA: 'A', mapB: 'B' },
  format: 'Cache format of {{side}}',
  names: {
    side: '{{side}}: {{name}}, {{format}}',
    inFormat: '{{name}} with its cache in {{format}}',
  },
  differenceName: 'A − B',
  pairs: {
    title: 'Pairs to try:',
    modes: 'Two ways over one cache',
    heads: 'Few heads and their copies',
    formats: 'f32 and int4',
  },
  head: 'Head',
  headValue: 'head {{head}} of {{heads}}',
  tokens: 'Tokens',
  tokensValue_one: '{{count, number}} token',
  tokensValue_other: '{{count, number}} tokens',
  scale: 'Shades',
  scales: { log: 'Log', linear: 'Linear' },
  begin:
    'Both run over the same random tokens; each row is a query, and its weights say how much of each key’s value it takes.',
  /** Between two sentences. */
  gap: ' ',
  none: 'Nothing to map: no variant shown has possible sizes. Correct the sizes marked in the controls.',
  finding: {
    equal:
      'In head <head>{{head}}</head>, <name>{{a}}</name> and <name>{{b}}</name> have the same weights, equal to the bit in all <figure>{{count, number}}</figure>.',
    copied: 'Heads that are shared are heads that are copies: sharing them loses nothing here.',
    differ:
      'In head <head>{{head}}</head> the weights of <name>{{a}}</name> and <name>{{b}}</name> differ by at most <figure>{{largest}}</figure>, at query <figure>{{query}}</figure> and key <figure>{{key}}</figure>.',
    sameKeys: 'Every query has its largest weight on the same key in both.',
    otherKeys_one:
      'At <figure>{{count, number}}</figure> of <queries>{{queries}}</queries> queries the largest weight is on another key.',
    otherKeys_other:
      'At <figure>{{count, number}}</figure> of <queries>{{queries}}</queries> queries the largest weight is on another key.',
    wrong:
      'In head <head>{{head}}</head> of <name>{{a}}</name> or <name>{{b}}</name> some weights are no numbers.',
  },
  label:
    'Attention maps of head {{head}}, {{tokens}} queries by {{tokens}} keys. The arrow keys move the cursor.',
  pictures: {
    a: 'Weights of A by query and key',
    b: 'Weights of B by query and key',
    difference: 'Weights of A less those of B, by query and key',
  },
  axes: { key: 'key →', query: '← query' },
  readout: {
    none: 'Under the cursor: nothing yet.',
    place: 'Query <place>{{query}}</place>, key <place>{{key}}</place>:',
    masked: 'masked, the key comes after the query',
  },
  legend: {
    weights: 'weight',
    difference: 'A − B',
    masked: 'masked: a later key, which no query sees',
    log: 'Shades are logarithms, over {{decades}} powers of ten; what is less stays paper.',
  },
  notes: {
    random:
      'Weights and tokens are random, of the seed {{seed}}: a map shows arithmetic, not meaning. Tokens and norms are scaled so that scores vary about as much as in trained heads; A and B have the same values by the same names.',
    cut: 'The layer is one of the model’s kind, cut so that float64 can check all of it: at most <heads>{{heads}}</heads> query heads, a hidden state of <model>{{model}}</model> and a query rank of <rank>{{rank}}</rank>.',
    copied:
      'Where one side has fewer heads of keys and values, the other’s are copies of them; heads that differ have no such twin.',
    tap: 'Where there is a GPU, the whole layer runs there over the sequence, and a kernel of its own shows the weights of that run’s queries and cached rows: the kernels that serve never hold a weight. Only the cache is in the format chosen; weights of matrices are f32. The output and all weights of all heads are compared with float64.',
    float64:
      'There is no GPU here. What is shown is the float64 reference itself, over cached rows as the format stores them: it rounds at the 16th digit, where a GPU’s f32 rounds at the 7th.',
  },
  tableNote:
    'Keys that query {{query}} sees, the one under the cursor; the files have all of them.',
  columns: { key: 'key', difference: 'A − B' },
  states: {
    idle: 'No maps yet.',
    running: 'Running and comparing {{side}}…',
    stopping: 'Stopping…',
    stopped: 'Stopped.',
    failed: 'The maps could not be made: {{reason}}',
    fellOut: '{{side}} could not run: {{reason}}',
    stale: 'The settings have changed: run both again.',
    ran: 'Ran on {{device}}. {{agreement}}',
    float64: 'Made by the float64 reference on the CPU.',
    agree: 'Both agree with float64: error {{error}}, bound {{bound}}.',
    disagree: 'Wrong: error against float64 {{error}}, bound {{bound}}.',
  },
  why: {
    stopping: 'It is stopping.',
    noDevice: 'No device is known yet to run on.',
    nothing: 'No variant shown has possible sizes.',
  },
};
