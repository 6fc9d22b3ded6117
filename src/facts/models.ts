// The presets, in the order of the picker: made up ones, then by attention and family, small to large.

import { nativeVariant } from '../attention/variants';
import type { Model } from './model';
import { gemmaModels } from './models/gemma';
import { glmGroupedModels, glmLatentModels } from './models/glm';
import { gptOssModels } from './models/gptOss';
import { latentModels } from './models/latent';
import { llamaLikeModels } from './models/llamaLike';
import { mhaModels } from './models/mha';
import { mqaModels } from './models/mqa';
import { qwenModels } from './models/qwen';
import { tinyModels } from './models/tiny';

export const models: readonly Model[] = [
  ...tinyModels,
  ...mhaModels,
  ...mqaModels,
  ...llamaLikeModels,
  ...qwenModels,
  ...gemmaModels,
  ...gptOssModels,
  ...glmGroupedModels,
  ...latentModels,
  ...glmLatentModels,
];

/** Under which heading of the picker a preset stands: `tiny`, or the id of the variant it was published with. */
export const modelGroup = (model: Model): string =>
  model.status === 'madeUp' ? 'tiny' : nativeVariant(model.dims).id;

export function modelById(id: string): Model {
  const found = models.find((model) => model.id === id);
  if (!found) throw new Error(`no model "${id}": choose ${models.map((m) => m.id).join(', ')}`);
  return found;
}
