// Our linker reads a subset of WESL; the official linker must accept the same files, and mean the same by them.
import { parseWgsl, validate } from 'naga-wasm';
import { link } from 'wesl';
import { describe, expect, test } from 'vitest';
import { linkedShaders } from './linkedShaders';

const shaders = linkedShaders().filter(({ code }) => !code.includes('enable subgroups;'));

// One of each kernel and choice of slots: the sizes only change the constants.
const distinct = new Map(
  shaders.map(({ request }) => [
    `${request.kernel} with ${Object.values(request.slots).join(', ') || 'no slots'}`,
    request,
  ]),
);

const filesOf = (sources: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(sources).map(([path, text]) => [`${path}.wgsl`, text]));

describe('the official WESL linker', () => {
  test.each([...distinct])('links %s', async (_, { sources, kernel, slots, constants }) => {
    const { dest } = await link({
      weslSrc: filesOf(sources),
      rootModuleName: kernel,
      virtualLibs: Object.fromEntries(
        Object.entries(slots).map(([slot, file]) => [slot, () => sources[file] ?? '']),
      ),
      constants: { ...constants },
    });
    expect(() => validate(parseWgsl(dest))).not.toThrow();
  });
});
