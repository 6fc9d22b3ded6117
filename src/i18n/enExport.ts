// Every English string about a configuration that is taken away, as a config.json or a command; loaded with its dialog.

export const enExport = {
  config: {
    notes: {
      vocabulary:
        'The vocabulary is not described here: without {{fields}} an engine takes the default of the class.',
      mlp: 'MLPs or experts are not described here: without {{fields}} and their like an engine takes the defaults of the class.',
      norms:
        'The epsilon of the norms is not known here: without {{fields}} an engine takes the default of the class.',
      weights:
        'There are no weights in the file. Published ones fit only where no size was changed.',
      weightType:
        'Weights stored as {{dtype}} need a quantization_config of their own, so that torch_dtype is left out.',
      context: 'The longest context is not known here: max_position_embeddings is left out.',
      layerOrder:
        'Which layers have the window is not known here: the {{full}} that keep every token are spread among the {{windowed}} that do not.',
      unsaidWindows:
        'No field says that {{windowed}} layers keep {{window}} tokens alone: an engine keeps every token, and the cache is larger.',
      unsaidLocalRotation:
        'No field says how the {{windowed}} layers with a window rotate: an engine rotates them otherwise. The cache is as large.',
      unsaidRotation:
        'No field says that nothing rotates: an engine rotates queries and keys. The cache is as large.',
      unsaidPairs:
        'No field says which columns turn together: an engine pairs them otherwise. The cache is as large.',
      unsaidRotaryDim:
        'No field says that {{rotaryDim}} of {{headDim}} columns turn: in an engine all do. The cache is as large.',
      unsaidCosSin:
        'No field says that cos and sin are multiplied by {{factor}}. The cache is as large.',
      unsaidBiases:
        'No field says which projections have biases (here: {{biases}}). The cache is as large.',
      unsaidHeadNorm:
        'No field says whether query and key heads are normalized as here. The cache is as large.',
      unsaidSinks: 'No field says whether heads have sinks as here. The cache is as large.',
      unsaidSoftcap: 'No field says that scores are capped at {{softcap}}. The cache is as large.',
      unsaidScale: 'No field says that scores are scaled by {{scale}}. The cache is as large.',
    },
    refusals: {
      noConfiguration:
        'No engine is known to read a configuration of {{variant}}: there is no model_type whose fields state its sizes. Choose another variant to export.',
      notServed:
        'No engine keeps the cache of {{variant}} this way ({{mode}}): a config.json states sizes, and the engine chooses what it caches. Choose another way of keeping the cache.',
      valueWidth:
        'Keys are {{headDim}} columns wide and values {{vDim}}: no field of the usual models says so. Make them equally wide, or export another variant.',
      windowsDiffer:
        'Layers have windows of {{windows}} tokens: a config.json has one field for all windows. Make them the same.',
    },
  },
  command: {
    reasons: {
      tensorFewest:
        'Devices that share heads and weights: {{devices, number}}, the fewest on which all this fits and among which the heads divide.',
      tensorAsked: 'Devices that share heads and weights: {{devices, number}}, as you chose.',
      tensorUnchecked:
        'Devices that share heads and weights: {{devices, number}}; whether they are enough was not checked.',
      dataMixture:
        'Each of {{devices, number}} devices keeps the whole cache of its own {{each, number}} sequences, and experts are shared out. Attention is repeated on each of them, as are embeddings and dense MLPs, which this sum does not count twice.',
      dataDense:
        'Each of {{devices, number}} devices has the whole model and the cache of its own {{each, number}} sequences: without experts there is nothing else to share out.',
      dataUnchecked:
        'Each of {{devices, number}} devices keeps the whole cache of its own {{each, number}} sequences; whether they fit was not checked.',
      expertParallel:
        'Each of {{devices, number}} devices has whole experts; without this flag it has a slice of every expert.',
      contextAsked: 'The context you chose; it fits with a batch of {{batch, number}}.',
      contextOfModel:
        'The longest context of the model; you chose {{asked, number}} tokens, which vLLM would refuse.',
      contextThatFits:
        'The longest context that fits with a batch of {{batch, number}}, in whole blocks; you chose {{asked, number}} tokens.',
      contextUnchecked: 'The context you chose; whether it fits was not checked.',
      cacheAsModel: 'The cache has the type of the model: 16 bits an element.',
      cacheNot32:
        'vLLM keeps no 32-bit cache beside 16-bit weights: the cache has the type of the model, 16 bits an element.',
      cacheEight:
        'One byte an element, as your int8; but float8 without a scale for each group, so that accuracy differs and the cache is a little smaller than shown here.',
      cacheNotFour:
        'Not every version and device of vLLM has a 4-bit cache, and none has the one shown here: float8, one byte an element, is the narrowest that is common to them. What fits is reckoned with that.',
      sequences: 'At most as many sequences at once as you chose.',
      sequencesOfEach:
        'Counted on each device: {{batch, number}} sequences among {{devices, number}} devices.',
      memoryShare:
        'The share of {{memoryBytes}} that is left beside your reserve of {{reserveBytes}}. vLLM takes activations out of the same share: if it reports too little room for the cache, lower --max-num-seqs or --max-model-len.',
      blockTokens:
        'Tokens of a page of the cache, as you chose; not every attention backend takes each size.',
      madeUpWeights:
        'There are no weights of these sizes: vLLM makes some up. Times and memory are real, the answers are noise.',
      noTokenizer:
        'There is no tokenizer beside the config.json: requests give numbers of tokens instead of text.',
    },
    notes: {
      weightsUnknown:
        'No source states how large the weights are: that they fit beside the cache was not checked.',
      memoryUnknown: 'The memory of the device is not known: that this fits was not checked.',
      repeatedCache:
        'Each of the {{devices, number}} devices keeps {{percent}} % of every token’s cache: what heads share cannot be shared out. --data-parallel-size would give each its own sequences instead.',
      windows:
        'The sum counts on vLLM to free tokens that fall out of their window; with --disable-hybrid-kv-cache-manager it keeps them all.',
      severalMachines:
        '{{devices, number}} devices are more than one machine usually has: vLLM then needs a cluster, which this command does not set up.',
    },
    refusals: {
      nothingFits:
        'Even a context of one block needs {{neededBytes}} on each device (here: {{devices, number}}), which has {{roomBytes}} of room: choose larger or more devices, narrower weights or fewer sequences.',
      headsDoNotDivide:
        'Heads cannot be shared out evenly to {{devices, number}} devices: choose {{choices}}.',
    },
  },
};
