// What a reader sets at the anatomy: which two variants stand side by side.

export interface AnatomySettings {
  /** Ids of variants as they were chosen; `anatomyOf` takes others where they are not shown. */
  readonly anatomyLeft: string;
  readonly anatomyRight: string;
}

export const usualAnatomy: AnatomySettings = { anatomyLeft: 'mha', anatomyRight: 'mla' };
