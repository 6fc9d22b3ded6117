// 为何此刻不能使用：中文。

import type { enWhy } from './enWhy';
import type { Translated } from './translated';

export const zhWhy: Translated<typeof enWhy> = {
  why: {
    title: '为什么不能用？',
    asking: '浏览器尚未告知有什么设备。',
    noEngine: '运行内核的 worker 未能启动，请重新加载页面。',
    nothingToRun: '所选变体的尺寸都不可行，请先改正控件中标出的几项。',
    stopping: '正在停止。',
    lastVariant: '至少保留一种变体：先勾选另一种，再去掉这一种。',
  },
};
