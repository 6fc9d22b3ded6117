// 低秩图的中文。

import type { enLowRank } from './enLowRank';
import type { Translated } from './translated';

export const zhLowRank: Translated<typeof enLowRank> = {
  title: '低秩：缓存变小，K 和 V 损失多少',
  section: '权重',
  source: '权重',
  sources: { seeded: '随机种子', file: '来自文件' },
  exponent: '谱的衰减指数 α',
  exponentValue: '第 i 个奇异值为 i 的 −{{exponent}} 次方',
  c: '潜向量宽度 c',
  cValue: '{{c}} 个元素',
  pair: '层',
  openFile: '打开 safetensors 文件…',
  drop: '或拖放到这里：只在本机读取，不会上传',
  dropHere: '把 safetensors 文件拖放到这里，或点按钮打开：K、V 投影矩阵在本机测量，文件不会上传。',
  stop: '停止',
  again: '测量',
  stages: {
    starting: '正在启动…',
    reading: '正在读取两个矩阵…',
    seeding: '正在生成随机矩阵…',
    multiplying: '正在计算 Gram 矩阵…',
    joint: '正在对 K、V 联合分解…',
    key: '正在单独分解 K…',
    value: '正在单独分解 V…',
  },
  measuredFile: '已测量：{{name}} 的 {{layer}}。',
  stopped: '已停止。',
  impossible: '无法生成矩阵：模型维度、查询头数、头维度或值维度超出范围，请先在控制面板中改正。',
  nothing: '尚无测量结果。',
  waiting: '正在分解矩阵…',
  finding: {
    seeded:
      '若奇异值按 α = <exponent>{{exponent}}</exponent> 的幂律衰减，用宽 <c>{{c}}</c> 的最优潜向量代替 <whole>{{whole}}</whole> 个元素，会损失权重范数的 <loss>{{loss}}</loss>。',
    file: '在 {{name}} 的 {{layer}} 中，用宽 <c>{{c}}</c> 的最优潜向量代替 <whole>{{whole}}</whole> 个元素，会损失权重范数的 <loss>{{loss}}</loss>。',
    apart: '若 K、V 分开压缩、各占一半，则损失 <apart>{{apart}}</apart>。',
    cache:
      '加上旋转键，每个 token 每层缓存 <elements>{{elements}}</elements> 个元素，是 K、V 原样缓存的 1/<ratio>{{ratio}}</ratio>。',
    noSaving:
      '加上旋转键，每个 token 每层缓存 <elements>{{elements}}</elements> 个元素，并不比 K、V 原样缓存更少。',
    own: '模型自带的 {{own}} 缓存 <own>{{elements}}</own> 个。',
    rank: '该矩阵的秩为 <rank>{{rank}}</rank>，满秩为 <directions>{{directions}}</directions>。',
  },
  lines: { joint: 'K、V 联合压缩', apart: 'K、V 分开压缩，各 c/2' },
  marks: { chosen: '所选的 c', own: '与 {{own}} 的缓存一样大' },
  cAxis: '每个 token 的潜向量元素数 c',
  lossAxis: '范数损失',
  valueAxis: '第 i 个奇异值与最大值之比',
  placeAxis: 'i',
  under: 'c = {{c}}',
  place: 'i = {{i}}',
  notes: {
    norm: '损失为 Frobenius 范数下的 ‖W − W_c‖ ÷ ‖W‖，其中 W 由 W_K 与 W_V 上下拼成，W_c 是与之最接近的秩 c 矩阵；其值等于第 c 个之后所有奇异值的平方和开方。它说的是权重偏移多少，而不是模型回答变差多少：模型质量在本页只引用公开数据，从不测量。',
    seeded:
      '随机权重：方向由种子 {{seed}} 随机生成，奇异值服从幂律，尺寸为 {{rows}} × {{columns}}，即每个查询头都有自己的键和值时的这一层。',
    cut: '实际分解的矩阵每边缩小到 1/{{each}}：每个方向代表该层的 {{each}} 个方向，因此联合压缩在 {{each}} 的每个倍数处，损失与完整幂律完全一致。',
    file: '文件中 K、V 合起来为 {{rows}} × {{columns}}；读取的张量：{{first}} 与 {{second}}。',
    latent:
      '这里的 K、V 是潜向量的两个投影依次相乘的结果，不含其间的归一化；文件没有说明哪些行是键，因此没有“分开压缩”这条线。',
    rotary:
      '旋转无法并入潜向量，因此旁边还要缓存 {{rope}} 个元素的旋转键。低于 {{least}} 的损失只是舍入误差，不画出。',
  },
  columns: {
    c: 'c',
    joint: '联合',
    apart: '分开',
    elements: '缓存元素',
    bytes: '每 token 每层字节数',
  },
  faults: {
    title: '无法测量 {{name}}',
    tooShort: '文件只有 {{size}} 字节；safetensors 文件的前 8 个字节应给出文件头长度。',
    headerBeyondFile:
      '不是 safetensors 文件，或者不完整：前 8 个字节声明文件头有 {{length}} 字节，而整个文件只有 {{size}} 字节。',
    headerTooLarge: '文件头有 {{length}} 字节，最多读取 {{most}} 字节。',
    headerNotJson: '从第 8 字节开始的文件头不是 JSON：{{reason}}。',
    badEntry: '文件头中 {{name}} 的 {{field}} 无效。',
    beyondFile: '{{name}} 结束于第 {{end}} 字节，而文件只有 {{size}} 字节：下载可能中断过。',
    wrongLength: '{{name}} 占 {{bytes}} 字节，而按形状和类型应为 {{expected}} 字节。',
    noPairs:
      '在 {{tensors}} 个张量（第一个是 {{first}}）中没有成对的 K、V 投影：所找的名字如 k_proj 与 v_proj、wk 与 wv、key 与 value，或 kv_a_proj_with_mqa 与 kv_b_proj。请打开含有某层注意力的分片。',
    dtypeNotRead: '{{name}} 的存储类型为 {{dtype}}；只读取 {{read}}，请先转换。',
    notMatrix: '{{name}} 的形状为 {{shape}}：需要一个二维矩阵。',
    columnsDiffer:
      '{{first}} 有 {{columns}} 列，而 {{second}} 有 {{otherColumns}} 列：K、V 必须读取同一个隐藏状态。',
    latentDiffers:
      '{{first}} 产生 {{rows}} 个元素，而 {{second}} 读取宽 {{otherColumns}} 的潜向量：后者不能更宽。',
    tooLarge:
      '{{first}} 与 {{second}} 合计 {{rows}} × {{columns}}；短边最多 {{mostShorter}}，每个矩阵最多 {{mostElements}} 个元素。请换一个较小的模型。',
    notFinite: '{{name}} 在第 {{at}} 行列处是 {{value}}，而不是有限的数。',
    allZero: '{{name}} 全为零。',
    failed: '无法分解：{{reason}}。',
  },
  why: {
    idle: '当前没有在测量。',
    onePair: '文件中只有一对 K 和 V。',
  },
};
