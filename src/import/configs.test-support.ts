// Configurations in the shape of published ones, written for the tests: the sizes are the models' own.

import { fullConfigs } from './fullConfigs.test-support';
import { latentConfigs } from './latentConfigs.test-support';
import { windowedConfigs } from './windowedConfigs.test-support';

export const configs = { ...fullConfigs, ...windowedConfigs, ...latentConfigs } as const;

export type ConfigId = keyof typeof configs;

export const configIds = (): ConfigId[] =>
  Object.keys(configs).filter((id): id is ConfigId => id in configs);

/** The file's text, as it is published. */
export const configText = (config: object): string => JSON.stringify(config, null, 2);
