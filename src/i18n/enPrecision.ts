// English strings of the chart of precision.

export const enPrecision = {
  title: 'Precision: what fewer bits lose of the output',
  section: 'Measurement',
  context: 'over',
  tokens: 'tokens',
  measure: 'Measure the whole layer',
  stop: 'Stop',
  starting: 'Starting…',
  stages: {
    format: '{{name}}: rows in {{format}}…',
    weights: '{{name}}: weights, factored and merged…',
  },
  measured: 'Measured: {{heads}} heads over {{tokens}} tokens, seed {{seed}}.',
  stopped: 'Stopped.',
  failed: 'It could not be measured: {{reason}}',
  refused: '{{name}} is left out: {{reason}}',
  impossible:
    'No variant shown has possible sizes: correct those that are marked among the controls.',
  nothing: 'Nothing is measured yet.',
  waiting: 'Measuring…',
  finding: {
    formats:
      'In {{name}}, a cache in int8 loses <int8Ratio>{{int8Ratio}}×</int8Ratio> as much as one in f16, and int4 <int4Ratio>{{int4Ratio}}×</int4Ratio> as much as int8: median |Δ| <f16>{{f16}}</f16>, <int8>{{int8}}</int8> and <int4>{{int4}}</int4>.',
    f32: 'Arithmetic in f32 alone is off by <f32>{{f32}}</f32>.',
    weights:
      'With W_UK merged into W_Q, and W_UV into W_O, the weights of {{name}} in bf16 lose <loss>{{loss}}×</loss> as much as the factors one after the other, relative RMS <mergedRms>{{mergedRms}}</mergedRms> against <factoredRms>{{factoredRms}}</factoredRms>, and take <size>{{size}}×</size> the memory: <merged>{{merged}}</merged> in place of <factored>{{factored}}</factored> a layer.',
  },
  of: { cache: 'cached rows in', weights: 'weights in' },
  ways: { factored: 'two factors', merged: 'merged into one' },
  wayOf: '{{name}}, {{way}}',
  count: 'elements',
  axis: 'log₁₀ |Δ|, the difference from float64',
  picture:
    'Histograms of the difference from float64 on one logarithmic axis, a row for each of {{formats}}; the figures are in the table.',
  notes: {
    what: 'Δ is of each element of one decode step’s attention output, {{heads}} heads over {{tokens}} tokens, seeded queries and rows (seed {{seed}}). Rows are stored and read back as the kernels do it; all the rest is float64, so that each histogram is its format’s loss alone. Rotary keys of a latent stay in 16 bits.',
    f32: 'f32 keeps rows as they are: its histogram is what computing in f32 adds, by the page’s kernels for the CPU. A GPU’s add the same kind of rounding in another order: how much is told here after a run.',
    ran: 'What was run last, on {{device}}, with rows in {{format}}, was off from float64 on rows stored likewise by at most <error>{{error}}</error> of the largest element: its own rounding adds that to the format’s loss.',
    noF32:
      'There is no histogram of f32: this browser has no WebAssembly SIMD, which the kernels for the CPU need.',
    weights:
      'Weights are rounded once, after their product was made in float64: who multiplies in bf16 loses more. They are of a layer cut to {{heads}} heads and a hidden state of {{model}}, Δ is of its output; the bytes are of the whole layer in 16 bits, without the rotary part that cannot be merged.',
    bins: 'A bin is an eighth of a power of ten, and the rows of a group share their scale. Marks stand at medians; what is smaller than the axis is counted at its beginning.',
    quality: 'Random weights say how numbers move, not what a model’s answers lose.',
  },
  columns: {
    of: 'of',
    stored: 'stored in',
    q1: 'lower quartile',
    median: 'median |Δ|',
    q3: 'upper quartile',
    max: 'max',
    rms: 'relative RMS',
  },
  rows: {
    cache: '{{name}}, cache',
    output: '{{name}}, {{way}}: output',
    scores: '{{name}}, {{way}}: scores',
  },
  why: { idle: 'Nothing is being measured.' },
};
