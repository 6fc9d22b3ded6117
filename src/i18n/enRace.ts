// English strings of the race.

export const enRace = {
  title: 'The race: decode while the cache grows',
  section: 'Race',
  start: 'Race',
  startCpu: 'Race on CPU',
  stop: 'Stop',
  pause: 'Pause',
  goOn: 'Go on',
  from: 'From',
  until: 'until',
  tokensChoice: 'tokens',
  pace: 'Tokens a round',
  field: 'Runs on',
  fields: { gpu: 'GPU', both: 'GPU and CPU' },
  plan: 'Every variant begins with <from>{{from}}</from> cached tokens and decodes on to <until>{{until}}</until>: one layer, batch <batch>{{batch}}</batch>, {{scope}}. After each round every cache is <pace>{{pace}}</pace> longer; the rounds are interleaved in shuffled order, and the last token of each is timed.',
  paceTokens_one: '{{count, number}} token',
  paceTokens_other: '{{count, number}} tokens',
  nobody: 'Nobody can race: no variant has possible sizes, or the race ends before it begins.',
  states: {
    idle: 'Ready',
    preparing: 'Getting ready: {{racer}}',
    starting: 'Starting',
    racing: 'Round {{round}}, {{tokens}}, {{rate}} rounds a second',
    paused: 'Paused after round {{round}}, at {{tokens}}',
    stopping: 'Stopping…',
  },
  ends: {
    finished: 'The race is over: every cache holds {{tokens}}. {{verdict}}.',
    stopped: 'Stopped at {{tokens}}. {{verdict}}.',
    stoppedEarly: 'Stopped before the first round.',
    failed: 'The race failed: {{reason}}',
    deserted: 'Nobody is left in the race.',
  },
  verdicts: {
    none: 'Nothing was checked yet',
    agrees: 'All checks agree with float64',
    disagrees: 'Some outputs disagree with float64',
  },
  nothing:
    'Nothing measured yet. Press Race: every variant then decodes token after token on this machine, and its cache grows as you watch.',
  finding:
    'At <at>{{tokens}}</at> cached tokens {{fast}} makes <fast>{{fastRate}}</fast> tokens a second in this layer and {{slow}} <slow>{{slowRate}}</slow>; its cache holds <cache>{{slowBytes}}</cache>, the one of {{fast}} <fastCache>{{fastBytes}}</fastCache>.',
  findingOne:
    'At <at>{{tokens}}</at> cached tokens {{fast}} makes <fast>{{fastRate}}</fast> tokens a second in this layer; its cache holds <fastCache>{{fastBytes}}</fastCache>.',
  lanes: 'The racers',
  columns: {
    racer: 'racer',
    rate: 'tokens/s',
    step: 'one step',
    cache: 'cache now',
    device: 'on the device',
    agreement: 'float64',
  },
  onCpu: '{{name}}, CPU',
  waiting: 'waiting',
  fellOut: 'Out of the race: {{reason}}',
  agrees: 'right at {{tokens}}',
  disagrees: 'wrong at {{tokens}}',
  padded: '{{share}} padding',
  notPadded: 'no padding',
  bytesNote:
    '“Cache now” is the formula: tokens × elements × bytes, of one layer. “On the device” is what was allocated before the first round, for all tokens until the end, with rows padded to 16 bytes; it does not grow while the race runs.',
  rateNote:
    'Tokens a second = batch ÷ the median of the last step times, those behind each figure, of one layer alone: a model has many, and more than attention in each. Each racer has one copy of its cache, so that a short one may be read from the processor’s own memory.',
  marks: 'lines: computed bound; dots: single laps as they were measured',
  wholeTable: {
    racer: 'racer',
    ranOn: 'ran on',
    round: 'round',
    tokens: 'cached tokens',
    step: 'one step',
  },
  raced:
    'Raced: {{model}}, {{scope}}, {{format}}, batch {{batch}}, seed {{seed}}, {{device}}. The CPU keeps its cache in f32.',
  otherSettings: 'The settings have changed since; Race begins anew.',
  why: {
    noRace: 'There is no race to pause: start one first.',
    notRacing: 'The race has not begun, or is stopping.',
    cpuAlone: 'There is no GPU here, so the CPU races alone.',
  },
  crossover: {
    start: 'Measure it here',
    measured:
      'Measured on {{device}}, after {{past}} past tokens: both ways take as long at {{tokens}} new tokens; the quartiles of the samples leave it open from {{from}} to {{to}}.',
    apart:
      'Measured on {{device}}, after {{past}} past tokens: the times do not cross up to {{most}} new tokens.',
    noDevice: 'No device is known yet to measure on.',
    nothing: 'No variant of the model shown can compute its attention in two ways that cross.',
    table: 'Times of one step, both ways',
    newTokens: 'new tokens',
  },
};
