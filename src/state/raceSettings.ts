// What a reader sets at the race: how far the caches grow, how fast, and who runs.

/** By how many tokens the caches may grow between two rounds, as a link spells them. */
export const raceTokenChoices = ['1', '4', '16', '64', '256'] as const;
export type RaceTokens = (typeof raceTokenChoices)[number];

/** Whether the CPU's kernels race beside the GPU's. */
export const besideChoices = ['gpu', 'both'] as const;
export type Beside = (typeof besideChoices)[number];

export interface RaceSettings {
  /** Tokens cached before the first round, and at the end. */
  readonly raceFrom: number;
  readonly raceUntil: number;
  readonly raceTokens: RaceTokens;
  readonly raceOn: Beside;
}

export const raceRanges = {
  raceFrom: { min: 1, max: 65536 },
  raceUntil: { min: 2, max: 131072 },
} as const;

export const usualRace: RaceSettings = {
  raceFrom: 512,
  raceUntil: 2048,
  raceTokens: '4',
  raceOn: 'gpu',
};
