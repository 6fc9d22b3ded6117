// 在本机逐档实测（批大小、提示词长度）的中文。

import type { enSweep } from './enSweep';
import type { Translated } from './translated';

export const zhSweep: Translated<typeof enSweep> = {
  start: '实测',
  again: '重新实测',
  rate: '{{rate}} token/s',
  layer: { attentionOnly: '单层的注意力', wholeLayer: '完整的一层' },
  stages: {
    start: '正在启动',
    ceilings: '正在测量设备的上限',
    batch: '正在测量：同时 {{sizes}}',
    prompt: '正在测量：提示词 {{sizes}}',
  },
  ends: {
    finished_other: '已完成：测得 {{count}} 个点。',
    stopped_other: '已停止：此前测得 {{count}} 个点。',
    failed: '实测失败。',
  },
  batch: {
    title: '单层吞吐与批大小',
    size: '序列数',
    sizes_other: '{{count, number}} 条序列',
    value: 'token/s',
    xAxis: '同时处理的序列数',
    yAxis: 'token/s，{{layer}}',
    plan: '在本机上跑{{layer}}：同时 1 至 {{most}}，能到多少算多少，每条已缓存 {{tokens}}；{{rounds}} 轮，各变体交替测量。',
    nothing: '尚未实测。整个模型的吞吐是计算值；这里在你自己的设备上跑其中一层。',
    empty: '点“实测”后，各变体在 1、2、4 条及更多序列时的结果会带着误差线标在这里。',
    finding:
      '同时 <at>{{sizes}}</at>时，{{fast}} 在这一层为 <fast>{{fastValue}}</fast>，{{slow}} 为 <slow>{{slowValue}}</slow>；只有一条时，{{fast}} 为 <one>{{oneValue}}</one>。',
    findingOne:
      '同时 <at>{{sizes}}</at>时，{{fast}} 在这一层为 <fast>{{fastValue}}</fast>；只有一条时为 <one>{{oneValue}}</one>。',
    findingAlone:
      '只有 <at>{{sizes}}</at>时，{{fast}} 在这一层为 <fast>{{fastValue}}</fast>，{{slow}} 为 <slow>{{slowValue}}</slow>。',
    findingAloneOne: '只有 <at>{{sizes}}</at>时，{{fast}} 在这一层为 <fast>{{fastValue}}</fast>。',
    note: '这里的 token/s 指每秒有多少个 token 走完这一层；模型有许多层，每层也不只有注意力。各序列共用权重，但各有各的缓存：只算注意力时，批大小带来的好处到设备占满为止，算整层则好处更大。',
  },
  prompt: {
    title: '单层计算提示词',
    size: '提示词长度（token）',
    sizes_other: '{{count, number}} 个 token',
    value: '一层耗时',
    xAxis: '提示词长度（token，1K = 1024）',
    yAxis: '耗时，{{layer}}',
    plan: '在本机上跑{{layer}}：一步算完 16 至 {{most}} 个 token 的提示词，能到多长算多长；{{rounds}} 轮，各变体交替测量。',
    nothing:
      '尚未实测。整个模型的首 token 延迟是计算值；这里在你自己的设备上用其中一层计算提示词。',
    empty: '点“实测”后，各变体在提示词为 16、32、64 个及更多 token 时的结果会带着误差线标在这里。',
    finding:
      '<at>{{sizes}}</at> 的提示词，{{fast}} 在这一层耗时 <fast>{{fastValue}}</fast>，{{slow}} 耗时 <slow>{{slowValue}}</slow>。',
    findingOne: '<at>{{sizes}}</at> 的提示词，{{fast}} 在这一层耗时 <fast>{{fastValue}}</fast>。',
    note: '首个 token 要等所有层依次算完，每层也不只有注意力。提示词一步写入空缓存；与推理引擎的做法相同，MLA 此时用展开的键和值计算。',
  },
  left: '✕ {{names}}，≥ {{sizes}}：{{reason}}',
  leftReasons: {
    doesNotFit: '需要 {{needed}}，而本设备只给 {{limit}}',
    checkTooLong: '对照 float64 校验要重算 {{flops}}，超过 {{limit}} 就等得太久',
    tooSlow: '一步估计要 {{foreseen}}，超过 {{limit}} 的就不再测',
  },
  lines:
    '线：按你的设备自身上限得出的最短耗时，上限为 <read>{{read}}</read> 和 <flops>{{flops}}</flops>，由本页的着色器实测；每个字节读一遍，或完成全部运算。留在处理器缓存中的数据可以更快。',
  linesCome: '首次实测时会先测设备的上限，随后画出对照线。',
  noLines: '没有对照线：CPU 的上限未作测量。',
  marks: '标记：中位数与四分位数；✕：到此为止',
  linesAndMarks: '线：按本机上限的下界；标记：中位数与四分位数；✕：到此为止',
  noCeilings: '未能测得本设备的上限，因此没有对照线。',
  measuredWith:
    '实测条件：{{model}}，{{layer}}，{{formats}}，已缓存 {{tokens}}，种子 {{seed}}，{{device}}',
  measuredPrompt: '实测条件：{{model}}，{{layer}}，{{formats}}，种子 {{seed}}，{{device}}',
  otherSettings: '设置在此之后有改动，点“重新实测”按新设置测量。',
  samples: '{{name}} 在 {{sizes}} 时的各个样本，按测量顺序：{{samples}}',
};
