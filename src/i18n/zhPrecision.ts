// 精度图的中文。

import type { enPrecision } from './enPrecision';
import type { Translated } from './translated';

export const zhPrecision: Translated<typeof enPrecision> = {
  title: '精度：位数变少，输出误差多大',
  section: '测量',
  context: '缓存长度',
  tokens: '个 token',
  measure: '测量完整的一层',
  stop: '停止',
  starting: '正在启动…',
  stages: {
    format: '{{name}}：{{format}} 缓存…',
    weights: '{{name}}：权重，分解与合并…',
  },
  measured: '已测量：{{heads}} 个头、{{tokens}} 个 token，种子 {{seed}}。',
  stopped: '已停止。',
  failed: '无法测量：{{reason}}',
  refused: '{{name}} 未测量：{{reason}}',
  impossible: '所显示的变体尺寸都不成立：请先改正控制面板中标出的项。',
  nothing: '尚无测量结果。',
  waiting: '正在测量…',
  finding: {
    formats:
      '{{name}}：int8 缓存的误差是 f16 的 <int8Ratio>{{int8Ratio}}</int8Ratio> 倍，int4 又是 int8 的 <int4Ratio>{{int4Ratio}}</int4Ratio> 倍：|\u2060Δ\u2060| 中位数依次为 <f16>{{f16}}</f16>、<int8>{{int8}}</int8>、<int4>{{int4}}</int4>。',
    f32: '仅 f32 运算带来的误差为 <f32>{{f32}}</f32>。',
    weights:
      '{{name}}：若把 W_UK 并入 W_Q、W_UV 并入 W_O，再存为 bf16，权重带来的误差是两个因子依次相乘时的 <loss>{{loss}}</loss> 倍（相对均方根 <mergedRms>{{mergedRms}}</mergedRms>，后者为 <factoredRms>{{factoredRms}}</factoredRms>），占用则是 <size>{{size}}</size> 倍：每层 <merged>{{merged}}</merged>，而不是 <factored>{{factored}}</factored>。',
  },
  of: { cache: '缓存格式', weights: '权重格式' },
  ways: { factored: '两个因子', merged: '合并为一' },
  wayOf: '{{name}}，{{way}}',
  count: '个元素',
  axis: 'log₁₀ |Δ|，Δ 为与 float64 之差',
  picture: '与 float64 之差的直方图，共用一条对数轴，{{formats}} 各占一行；数值见表。',
  notes: {
    what: 'Δ 取自一步解码中注意力输出的每个元素：{{heads}} 个头、{{tokens}} 个 token，查询与缓存由种子 {{seed}} 随机生成。缓存行按内核的方式存入再读出，其余全部用 float64 计算，因此每个直方图只反映该格式本身的误差。潜向量旁的旋转键保持 16 位。',
    f32: 'f32 原样保存缓存行：它的直方图是 f32 运算本身的误差，由本页的 CPU 内核算出。GPU 内核的舍入同类而求和次序不同：运行之后会在这里给出其大小。',
    ran: '最近一次运行在 {{device}} 上，缓存为 {{format}}：与读取同样存储的缓存的 float64 结果相比，误差至多为最大元素的 <error>{{error}}</error>，这就是设备自身的舍入在格式误差之外带来的部分。',
    noF32: '没有 f32 的直方图：此浏览器不支持 CPU 内核所需的 WebAssembly SIMD。',
    weights:
      '权重只舍入一次，乘积先用 float64 算好：若直接用 bf16 相乘，误差会更大。测量所用的层裁剪到 {{heads}} 个头、隐藏维度 {{model}}，Δ 取自该层输出；字节数按完整的一层、16 位计算，不含无法合并的旋转部分。',
    bins: '每一格是十倍的八分之一，同组各行共用纵轴比例。标记位于中位数处；比横轴更小的差异计入最左一格。',
    quality: '随机权重只说明数值偏移多少，不说明模型回答变差多少。',
  },
  columns: {
    of: '对象',
    stored: '存储格式',
    q1: '下四分位',
    median: '|Δ| 中位数',
    q3: '上四分位',
    max: '最大值',
    rms: '相对均方根',
  },
  rows: {
    cache: '{{name}}，缓存',
    output: '{{name}}，{{way}}：输出',
    scores: '{{name}}，{{way}}：分数',
  },
  why: { idle: '当前没有在测量。' },
};
