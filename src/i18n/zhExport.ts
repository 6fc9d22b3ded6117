// Every Simplified Chinese string about a configuration that is taken away; loaded with its dialog.

import type { enExport } from './enExport';
import type { Translated } from './translated';

export const zhExport: Translated<typeof enExport> = {
  config: {
    notes: {
      vocabulary: '这里不描述词表：没有 {{fields}} 时，引擎取该类的默认值。',
      mlp: '这里不描述 MLP 或专家：没有 {{fields}} 等字段时，引擎取该类的默认值。',
      norms: '这里不知道归一化的 epsilon：没有 {{fields}} 时，引擎取该类的默认值。',
      weights: '文件中没有权重。只有未改动任何尺寸时，已发布的权重才能使用。',
      weightType: '以 {{dtype}} 存储的权重需要另写 quantization_config，因此略去 torch_dtype。',
      context: '这里不知道最长上下文：略去 max_position_embeddings。',
      layerOrder:
        '这里不知道哪些层使用窗口：把 {{full}} 个保留全部 token 的层均匀分布在 {{windowed}} 个窗口层之间。',
      unsaidWindows:
        '没有字段能表明有 {{windowed}} 层只保留 {{window}} 个 token：引擎会保留全部 token，缓存更大。',
      unsaidLocalRotation:
        '没有字段能表明 {{windowed}} 个窗口层如何旋转：引擎的旋转方式不同。缓存大小不变。',
      unsaidRotation: '没有字段能表明不做旋转：引擎会旋转查询和键。缓存大小不变。',
      unsaidPairs: '没有字段能表明哪些分量成对旋转：引擎的配对方式不同。缓存大小不变。',
      unsaidRotaryDim:
        '没有字段能表明 {{headDim}} 个分量中只有 {{rotaryDim}} 个旋转：引擎会旋转全部。缓存大小不变。',
      unsaidCosSin: '没有字段能表明 cos 和 sin 要乘以 {{factor}}。缓存大小不变。',
      unsaidBiases: '没有字段能表明哪些投影有偏置（这里为：{{biases}}）。缓存大小不变。',
      unsaidHeadNorm: '没有字段能表明是否像这里一样对查询头和键头做归一化。缓存大小不变。',
      unsaidSinks: '没有字段能表明各头是否像这里一样带有 sink。缓存大小不变。',
      unsaidSoftcap: '没有字段能表明分数以 {{softcap}} 为软上限。缓存大小不变。',
      unsaidScale: '没有字段能表明分数要乘以 {{scale}}。缓存大小不变。',
    },
    refusals: {
      noConfiguration:
        '没有已知的引擎能读取 {{variant}} 的配置：没有哪种 model_type 的字段能写出它的尺寸。请改选其他变体导出。',
      notServed:
        '没有引擎这样保存 {{variant}} 的缓存（{{mode}}）：config.json 只写尺寸，缓存什么由引擎决定。请改选其他缓存方式。',
      valueWidth:
        '键宽 {{headDim}}，值宽 {{vDim}}：常见模型没有字段能这样写。请把两者设成一样宽，或导出其他变体。',
      windowsDiffer:
        '各层的窗口有 {{windows}} 个 token 几种：config.json 只有一个窗口字段。请统一窗口大小。',
    },
  },
  command: {
    reasons: {
      tensorFewest:
        '把注意力头和权重切分到 {{devices, number}} 个设备：这是装得下、且头数能整除的最少数量。',
      tensorAsked: '把注意力头和权重切分到你选定的 {{devices, number}} 个设备。',
      tensorUnchecked: '把注意力头和权重切分到 {{devices, number}} 个设备；是否装得下未经核算。',
      dataMixture:
        '{{devices, number}} 个设备各自保存自己那 {{each, number}} 条序列的完整缓存，专家则分摊到各设备。注意力权重在每个设备上各有一份；嵌入和稠密 MLP 也是如此，但这里的合计没有重复计入。',
      dataDense:
        '{{devices, number}} 个设备各有一份完整的模型，以及自己那 {{each, number}} 条序列的缓存：没有专家，也就没有别的可以分摊。',
      dataUnchecked:
        '{{devices, number}} 个设备各自保存自己那 {{each, number}} 条序列的完整缓存；是否装得下未经核算。',
      expertParallel:
        '{{devices, number}} 个设备各自存放若干个完整的专家；不加此参数，则每个设备存放每个专家的一片。',
      contextAsked: '你选定的上下文；{{batch, number}} 条序列同时运行也装得下。',
      contextOfModel: '模型的最长上下文；你选的是 {{asked, number}} 个 token，vLLM 会拒绝。',
      contextThatFits:
        '{{batch, number}} 条序列同时运行时装得下的最长上下文，按整块取；你选的是 {{asked, number}} 个 token。',
      contextUnchecked: '你选定的上下文；是否装得下未经核算。',
      cacheAsModel: '缓存与模型类型相同：每个元素 16 位。',
      cacheNot32: 'vLLM 不能在 16 位权重之外另用 32 位缓存：缓存与模型类型相同，每个元素 16 位。',
      cacheEight:
        '与你选的 int8 一样，每个元素 1 字节；但它是 float8，没有逐组的缩放因子，因此精度不同，缓存也比这里显示的略小。',
      cacheNotFour:
        '4 位缓存并非每个 vLLM 版本和设备都支持，且都不是这里的这一种：各版本通用的最窄格式是 float8，每个元素 1 字节。能否装下按此核算。',
      sequences: '同时运行的序列数上限，即你选定的数目。',
      sequencesOfEach: '按每个设备计：{{batch, number}} 条序列分给 {{devices, number}} 个设备。',
      memoryShare:
        '{{memoryBytes}} 中扣除预留的 {{reserveBytes}} 后所占的比例。vLLM 的激活也从这一份中出：若它报告缓存空间不足，请调低 --max-num-seqs 或 --max-model-len。',
      blockTokens: '缓存每页的 token 数，按你的选择；并非每种注意力后端都支持各种大小。',
      madeUpWeights: '没有这种尺寸的权重：由 vLLM 随机生成。耗时和内存占用是真实的，回答只是噪声。',
      noTokenizer: 'config.json 旁边没有分词器：请求里要给出 token 编号，而不是文本。',
    },
    notes: {
      weightsUnknown: '没有来源说明权重有多大：它与缓存能否一起装下未经核算。',
      memoryUnknown: '不知道设备的内存大小：是否装得下未经核算。',
      repeatedCache:
        '{{devices, number}} 个设备各自保存每个 token 缓存的 {{percent}} %：各头共用的部分无法切分。改用 --data-parallel-size，则各设备只保存自己的序列。',
      windows:
        '合计假定 vLLM 会释放滑出窗口的 token。若加上 --disable-hybrid-kv-cache-manager，它会全部保留。',
      severalMachines:
        '{{devices, number}} 个设备通常超出一台机器：vLLM 此时需要集群，本命令不负责搭建。',
    },
    refusals: {
      nothingFits:
        '{{devices, number}} 个设备中，每个哪怕只放一页上下文也需要 {{neededBytes}}，而可用空间只有 {{roomBytes}}：请换更大或更多的设备、更窄的权重，或减少序列数。',
      headsDoNotDivide: '注意力头无法平均切分到 {{devices, number}} 个设备：请选 {{choices}}。',
    },
  },
};
