// 链接中无法使用的内容：中文。

import type { enNotices } from './enNotices';
import type { Translated } from './translated';

export const zhNotices: Translated<typeof enNotices> = {
  notices: {
    title: '链接中有些内容无法使用',
    dismiss: '知道了',
    unknownKey: '“{{key}}”（{{value}}）不是本页的设置，已忽略。',
    notWhole: '{{key}}：“{{value}}”不是整数；改用 {{used}}。',
    tooSmall: '{{key}}：{{value}} 小于下限；改用 {{used}}。',
    tooLarge: '{{key}}：{{value}} 大于上限；改用 {{used}}。',
    notAChoice: '{{key}}：“{{value}}”不在 {{choices}} 之中；改用 {{used}}。',
    nearChoice: '{{key}}：没有“{{value}}”，改用 {{used}}。是否想要 {{choices}}？',
    unknownChoice: '{{key}}：没有“{{value}}”；改用 {{used}}。',
    leftOut: '{{key}}：没有“{{value}}”，已略去。',
    nearLeftOut: '{{key}}：没有“{{value}}”，已略去。是否想要 {{choices}}？',
    emptyList: '{{key}}：“{{value}}”里没有可用的名称；改用 {{used}}。',
    ofPin: '固定项 {{letter}} 的{{setting}}',
    badPin: '{{key}}：“{{value}}”不是任何变体，这个固定项已略去。可用的有 {{choices}}。',
    otherVersion: '链接版本为 {{value}}；本页读取版本 {{used}}，已采用其中认得的部分。',
    keys: {
      model: '模型',
      own: '导入的模型',
      variants: '显示的变体',
      format: '缓存格式',
      baseline: '基准',
      device: '设备',
      unit: '字节单位',
      scope: '范围',
      variant: '变体',
      wbits: '权重位数',
      fair: '保持相同的量',
      split: '注意力的切分方式',
      math: '算力类型',
      page: '图表页',
      table: '已发表的表格',
      measure: '指标',
      show: '显示内容',
      lock: '锁定的控件',
      wait: '等待的内容',
    },
  },
};
