// What the page is: its version, and where its source is kept, as package.json says.

import product from '../../../package.json';

const described: {
  readonly version: string;
  readonly repository?: string | { readonly url: string };
} = product;

export const productVersion = described.version;

const { repository } = described;

/** Null where package.json names none. */
export const repositoryUrl: string | null =
  typeof repository === 'object' ? repository.url : (repository ?? null);
