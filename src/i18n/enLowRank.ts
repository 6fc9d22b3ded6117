// English strings of the low-rank chart.

export const enLowRank = {
  title: 'Low rank: what a smaller cache loses of K and V',
  section: 'Weights',
  source: 'Weights',
  sources: { seeded: 'Seeded', file: 'From a file' },
  exponent: 'Fall of the spectrum, α',
  exponentValue: 'singular value i is i to the power of −{{exponent}}',
  c: 'Latent, c',
  cValue: '{{c}} elements',
  pair: 'Layer',
  openFile: 'Open a safetensors file…',
  drop: 'or drop it here: it is read on this device and sent nowhere',
  dropHere:
    'Drop a safetensors file here, or open one: its K and V projections are measured on this device, and it is sent nowhere.',
  stop: 'Stop',
  again: 'Measure',
  stages: {
    starting: 'Starting…',
    reading: 'Reading the two matrices…',
    seeding: 'Making the seeded matrix…',
    multiplying: 'Multiplying the matrix by itself…',
    joint: 'Decomposing K and V together…',
    key: 'Decomposing K alone…',
    value: 'Decomposing V alone…',
  },
  measuredFile: 'Measured: {{layer}} of {{name}}.',
  stopped: 'Stopped.',
  impossible:
    'No matrix can be made: the model dim, query heads, head dim or value dim is out of its range. Set it right in the controls.',
  nothing: 'Nothing is measured yet.',
  waiting: 'Decomposing the matrix…',
  finding: {
    seeded:
      'Where singular values fall by a power law of α = <exponent>{{exponent}}</exponent>, the best latent of <c>{{c}}</c> in place of <whole>{{whole}}</whole> elements loses <loss>{{loss}}</loss> of the weights’ norm.',
    file: 'In {{layer}} of {{name}}, the best latent of <c>{{c}}</c> in place of <whole>{{whole}}</whole> elements loses <loss>{{loss}}</loss> of the weights’ norm.',
    apart: 'K and V apart, with half of it each, lose <apart>{{apart}}</apart>.',
    cache:
      'With its rotary key a token takes <elements>{{elements}}</elements> elements a layer: <ratio>{{ratio}}×</ratio> less than K and V themselves.',
    noSaving:
      'With its rotary key a token takes <elements>{{elements}}</elements> elements a layer: no less than K and V themselves.',
    own: '{{own}}, the model’s own, keeps <own>{{elements}}</own>.',
    rank: 'The matrix has rank <rank>{{rank}}</rank>, of <directions>{{directions}}</directions> possible.',
  },
  lines: { joint: 'K and V together', apart: 'K and V apart, c/2 each' },
  marks: { chosen: 'c chosen', own: 'as large as {{own}}’s cache' },
  cAxis: 'latent elements a token, c',
  lossAxis: 'lost of the norm',
  valueAxis: 'singular value i, of the largest',
  placeAxis: 'i',
  under: 'c = {{c}}',
  place: 'i = {{i}}',
  notes: {
    norm: 'Lost is ‖W − W_c‖ ÷ ‖W‖ by the Frobenius norm, W being W_K above W_V and W_c the closest matrix of rank c: the root of the squares of all singular values after the first c. It says how far the weights move, not what a model’s answers lose: how good models are is only quoted on this page, never measured.',
    seeded:
      'Seeded weights: random directions (seed {{seed}}) whose singular values are a power law, for {{rows}} × {{columns}}, the layer with keys and values for every query head.',
    cut: 'Decomposed {{each}} times smaller on each side: every direction stands for {{each}} of the layer’s, so that together the loss at each multiple of {{each}} is exactly that of the whole power law.',
    file: 'K and V of the file together are {{rows}} × {{columns}}; what is read: {{first}} and {{second}}.',
    latent:
      'K and V are what the two projections of the latent make one after the other, without the norm between them; the file does not say which of their rows are keys, so there is no line for the two apart.',
    rotary:
      'Rotation cannot be folded into the latent, so that {{rope}} elements of a rotary key are cached beside it. Below {{least}} a loss is rounding and is not drawn.',
  },
  columns: {
    c: 'c',
    joint: 'together',
    apart: 'apart',
    elements: 'cached elements',
    bytes: 'bytes a token and layer',
  },
  faults: {
    title: '{{name}} cannot be measured',
    tooShort:
      'It has {{size}} bytes; a safetensors file begins with 8 that give its header’s length.',
    headerBeyondFile:
      'Not a safetensors file, or not all of it: its first 8 bytes announce a header of {{length}} bytes, and the file has {{size}}.',
    headerTooLarge: 'Its header has {{length}} bytes; up to {{most}} are read.',
    headerNotJson: 'Its header, from byte 8 on, is not JSON: {{reason}}.',
    badEntry: 'In its header the entry of {{name}} has no valid {{field}}.',
    beyondFile:
      '{{name}} ends at byte {{end}}, but the file has {{size}}: the download may have broken off.',
    wrongLength: '{{name}} takes {{bytes}} bytes; its shape and type ask for {{expected}}.',
    noPairs:
      'None of its {{tensors}} tensors (the first: {{first}}) is a K projection with its V: names such as k_proj and v_proj, wk and wv, key and value, or kv_a_proj_with_mqa and kv_b_proj are looked for. Open the shard that has a layer’s attention.',
    dtypeNotRead: '{{name}} is stored as {{dtype}}; {{read}} are read. Convert it first.',
    notMatrix: '{{name}} has the shape {{shape}}: a matrix of two sizes is needed.',
    columnsDiffer:
      '{{first}} has {{columns}} columns and {{second}} {{otherColumns}}: K and V must read the same hidden state.',
    latentDiffers:
      '{{first}} makes {{rows}} elements, and {{second}} reads a latent of {{otherColumns}}: it cannot be longer.',
    tooLarge:
      '{{first}} and {{second}} come to {{rows}} × {{columns}}; the shorter side may be {{mostShorter}} at most, and each matrix have {{mostElements}} elements. Take a smaller model.',
    notFinite: '{{name}} has {{value}} at row and column {{at}}: a number is needed.',
    allZero: '{{name}} is nothing but zeros.',
    failed: 'It could not be decomposed: {{reason}}.',
  },
  why: {
    idle: 'Nothing is being measured.',
    onePair: 'The file has one pair of K and V.',
  },
};
