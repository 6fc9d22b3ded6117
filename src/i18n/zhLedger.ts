// 账本部分的中文：条目、固定的配置、公平比较与图表各页。

import type { enLedger } from './enLedger';
import type { Translated } from './translated';

export const zhLedger: Translated<typeof enLedger> = {
  entry: {
    letter: '固定项 {{letter}}',
    pinned: '{{letter}}：{{name}}',
    pinnedOf: '{{letter}}：{{model}} {{name}}，{{format}}',
    pinnedWords: '{{model}}，{{mode}} {{format}}',
    ofModel: '{{name}}，{{model}}',
  },
  pin: {
    pin: '固定',
    label: '固定 {{name}} 以便比较',
    hint: '按现在的样子放在一边，好与别的尺寸或模型比较',
    full: '{{count}} 个固定位都用上了：请先移除一个',
    remove: '移除',
    removeLabel: '移除固定项 {{name}}',
  },
  fair: {
    legend: '比较时保持相同的',
    heads: '头数',
    cache: '缓存',
    parameters: '参数量',
    notes: {
      heads: '设想的方案沿用模型的头数和宽度。',
      cache: '设想的方案调整到与模型自身注意力的缓存相当，或略少。',
      parameters: '设想的方案调整到与模型自身注意力的参数量相当，或略少。',
    },
  },
  fit: {
    cache: '按相同缓存调整：{{sizes}}；{{value}} / {{target}} 个元素。',
    parameters: '按相同参数量调整：{{sizes}}；每层 {{value}} / {{target}}。',
    asItIs: '无需改动',
  },
  pages: {
    title: '图表',
    overview: '总览',
    memory: '内存',
    time: '时间',
    serving: '服务',
    design: '设计',
    questions: {
      overview: '缓存会长到多大，一步要多久？',
      memory: '多少内存白白分配了？多卡时每张卡存什么？',
      time: '一步受限于内存带宽，还是算力？',
      serving: '能同时服务多少人，他们要等多久？',
      design: '增加头数的代价是什么？别人测得的质量如何？',
    },
  },
};
