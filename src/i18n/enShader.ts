// English strings of the shaders.

export const enShader = {
  title: 'The shaders that run: read them, change them',
  section: 'Shaders',
  run: 'Run this',
  stop: 'Stop',
  apply: 'Apply edit',
  reset: 'Reset',
  variant: 'Variant',
  context: 'Cached tokens',
  dispatch: 'Dispatch',
  files: 'Files of the text',
  whole: 'whole text',
  label: 'WGSL of {{kernel}}: {{file}}',
  comma: ', ',
  linking: 'Linking the shaders…',
  nobody:
    'No variant has possible sizes, so that there is no shader to show: change the sizes until a receipt adds up.',
  refusal: 'These shaders cannot be shown: {{reason}}',
  finding:
    'One decode step of {{name}} over <at>{{tokens}}</at> is <count>{{count}}</count> dispatches, which load <moved>{{read}}</moved> and store <moved>{{written}}</moved>.',
  findingTimed: 'The longest of them is <name>{{kernel}}</name> with <time>{{time}}</time>.',
  idle: 'Run this checks the step against float64 and times each dispatch alone.',
  noGpu:
    'There is no GPU to run on here. These are the texts that a GPU without optional features would be given; they can be read, not run.',
  notOffered:
    'Editing is not offered: this browser has no WebGPU in workers, and somebody’s own text runs nowhere else.',
  unedited: 'As it is linked.',
  edited: 'Edited.',
  editHint: 'Can be edited; Apply edit compiles and runs it in a worker of its own.',
  readHint: 'Can be read only.',
  place: 'line {{line}}: shaders/{{file}}.wgsl, line {{own}}',
  placeConstants: 'line {{line}}: a constant that the step sets',
  placeEdited: 'line {{line}}: edited, in the place of shaders/{{file}}.wgsl',
  goToLine: 'Go to the line',
  stages: {
    prepare: 'Making the step ready…',
    compile: 'Compiling…',
    guard: 'Running once with every loop counted…',
    run: 'Running…',
    check: 'Comparing with float64…',
    measure: 'Timing in interleaved rounds…',
  },
  agrees: 'Agrees with float64: error <error>{{error}}</error>, bound <bound>{{bound}}</bound>',
  wrong:
    'Wrong: error <error>{{error}}</error> against float64, where <bound>{{bound}}</bound> is the bound. Its time is that of a wrong result.',
  refused: 'Does not compile. {{place}}: {{message}}',
  endless:
    'A loop without an end? {{place}}: it went on after {{turns}} turns and was left. The text was not run any further.',
  endlessHere: 'went on and on',
  tooLong:
    'It took longer than {{seconds}} s. Its worker was ended with everything in it, and the next trial has a new one; nothing else on the page was touched.',
  failed: 'It failed: {{reason}}',
  stopped: 'Stopped.',
  changedSince: 'The text was changed since.',
  stepDone: 'The step agrees with float64; the times are beside the dispatches.',
  stepWrong: 'The step disagrees with float64: nothing was timed.',
  linkedTime: 'as linked',
  editedTime: 'edited',
  ratio: 'edited ÷ linked',
  paces: { faster: 'faster', alike: 'as fast, as far as the samples tell', slower: 'slower' },
  does: 'does',
  ops: {
    project: 'project',
    normalize: 'normalize',
    rotate: 'rotate',
    append: 'append to the cache',
    rebuild: 'rebuild keys and values',
    outerProduct: 'outer product',
    attend: 'attend',
  },
  loads: 'loads, counted',
  stores: 'stores, counted',
  workgroups: 'workgroups',
  time: 'time',
  notTimed: 'not timed yet',
  constants: 'constants',
  slots: 'What fills the slots',
  bindings: 'Bindings',
  bindingColumns: { variable: 'variable', buffer: 'buffer', access: 'access', bytes: 'bytes' },
  accesses: { read: 'read', readWrite: 'read, write', uniform: 'uniform' },
  dispatchColumns: {
    dispatch: 'dispatch',
    loads: 'loads',
    stores: 'stores',
    workgroups: 'workgroups',
    time: 'median time',
  },
  ladder: 'The ladder: from the naive kernel to the fast ones',
  ladderNote:
    'Other texts for the same attention and result. Loads and stores are of the attention alone, errors and times of the whole step, here.',
  climb: 'Time the rungs',
  climbed: 'All {{rungs}} rungs were timed.',
  chosen: 'runs here',
  naive: 'naive',
  readText: 'Read the text',
  closeText: 'Close the text',
  ofFirst: '{{ratio}}× as fast as the first',
  families: { staged: 'staged', register: 'in registers', products: 'two matrix products' },
  rows_one: ' for {{count}} row',
  rows_other: ' for up to {{count}} rows',
  reductions: { workgroup: 'by workgroup memory', subgroup: 'by subgroups' },
  changes: {
    naive:
      'As on paper: an invocation for each query head walks all its keys twice, once for the greatest score and once for the sums. Nothing is shared, and no run takes it.',
    staged:
      'The cache is cut into slices, a workgroup for each: what it loads once serves all its query heads, lanes share the work through memory of their own, and the slices are merged at the end.',
    register:
      'A lane keeps its query rows and sums in registers: each load serves all of them, and no tile of the cache is staged.',
    subgroup:
      'Lanes of a subgroup tell each other their sums directly, not through workgroup memory.',
    swaps:
      'Each lane has query rows of its own, with all their columns. What one lane of a subgroup loads the others take by a swap: each load serves up to {{count}} rows, and no sum crosses lanes.',
    rows_one: 'Each load serves {{count}} query row.',
    rows_other: 'Each load serves up to {{count}} query rows that share a kv head.',
    products:
      'Scores first, then weighted values, each a tiled matrix product: a key is loaded once for 64 heads, and the weights go through memory in between.',
  },
  rungColumns: {
    way: 'way',
    loads: 'loads',
    stores: 'stores',
    error: 'error, bound',
    time: 'whole step',
  },
  spills: 'its rows would not fit a lane’s registers here',
  linkNote:
    'This is the very text that is compiled: the kernel first, then the files that it imports, byte for byte. Constants stand in front; a slot is an import that the step fills with one of several files.',
  countNote:
    'Loads and stores are what workgroups ask for, counted from the schedule: the same on every device. What a processor’s cache saves is not in them.',
  timeNote:
    'Each dispatch is timed alone and repeated until a sample is long enough for the clock; 9 samples in interleaved rounds, median and half of what lies between the quartiles. An edit runs first with its loops counted, then as it stands, in a worker of its own.',
  why: {
    stopping: 'It is stopping.',
    busy: 'Something is being tried: stop it first, or wait for it.',
    readOnly:
      'Shaders run where the page has a GPU and a worker apart for it; here they can be read.',
    noEdit: 'The text is as it was linked: change it first.',
  },
};
