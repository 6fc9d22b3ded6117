// Repositories and papers that several presets were read in.

export const litgpt = 'Lightning-AI/litgpt@26857050fe:litgpt/config.py';
/** A later commit, read for what attention does besides its dims: rotation, norms, biases, softcaps. */
export const litgptLater = 'Lightning-AI/litgpt@0006c973aa:litgpt/config.py';
export const mlc = 'mlc-ai/mlc-llm@79d603f085:python/mlc_llm/model/model_preset.py';
export const maxtext = 'AI-Hypercomputer/maxtext@e591f30cbb:src/maxtext/configs/models';
export const hubConfigs =
  'ai-dynamo/aiconfigurator@095f58a51c:aic-core/src/aiconfigurator_core/model_configs';
/** Classes of transformers, whose defaults are a checkpoint's. */
export const transformers = (commit: string, path: string): string =>
  `huggingface/transformers@${commit}:src/transformers/models/${path}`;
export const vime = 'vllm-project/vime@b332ffc2c8:scripts/models';
export const insights = 'Zhao et al. 2025, arXiv:2505.09343, table 1 (cache per token)';
