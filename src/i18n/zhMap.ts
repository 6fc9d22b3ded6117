// 注意力图的中文。

import type { enMap } from './enMap';
import type { Translated } from './translated';

export const zhMap: Translated<typeof enMap> = {
  title: '单个头的注意力图：A、B 及其差',
  panel: '两张注意力图',
  start: '运行并作图',
  startCpu: '在 CPU 上运行并作图',
  stop: '停止',
  sides: { mapA: 'A', mapB: 'B' },
  format: '{{side}} 的缓存格式',
  names: { side: '{{side}}：{{name}}，{{format}}', inFormat: '{{name}}（{{format}} 缓存）' },
  differenceName: '差 A − B',
  pairs: {
    title: '值得一试的组合：',
    modes: '同一缓存，两种算法',
    heads: '少数头与它们的副本',
    formats: 'f32 与 int4',
  },
  head: '头',
  headValue: '第 {{head}} 个头，共 {{heads}} 个',
  tokens: 'token 数',
  tokensValue_other: '{{count, number}} 个 token',
  scale: '深浅',
  scales: { log: '对数', linear: '线性' },
  begin: 'A 与 B 读入同一串随机 token；每一行是一个查询，行中的权重表示它从各个键的值里各取多少。',
  gap: '',
  none: '没有可画的内容：所选变体的尺寸都不可行。请先改正控制面板中标出的尺寸。',
  finding: {
    equal:
      '第 <head>{{head}}</head> 个头：<name>{{a}}</name> 与 <name>{{b}}</name> 的 <figure>{{count, number}}</figure> 个权重逐比特相同。',
    copied: '共用的头就是互为副本的头，因此在这里共用并不损失什么。',
    differ:
      '第 <head>{{head}}</head> 个头：<name>{{a}}</name> 与 <name>{{b}}</name> 的权重至多相差 <figure>{{largest}}</figure>，出现在查询 <figure>{{query}}</figure>、键 <figure>{{key}}</figure> 处。',
    sameKeys: '每个查询的最大权重都落在同一个键上。',
    otherKeys_other:
      '<queries>{{queries}}</queries> 个查询中，有 <figure>{{count, number}}</figure> 个的最大权重落在了不同的键上。',
    wrong:
      '第 <head>{{head}}</head> 个头：<name>{{a}}</name> 或 <name>{{b}}</name> 有些权重不是数。',
  },
  label: '第 {{head}} 个头的注意力图，{{tokens}} 个查询 × {{tokens}} 个键。可用方向键移动光标。',
  pictures: {
    a: 'A 的权重，行为查询，列为键',
    b: 'B 的权重，行为查询，列为键',
    difference: 'A 的权重减去 B 的权重，行为查询，列为键',
  },
  axes: { key: '键 →', query: '← 查询' },
  readout: {
    none: '光标处尚无数值。',
    place: '查询 <place>{{query}}</place>，键 <place>{{key}}</place>：',
    masked: '已遮蔽，键排在查询之后',
  },
  legend: {
    weights: '权重',
    difference: 'A − B',
    masked: '已遮蔽：排在后面的键，查询看不到',
    log: '深浅取对数，跨 {{decades}} 个数量级；更小的值留白。',
  },
  notes: {
    random:
      '权重矩阵与 token 均由种子 {{seed}} 随机生成：图中看到的是算术，不是语义。token 与归一化权重经过放缩，使注意力分数的起伏与训练好的头相近；A 与 B 中同名的量取值相同。',
    cut: '所算的是与该模型同类、但小一号的层，好让 float64 逐数核对：查询头至多 <heads>{{heads}}</heads> 个，隐藏状态至多 <model>{{model}}</model>，查询秩至多 <rank>{{rank}}</rank>。',
    copied: '一方的键值头较少时，另一方的头就是它们的副本；彼此不同的头则没有这样的对应。',
    tap: '有 GPU 时，整层在 GPU 上读完这串 token，再由一个专门的内核用这次运行的查询和缓存行把权重显示出来：真正服务时的内核从不保存权重。只有缓存采用所选格式，矩阵权重一律为 f32。输出与所有头的所有权重都与 float64 核对。',
    float64:
      '这里没有 GPU，显示的就是 float64 参考结果，其缓存行按所选格式存储：它在第 16 位有效数字处舍入，而 GPU 的 f32 在第 7 位。',
  },
  tableNote: '光标所在的查询 {{query}} 能看到的键；全部数据见导出的文件。',
  columns: { key: '键', difference: 'A − B' },
  states: {
    idle: '尚未作图。',
    running: '正在运行并核对 {{side}}…',
    stopping: '正在停止…',
    stopped: '已停止。',
    failed: '无法作图：{{reason}}',
    fellOut: '{{side}} 无法运行：{{reason}}',
    stale: '设置在此之后有改动，请重新运行。',
    ran: '运行于 {{device}}。{{agreement}}',
    float64: '由 CPU 上的 float64 参考实现算出。',
    agree: '两者均与 float64 一致：误差 {{error}}，上限 {{bound}}。',
    disagree: '有误：与 float64 的误差 {{error}}，上限 {{bound}}。',
  },
  why: {
    stopping: '正在停止。',
    noDevice: '还不知道能在哪个设备上运行。',
    nothing: '所示变体都没有可行的尺寸。',
  },
};
