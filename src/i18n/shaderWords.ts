// Brings the words of the shaders into a page that has begun without them.

import i18next from 'i18next';
import { enShader } from './enShader';
import { zhShader } from './zhShader';

/** Words are added once; a second call changes nothing. */
export function addShaderWords(): void {
  i18next.addResourceBundle('en', 'shader', enShader);
  i18next.addResourceBundle('zh-CN', 'shader', zhShader);
}
