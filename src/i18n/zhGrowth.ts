// 缓存随上下文增长、占设备内存多少：中文。

import type { enGrowth } from './enGrowth';
import type { Translated } from './translated';

export const zhGrowth: Translated<typeof enGrowth> = {
  growth: {
    title: '缓存随上下文增长',
    device: '内存/显存容量：',
    axis: '整个缓存',
    finding:
      '上下文为 <at>{{tokens}}</at> 时，{{best}} 占 <best>{{bestBytes}}</best>，{{worst}} 占 <worst>{{worstBytes}}</worst>，是前者的 <ratio>{{ratio}}</ratio> 倍。',
    findingOne: '上下文为 <at>{{tokens}}</at> 时，{{best}} 占 <best>{{bestBytes}}</best>。',
    none: '没有一种变体的尺寸可行，无图可画。',
    here: '上下文 {{tokens}}',
    weights: '权重 {{bytes}}',
    fitsOn: '缓存加权重，放进单张',
    aloneOn: '仅缓存，放进单张',
    withWeights: '加上权重',
    longest: '放得下的最长上下文',
    weightsOf: '权重',
    inAll: '合计',
    notKnown: '未知',
    cacheAt: '{{tokens}} 的缓存',
    noneFits: '放不下',
    fits: '，放得下',
    fitsNot: '，放不下',
    someFit: '加上约 {{weights}} 的权重，单张 {{device}} 放得下 {{fit}}；放不下 {{not}}。',
    allFit: '加上约 {{weights}} 的权重，单张 {{device}} 全都放得下。',
    noneFit: '加上约 {{weights}} 的权重，单张 {{device}} 一种也放不下。',
    memory: '缓存占 {{device}} 内存/显存的多少',
    note: '曲线只计缓存，各行按 16 B 对齐；线上的标记是加上权重后放得下的最长上下文，与表中一致。激活和运行时还要另占空间。',
    noteAlone:
      '曲线只计缓存，各行按 16 B 对齐；线上的标记是放得下的最长上下文，权重大小未知，未计入。激活和运行时还要另占空间。',
    longestAt: '{{variant}}：{{device}} 最多放得下 {{tokens}}',
    full: '仅缓存占满 {{memory}} 的 token 数',
    fullWithWeights: '加上权重占满 {{memory}} 的 token 数',
    never: '不会占满',
  },
};
