// The Simplified Chinese strings of what is behind a figure, and of taking a chart away.

import type { enFigure } from './enFigure';
import type { Translated } from './translated';

export const zhFigure: Translated<typeof enFigure> = {
  figure: {
    computed: '计算过程',
    measured: '实测数据',
    quoted: '引用出处',
    samples: {
      n: '样本数',
      median: '中位数',
      quartiles: '四分位数',
      spread: '四分位距的一半',
      each: '各样本，按测量顺序',
      device: '测量设备',
    },
    inUnit: '以 {{unit}} 计',
    padding: '各行按 16 B 对齐的填充',
    padded: '实际占用的缓存',
    cacheOf: '{{name}} 的缓存',
    totalOf: '{{name}} 的整个缓存',
    timeOf: '{{name}} 单步耗时',
    ratio: '比值',
    memoryOf: '{{device}} 的内存/显存',
    readTime: '把每个字节读一遍',
    mathTime: '完成全部运算',
    bound: '取两者中较长的',
    reported: '浏览器给出的适配器信息',
  },
  save: {
    open: '保存',
    title: '保存这张图',
    formats: {
      csv: '全部数据，保留每一位',
      json: '全部数据，附结论与链接',
      svg: '图形',
      png: '图形，两倍尺寸',
    },
    noRows: '还没有可保存的数据。',
    saving: '正在保存 {{file}}…',
    saved: '已保存 {{file}}。',
    failed: '{{file}} 未能保存：{{reason}}',
    source: '{{page}}，出自 {{link}}',
  },
};
