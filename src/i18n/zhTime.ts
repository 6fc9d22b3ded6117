// 屋顶线、两种算法的交叉点与头数扫描的中文。

import type { enTime } from './enTime';
import type { Translated } from './translated';

export const zhTime: Translated<typeof enTime> = {
  roofline: {
    title: '注意力的屋顶线',
    device: '屋顶按',
    roofs: { matrix: '矩阵单元', shader: '普通着色器' },
    roof: '{{device}}，{{arithmetic}}',
    intensityAxis: '每搬运一字节的运算量（FLOP/字节）',
    rateAxis: '可达 FLOP/s',
    ridge: '脊点 {{ridge}}',
    sides: { memory: '← 受限于带宽', compute: '受限于算力 →' },
    bounds: { memory: '带宽', compute: '算力' },
    bound: '一步注意力受限于什么',
    columns: {
      intensity: 'FLOP/字节',
      rows: '仅计缓存行',
      bytes: '字节数',
      flops: 'FLOP 数',
      rate: '可达速率',
      time: '至少耗时',
      bound: '受限于',
    },
    mark: '{{variant}}：每字节 {{intensity}} FLOP，至少 {{time}}，受限于{{bound}}',
    newTokensOf_other: '{{count, number}} 个新 token',
    where: '每步 <at>{{newTokens}}</at>，上下文 <at>{{tokens}}</at>，批大小 <at>{{batch}}</at> 时',
    onRoof: '{{device}}（{{arithmetic}}，脊点 <ridge>{{ridge}}</ridge>）',
    onRoofs: '{{devices}} 台 {{device}} 中的每台（{{arithmetic}}，脊点 <ridge>{{ridge}}</ridge>）',
    finding:
      '<where/>，{{high}} 每搬运一字节做 <high>{{highFlops}}</high> 次运算，{{low}} 做 <low>{{lowFlops}}</low> 次：在 <roof/>上，{{high}} 受限于{{highBound}}，{{low}} 受限于{{lowBound}}。',
    findingBoth:
      '<where/>，{{high}} 每搬运一字节做 <high>{{highFlops}}</high> 次运算，{{low}} 做 <low>{{lowFlops}}</low> 次：在 <roof/>上，两者都受限于{{highBound}}。',
    findingOne:
      '<where/>，{{high}} 每搬运一字节做 <high>{{highFlops}}</high> 次运算：在 <roof/>上受限于{{highBound}}。',
    sums: {
      bandwidth: '内存带宽',
      ridge: '脊点（FLOP/字节）',
      flops: '{{variant}} 的注意力，全部层',
      bytes: '{{variant}} 搬运的字节',
    },
    none: '没有一种变体的尺寸可行，屋顶之下无点可画。',
    noneSplit: '所示变体的头都无法分给这么多设备：请减少设备数，或改为按序列切分。',
    lesson:
      '缓存的一行只读一次，却供所有共用它的查询头、为每个新 token 使用：所有头共用时就是 h_q·s_q 次。所以增加共用它的查询头或新 token，并不增加要读的缓存字节。{{variant}}（h_q = {{queryHeads}}，s_q = {{newTokens}}）仅就缓存行而言，每字节做 {{rows}} 次运算。',
    note: '每个标记是全部层一步的注意力：写入缓存、注意力，以及所选模式附加的部分。每个字节只搬运一次：缓存行、模式附加的权重（上下文短、批小时占比大）、f32 的查询与输出。',
    fewer:
      '上下文只有 {{tokens}}，一步算不了 {{asked}}：这里按全部 token 一次算完计，即整段提示的预填充。',
    shared: {
      tensor: '标记是 {{devices}} 台设备中一台的计算量，它只算分到的头。',
      data: '标记是 {{devices}} 台设备中一台的计算量，它只算分到的序列。',
    },
    unsplit: '未画出：{{variants}} 的头无法均分给 {{devices}} 台设备。',
  },
  crossover: {
    title: '同一份缓存，两种算法',
    intro:
      '缓存的潜向量可以直接参与注意力，也可以先展开成键和值：展开对每个已缓存的 token 付出一次代价，此后每个新 token 更省。',
    newTokensAxis: '一步的新 token 数',
    newTokensColumn: '新 token',
    flopsAxis: '单层一步注意力的 FLOP 数',
    past_other: '{{count, number}} 个历史 token',
    finding:
      '在 <past>{{past}}</past> 之后，{{variant}} 一步不足 <fewest>{{fewest}}</fewest> 时用“{{few}}”更省，达到之后用“{{many}}”更省；历史越长，交叉点越接近 <limit>{{limit}}</limit>。',
    findingShort:
      '在 <past>{{past}}</past> 之后，{{variant}} 一步不足 <fewest>{{fewest}}</fewest> 时用“{{few}}”更省，达到之后用“{{many}}”更省。',
    always:
      '在 <past>{{past}}</past> 之后，无论一步有多少新 token，{{variant}} 都是用“{{cheaper}}”更省。',
    sums: {
      at: '“{{way}}”，{{tokens}}',
      turn: '少一个新 token 时“{{few}}”仍更省，从这里起“{{many}}”的 FLOP 数不再更多。',
      once: '“{{way}}”：每个已缓存 token 一次性',
      each: '“{{way}}”：每个新 token 对每个已缓存 token',
      limit: '两者相等时的新 token 数',
    },
    or: ' 或 ',
    none: '所示变体都没有基于同一份缓存的两种算法。',
    noneHint: '请显示 {{variants}}：两种算法缓存同样的潜向量，哪种更省取决于新 token 的多少。',
    noContext: '上下文长度不可行：请先改正，才能算出其后一步的代价。',
    perCachedToken: '每个已缓存 token 的 FLOP',
    once: '一次性',
    perNewToken: '每个新 token 另加',
    formula:
      '即历史很长时 {{variant}} 两种算法代价相等的新 token 数：“{{many}}”为一个已缓存 token 一次性付出的 FLOP，除以“{{few}}”在每对已缓存 token 与新 token 上比“{{many}}”多花的 FLOP。',
    note: '按无窗口的一层、一条序列计；只计 FLOP，不计时间。所选上下文为历史长度，新 token 在其之外。',
  },
  heads: {
    title: '增加头数的代价',
    intro: '同一层取 1 到 128 个查询头，其余尺寸不变。',
    axis: '查询头数',
    elementsAxis: '每个 token 缓存的元素数',
    multiplyAddsAxis: '每个已缓存 token 的乘加次数',
    queryHeads_other: '{{count, number}} 个查询头',
    elementsOf: '{{variant}} 元素数',
    multiplyAddsOf: '{{variant}} 乘加次数',
    times: '增至 {{ratio}} 倍',
    same: '不变',
    finding:
      '查询头从 {{from}} 增到 {{to}}，{{most}} 的缓存{{mostCache}}，{{name}} 的缓存{{cache}}；{{name}} 的运算量{{multiplyAdds}}。',
    findingOne: '查询头从 {{from}} 增到 {{to}}，{{name}} 的缓存{{cache}}，运算量{{multiplyAdds}}。',
    none: '没有一种变体的尺寸可行。',
    noneHint: '请改正控件中标出的尺寸，或撤销改动。',
    note: 'KV 头数与潜向量头数能整除查询头数时保持所选值，否则取小于它、能整除的最大数。一次乘加计 2 FLOP；只计一层，以及一个新 token 在所选模式下的注意力。虚线为当前模型的头数。',
  },
  own: {
    roof: '本机，{{device}}',
    notMeasured: '实测上限之后，这里会画出本机的屋顶线；在“设备报告”中实测。',
    measured:
      '点线为本机 <device>{{device}}</device>：读内存 <read>{{read}}</read>，f32 乘加 <flops>{{flops}}</flops>，由本页的着色器实测。',
    marks:
      '带须线的标记是上次运行的测点：单层单步的运算量除以耗时，须线连到四分位数。处理器缓存中已有的数据，可使标记高于屋顶线。',
    mark: '{{variant}}，{{tokens}} 个 token，实测：每字节 {{intensity}} 次运算，{{rate}}',
  },
};
