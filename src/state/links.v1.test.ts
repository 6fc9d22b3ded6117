// Links of version 1 that are out in the world: each opens what it always opened.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Controls } from './controls';
import { linkKeys, usualOf } from './linkKeys';
import { shapeIn } from './modelShape';
import { decodeControls } from './permalink';
import type { Pin } from './pins';

/** What of a configuration differs from its model's own; sizes one by one. */
type Differing<T extends { dims: object }> = Pick<Controls, 'modelId'> &
  Partial<Omit<T, 'dims'>> & { readonly dims?: Partial<T['dims']> };

interface OldLink {
  readonly name: string;
  readonly link: string;
  readonly controls: Omit<Differing<Controls>, 'pins' | 'modes'> & {
    readonly modes?: Controls['modes'];
    readonly pins?: Readonly<Record<string, Differing<Pin>>>;
  };
  /** Without what there was to choose from, of which there may be more by now. */
  readonly notices: readonly object[];
}

const oldLinks = JSON.parse(
  readFileSync(new URL('links.v1.json', import.meta.url), 'utf8'),
) as readonly OldLink[];

/** All of a configuration, from what of it differs. */
function whole({ dims, ...differing }: Differing<Pin>) {
  const usual = usualOf({ imported: null, ...differing });
  return {
    ...shapeIn(usual),
    format: usual.format,
    ...differing,
    dims: { ...usual.dims, ...dims },
  };
}

test.each(oldLinks)('$name', ({ link, controls: frozen, notices: said }) => {
  const { controls, notices } = decodeControls(link);
  const { dims, modes, pins = {}, ...rest } = frozen;
  const usual = usualOf({ imported: null, ...rest });
  expect(controls).toEqual({
    ...usual,
    ...rest,
    dims: { ...usual.dims, ...dims },
    modes: { ...usual.modes, ...modes },
    pins: Object.fromEntries(Object.entries(pins).map(([letter, pin]) => [letter, whole(pin)])),
  });
  expect(notices).toHaveLength(said.length);
  expect(notices).toMatchObject(said);
});

test('among them every key is used', () => {
  const used = new Set(
    oldLinks.flatMap(({ link }) => [...new URLSearchParams(link.slice(1)).keys()]),
  );
  expect(linkKeys.map(({ key }) => key).filter((key) => !used.has(key))).toEqual([]);
});
