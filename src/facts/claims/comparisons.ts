// Quality and speed of variants as their authors and others measured them, with the scale of each experiment.

import { claim, type Claim, type ResultRow } from '../claim';

const mqaPaper = 'Shazeer 2019, arXiv:1911.02150, tables (read in a full Chinese translation)';

/** A row of one measure. */
const one = (
  label: string,
  value: number,
  rest: Omit<ResultRow, 'label' | 'values'>,
): ResultRow => ({
  label,
  values: [value],
  ...rest,
});

/** A row of the CLA paper: what it keeps, as head dim, kv heads and layers, and the bytes that it prints for a token. */
const cla = (
  label: string,
  perplexity: number,
  [headDim, kvHeads, layers]: readonly [headDim: number, kvHeads: number, layers: number],
  bytes: number,
  attention?: string,
): ResultRow => ({
  ...one(label, perplexity, { cache: bytes, kept: { headDim, kvHeads, layers } }),
  ...(attention === undefined ? {} : { attention }),
});

const lower = (name: string) => ({ name, better: 'lower' as const });
const higher = (name: string) => ({ name, better: 'higher' as const });

export const comparisonClaims: readonly Claim[] = [
  claim({
    id: 'gqa-t1',
    kind: 'quoted',
    claim: 'GQA Table 1: time per sample and average quality of T5',
    unit: 's, average score',
    table: {
      columns: [lower('seconds per sample'), higher('average score')],
      rows: [
        { label: 'MHA Large', attention: 'MHA', values: [0.37, 46.0] },
        { label: 'MHA XXL', attention: 'MHA', values: [1.51, 47.2] },
        { label: 'MQA XXL', attention: 'MQA', values: [0.24, 46.6] },
        { label: 'GQA-8 XXL', attention: 'GQA', values: [0.28, 47.1] },
      ],
    },
    note: '8 TPUv4, batch up to 32 each, input 2048, output 512; MQA and GQA uptrained for 5 %. Figure 3 labels the same numbers ms.',
    source: 'Ainslie et al. 2023, arXiv:2305.13245, table 1',
  }),
  claim({
    id: 'mqa-speed',
    kind: 'quoted',
    claim: 'Amortised cost per token on a TPUv2 (8 cores), WMT14 en-de, length 128, batch 1024',
    unit: 'microseconds/token',
    table: {
      columns: [
        lower('training'),
        lower('greedy, encoder'),
        lower('greedy, decoder'),
        lower('beam 4, encoder'),
        lower('beam 4, decoder'),
      ],
      rows: [
        { label: 'MHA', attention: 'MHA', values: [13.2, 1.7, 46, 2.0, 203] },
        { label: 'MQA', attention: 'MQA', values: [13.0, 1.5, 3.8, 1.6, 32] },
        { label: 'MHA, local', attention: 'MHA', values: [null, 1.7, 23, null, null] },
        { label: 'MQA, local', attention: 'MQA', values: [null, 1.5, 3.3, null, null] },
      ],
    },
    note: 'The decoder’s 12.1x is a matter of this batch and machine.',
    source: mqaPaper,
  }),
  claim({
    id: 'mqa-quality',
    kind: 'quoted',
    claim: 'MQA Table 1: WMT14 en-de',
    table: {
      columns: [
        lower('ln(PPL), dev'),
        higher('BLEU, dev'),
        higher('BLEU, test, beam 1'),
        higher('BLEU, test, beam 4'),
      ],
      rows: [
        {
          label: 'MHA, h 8, d_k 128, d_ff 4096',
          attention: 'MHA',
          values: [1.424, 26.7, 27.7, 28.4],
        },
        {
          label: 'MQA, h 8, d_k 128, d_ff 5440',
          attention: 'MQA',
          values: [1.439, 26.5, 27.5, 28.5],
        },
        { label: 'MHA, h 1, d_k 128', attention: 'MHA', values: [1.518, 25.8, null, null] },
        { label: 'MHA, h 2, d_k 64', attention: 'MHA', values: [1.48, 26.2, null, null] },
        { label: 'MHA, h 4, d_k 32', attention: 'MHA', values: [1.488, 26.1, null, null] },
        { label: 'MHA, h 8, d_k 16', attention: 'MHA', values: [1.513, 25.8, null, null] },
      ],
    },
    source: mqaPaper,
  }),
  claim({
    id: 'gla-ppl',
    kind: 'quoted',
    claim: 'GLA paper: validation perplexity on FineWeb-Edu',
    unit: 'perplexity',
    table: {
      columns: [
        { name: '183M', better: 'lower', parameters: 183e6 },
        { name: '433M', better: 'lower', parameters: 433e6 },
        { name: '876M', better: 'lower', parameters: 876e6 },
        { name: '1.471B', better: 'lower', parameters: 1471e6, trainingTokens: 50e9 },
      ],
      rows: [
        { label: 'MLA', attention: 'MLA', values: [16.318, 12.561, 11.363, 10.256] },
        { label: 'GLA-2', attention: 'GLA', values: [16.371, 12.456, 11.293, 10.218] },
        { label: 'GTA-4', attention: 'GTA', values: [16.607, 12.785, 11.232, 10.129] },
        { label: 'GQA-4', attention: 'GQA', values: [16.578, 12.922, 11.34, 10.202] },
        { label: 'MHA', attention: 'MHA', values: [16.715, 12.979, 11.501, 10.311] },
        { label: 'MQA', attention: 'MQA', values: [16.972, 13.068, 11.413, null] },
      ],
    },
    note: 'Independent of DeepSeek. MLA is at or below MHA at every size, but its downstream average at 1.471B is 59.1 against 60.1.',
    source: '"Hardware-Efficient Attention for Fast Decoding", arXiv:2505.21487, tables 2 and 5',
  }),
  claim({
    id: 'cla-t1',
    kind: 'computed',
    claim: 'CLA Table 1: bytes per token in 16 bits and validation perplexity, 1B, 20 layers',
    unit: 'bytes/token; ppl',
    formula: '2*kv_heads*d_head*kv_layers*2 ; kv_layers = ceil(l/s)',
    table: {
      columns: [{ name: 'perplexity', better: 'lower', parameters: 1e9 }],
      cacheUnit: 'bytesPerToken',
      rows: [
        cla('H128-MHA', 13.15, [128, 16, 20], 163840, 'MHA'),
        cla('H128-GQA4', 13.36, [128, 4, 20], 40960, 'GQA'),
        cla('H128-GQA2', 13.52, [128, 2, 20], 20480, 'GQA'),
        cla('H128-MQA', 13.54, [128, 1, 20], 10240, 'MQA'),
        cla('H64-MQA', 13.81, [64, 1, 20], 5120, 'MQA'),
        cla('H46-MQA', 13.96, [46, 1, 20], 3680, 'MQA'),
        cla('H32-MQA', 14.37, [32, 1, 20], 2560, 'MQA'),
        cla('H512-MQA-CLA2', 13.49, [512, 1, 10], 20480),
        cla('H256-MQA-CLA2', 13.51, [256, 1, 10], 10240),
        cla('H128-MQA-CLA2', 13.6, [128, 1, 10], 5120),
        cla('H90-MQA-CLA2', 13.73, [90, 1, 10], 3600),
        cla('H64-MQA-CLA2', 13.89, [64, 1, 10], 2560),
        cla('H256-GQA4-CLA2', 13.38, [256, 4, 10], 40960),
        cla('H128-GQA4-CLA2', 13.48, [128, 4, 10], 20480),
        cla('H128-GQA2-CLA2', 13.59, [128, 2, 10], 10240),
        cla('H128-MQA-CLA3', 13.77, [128, 1, 7], 3584),
        cla('H128-MQA-CLA4', 13.95, [128, 1, 5], 2560),
        cla('H128-MQA-CLA2-KeepEnds', 13.62, [128, 1, 11], 5632),
      ],
    },
    note: 'CLA cuts the bytes stored, not those read at each step.',
    source:
      '"Reducing Transformer KV Cache Size with Cross-Layer Attention", arXiv:2405.12981, table 1',
  }),
  claim({
    id: 'tpa-quality',
    kind: 'quoted',
    claim: 'TPA Tables 2 and 3: average without examples, FineWeb-Edu',
    unit: '%',
    table: {
      trainingTokens: 50e9,
      columns: [
        { name: 'medium', better: 'higher', parameters: 353e6 },
        { name: 'large', better: 'higher', parameters: 773e6 },
      ],
      rows: [
        { label: 'MHA', attention: 'MHA', values: [50.11, 52.52] },
        { label: 'MQA', attention: 'MQA', values: [50.44, 52.13] },
        { label: 'GQA', attention: 'GQA', values: [50.35, 52.3] },
        { label: 'MLA', attention: 'MLA', values: [50.13, 53.32] },
        { label: 'TPA-KVonly', values: [50.04, 53.52] },
        { label: 'TPA', attention: 'TPA', values: [51.41, 53.1] },
      ],
    },
    source:
      'tensorgi/TPA@3d7f51deb9:Tensor_Product_Attention.pdf (arXiv:2501.06425) tables 2 and 3',
  }),
  claim({
    id: 'su-table',
    kind: 'computed',
    claim: 'Su: experiments of one size (d 2048, 12 layers, 16 heads)',
    unit: 'loss',
    formula: 'MHA 2*16*128; MLA 512+64; GQAn_d 2*n*d',
    table: {
      trainingTokens: 16e9,
      columns: [lower('loss')],
      cacheUnit: 'elementsPerTokenLayer',
      rows: [
        one('MHA', 2.721, { attention: 'MHA', parameters: 931e6, cache: 4096 }),
        one('MLA', 2.721, { attention: 'MLA', parameters: 894e6, cache: 576 }),
        one('MLA-256', 2.705, { attention: 'MLA', parameters: 989e6, cache: 576 }),
        one('GQA2-128', 2.75, { attention: 'GQA', parameters: 842e6, cache: 512 }),
        one('GQA2-192', 2.729, { attention: 'GQA', parameters: 899e6, cache: 768 }),
        one('GQA1-256', 2.72, { attention: 'MQA', parameters: 943e6, cache: 512 }),
        one('GQA1-256-PR', 2.711, { attention: 'MQA', parameters: 943e6, cache: 512 }),
        one('GQA2-(192-64)-S1', 2.714, { parameters: 946e6, cache: 640 }),
        one('GQA2-(192-64)-S2', 2.708, { parameters: 943e6, cache: 512 }),
        one('GQA4-(64-64)-S2', 2.738, { parameters: 842e6, cache: 512 }),
        one('GQA4-(128-64)-S2', 2.713, { parameters: 899e6, cache: 768 }),
        one('GQA1-(512-64)-S3', 2.677, { parameters: 1171e6, cache: 576 }),
      ],
    },
    note: 'Parameters are not aligned. He concludes that wider heads help most, partial rotation helps and sharing K and V may. Rows with -S share K and V in part.',
    source: 'Su Jianlin, spaces.ac.cn/archives/10907 (2025-05-04)',
  }),
  claim({
    id: 'transmla-ppl',
    kind: 'quoted',
    claim: 'TransMLA without training: perplexity before and after conversion to 512 + 64',
    unit: 'wikitext2 ppl',
    table: {
      columns: [lower('original'), lower('converted')],
      rows: [
        { label: 'Llama-2-7B', values: [5.4732, 41.6135] },
        { label: 'Llama-3-8B', values: [6.1371, 25.8047] },
        { label: 'Llama-3.2-1B', values: [9.7531, 16.1404] },
        { label: 'Qwen2.5-7B', values: [6.848, 8.4124] },
        { label: 'Qwen2.5-72B-Instruct', values: [4.2687, 7.385] },
        { label: 'gemma-2-9b-it', values: [10.1612, 21.626] },
        { label: 'Mistral-7B-v0.3', values: [5.3178, 9.583] },
        { label: 'Mixtral-8x7B', values: [3.8422, 7.5179] },
      ],
    },
    source: 'fxmeng/TransMLA@9c0d25458a:transmla/README.md',
  }),
];
