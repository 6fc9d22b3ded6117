// Brings the words of the shaders into a page that has begun without them.

import { enShader } from './enShader';
import { addWords } from './i18n';
import { zhShader } from './zhShader';

export const addShaderWords = (): void => addWords('shader', enShader, zhShader);
