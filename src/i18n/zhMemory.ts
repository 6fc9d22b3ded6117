// 内存页的中文：缓存分块，以及多卡时每张卡存多少。

import type { enMemory } from './enMemory';
import type { Translated } from './translated';

export const zhMemory: Translated<typeof enMemory> = {
  blocks: {
    title: '分块的缓存',
    settings: {
      blockTokens: '一个块的 token 数；vLLM 每块 16 个',
      sequences: '同时服务的序列数，每条各有自己的块',
      finished: '已完成的序列数，每完成一条，下一条就补上',
      sharedTokens: '所有序列开头都相同的 token 数，例如系统提示词',
    },
    finding_other:
      '{{count, number}} 条序列，长 {{least}} 到 {{most}} 个 token，每块 {{block}} 个：分出去的空间有 {{empty}} 是空的；若每条按 {{context}} 个 token 预留，则有 {{reserved}}。',
    findingShared_other: '开头相同的 {{prefix}} 个 token 占 {{count, number}} 个块，只存一份。',
    findingNotShared: '开头相同的 {{prefix}} 个 token 不满一块，各条序列只能各存各的。',
    sentences: '{{first}}{{second}}',
    none: '没有可画的块。',
    inBlocks: '分块：{{tokens}} 个 token，{{empty}} 为空',
    reserved: '预留：{{tokens}} 个 token，{{empty}} 为空',
    scale: '每格 = {{square}}',
    lastBlocks: '最后一块',
    picture_other:
      '上方是同一比例的两条长条，下方是 {{count, number}} 条序列的块，每格 {{square}}；数值见数据表。',
    keys: {
      tokens: 'token',
      empty: '空位',
      shared: '所有序列共有的开头，只存一份',
    },
    note: '长度随机（种子 {{seed}}），在上下文长度以内每翻一倍的区间概率相同。图中是保留全部 token 的一层。预留：PagedAttention 之前的做法，每条序列都按可能达到的最大长度占地方，且互不共享。',
    windowNote: '字节数按窗口层的实际保留量计算；比窗口长的序列在窗口层里不共享任何块。',
    finishedNote_other: '已有 {{count, number}} 条完成，由同样多的新序列接替其位置和块。',
    quoted: '论文报告的有效占比：此前 {{earlier}} %，分块后 {{vllm}} %',
    quotedSource: '{{source}}。',
    bytes: '各变体全部层占用的内存',
    columns: {
      sequence: '序列',
      tokens: 'token 数',
      blocks: '块数',
      sharedBlocks: '其中共享',
      empty: '空位 token 数',
      inBlocks: '分块',
      emptyBytes: '其中空置',
      reserved: '预留',
    },
    together: '合计',
  },
  cards: {
    title: '多卡时每张卡存多少',
    axis: '每张卡每 token 每层的元素数',
    xAxis: '卡数',
    devices_other: '{{count, number}} 张卡',
    turned:
      '单卡时每 token 每层 {{a}} 存 {{aOne}} 个元素，{{b}} 存 {{bOne}} 个；{{devices}}时每张卡分别存 {{aEach}} 个（{{a}}）和 {{bEach}} 个（{{b}}），{{a}} 反而是 {{b}} 的 {{ratio}} 倍。',
    finding:
      '{{devices}}时每张卡每 token 每层存 {{aEach}} 个元素（{{a}}）到 {{bEach}} 个元素（{{b}}），相差 {{ratio}} 倍。',
    findingSame:
      '{{devices}}时 {{a}} 每张卡每 token 每层存 {{aEach}} 个元素，单卡时为 {{aOne}} 个。',
    none: '没有尺寸可行的变体，无图可画。',
    keys: {
      sequences: '按序列切分（数据并行）',
      repeated: '多张卡上重复存放',
    },
    note: '按头切分：每张卡对每条序列所存的部分。没有头这一维的内容（所有头共读的潜向量、旋转键）每张卡都有一份；卡数超过 KV 头数时，KV 头也要重复存放。按序列切分：每张卡完整保存自己的序列，不存别的；此为批大小能被卡数整除时的平均值。卡间通信未计入。',
    leftOut: '{{names}} 在 {{counts}} 张卡处没有点：头数无法均分。',
    table: '每张卡每 token 每层的元素数',
    columns: {
      devices: '卡数',
      one: '单卡',
      each: '{{count, number}} 张卡时每张',
      copies: '份数',
      ofSequences: '按序列切分',
    },
    heads: '{{name}}，按头',
    sequences: '{{name}}，按序列',
    cannot: '无法均分',
  },
};
