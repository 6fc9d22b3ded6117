// 竞速的中文。

import type { enRace } from './enRace';
import type { Translated } from './translated';

export const zhRace: Translated<typeof enRace> = {
  title: '竞速：缓存边长边解码',
  section: '竞速',
  start: '开跑',
  startCpu: '在 CPU 上开跑',
  stop: '停止',
  pause: '暂停',
  goOn: '继续',
  from: '从',
  until: '到',
  tokensChoice: '个 token',
  pace: '每轮 token 数',
  field: '运行于',
  fields: { gpu: 'GPU', both: 'GPU 与 CPU' },
  plan: '各变体都从 <from>{{from}}</from> 个已缓存的 token 起步，一路解码到 <until>{{until}}</until> 个：只算一层，批大小 <batch>{{batch}}</batch>，{{scope}}。每轮过后，每份缓存增长 <pace>{{pace}}</pace>；各变体在每轮内乱序交替，只计时该轮的最后一个 token。',
  paceTokens_other: '{{count, number}} 个 token',
  nobody: '无人可跑：没有一种变体的尺寸可行，或者起点不在终点之前。',
  states: {
    idle: '就绪',
    preparing: '正在准备：{{racer}}',
    starting: '正在启动',
    racing: '第 {{round}} 轮，{{tokens}}，每秒 {{rate}} 轮',
    paused: '已暂停于第 {{round}} 轮之后，{{tokens}}',
    stopping: '正在停止…',
  },
  ends: {
    finished: '竞速结束：每份缓存已有 {{tokens}}。{{verdict}}。',
    stopped: '已停在 {{tokens}}。{{verdict}}。',
    stoppedEarly: '在第一轮之前就已停止。',
    failed: '竞速失败：{{reason}}',
    deserted: '所有变体均已退出。',
  },
  verdicts: {
    none: '尚未校验',
    agrees: '所有校验均与 float64 一致',
    disagrees: '有输出与 float64 不一致',
  },
  nothing: '尚未实测。点“开跑”后，各变体会在这台机器上逐个 token 解码，缓存随之增长，全程可见。',
  finding:
    '缓存 <at>{{tokens}}</at> 个 token 时，{{fast}} 在这一层每秒生成 <fast>{{fastRate}}</fast> 个 token，{{slow}} 为 <slow>{{slowRate}}</slow> 个；后者的缓存为 <cache>{{slowBytes}}</cache>，{{fast}} 的为 <fastCache>{{fastBytes}}</fastCache>。',
  findingOne:
    '缓存 <at>{{tokens}}</at> 个 token 时，{{fast}} 在这一层每秒生成 <fast>{{fastRate}}</fast> 个 token；其缓存为 <fastCache>{{fastBytes}}</fastCache>。',
  lanes: '参赛者',
  columns: {
    racer: '参赛者',
    rate: 'token/s',
    step: '单步',
    cache: '当前缓存',
    device: '设备上',
    agreement: 'float64',
  },
  onCpu: '{{name}}（CPU）',
  waiting: '等待中',
  fellOut: '已退出：{{reason}}',
  agrees: '长 {{tokens}} 时一致',
  disagrees: '长 {{tokens}} 时出错',
  padded: '填充 {{share}}',
  notPadded: '无填充',
  bytesNote:
    '“当前缓存”按公式计算：一层的 token 数 × 元素数 × 字节数。“设备上”是开跑之前就分配好的空间，容得下直到终点的全部 token，每行补齐到 16 字节；竞速期间不再增长。',
  rateNote:
    '每秒 token 数 = 批大小 ÷ 最近若干单步耗时（点开数字可见）的中位数，只算一层：模型有许多层，每层也不只有注意力。每个参赛者只有一份缓存，较短的缓存可能直接从处理器自带的缓存中读到。',
  marks: '线：计算下界；点：实测的单次耗时',
  wholeTable: {
    racer: '参赛者',
    ranOn: '运行于',
    round: '轮次',
    tokens: '已缓存 token',
    step: '单步',
  },
  raced:
    '竞速条件：{{model}}，{{scope}}，{{format}}，批大小 {{batch}}，种子 {{seed}}，{{device}}。CPU 上的缓存一律为 f32。',
  otherSettings: '设置在此之后有改动，点“开跑”重新开始。',
  why: {
    noRace: '还没有开跑，无从暂停。',
    notRacing: '尚未跑起来，或正在停止。',
    cpuAlone: '这里没有 GPU，只能由 CPU 独自竞速。',
  },
  crossover: {
    start: '在本机实测',
    measured:
      '在 {{device}} 上实测，历史为 {{past}} 个 token：一步 {{tokens}} 个新 token 时两种算法耗时相等；按样本的四分位数，交叉点介于 {{from}} 与 {{to}} 之间。',
    apart:
      '在 {{device}} 上实测，历史为 {{past}} 个 token：直到 {{most}} 个新 token，两者耗时都没有交叉。',
    noDevice: '还不知道能在哪个设备上测量。',
    nothing: '所示模型没有哪个变体的两种算法会交叉。',
    table: '两种算法的单步耗时',
    newTokens: '新 token',
  },
};
