// What a reader sets at the shaders: whose, which dispatch of the step, and over how many cached tokens.

export interface ShaderSettings {
  /** Id of a variant; where it is not shown, the first one that is stands in. */
  readonly shaderOf: string;
  /** Counted from 1; the last one where a step has fewer. */
  readonly shaderStep: number;
  /** Cached tokens, the new one included. */
  readonly shaderContext: number;
}

export const shaderRanges = {
  shaderStep: { min: 1, max: 64 },
  shaderContext: { min: 16, max: 32768 },
} as const;

/** The contexts that the page offers, tokens; a link may ask for others. */
export const shaderContexts: readonly number[] = [128, 512, 2048, 8192];

export const usualShader: ShaderSettings = {
  shaderOf: 'gqa',
  shaderStep: 1,
  shaderContext: 512,
};
