// The shape of a translation: the keys of the English strings, with any strings.

/** Chinese has no plural: of each pair of forms it has the one for any other number. */
export type Translated<T> = {
  readonly [Key in keyof T as Key extends `${string}_one` ? never : Key]: T[Key] extends string
    ? string
    : Translated<T[Key]>;
};
