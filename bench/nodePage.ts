// What systems made for pages find missing in Node: a navigator with Dawn as its WebGPU, and iterators' helpers.

/** Methods of iterators that pages have and Node has from 22 on; jax-js maps and filters them. */
const helpers = {
  *map(this: Iterable<unknown>, change: (value: unknown, index: number) => unknown) {
    let index = 0;
    for (const value of this) yield change(value, index++);
  },
  *filter(this: Iterable<unknown>, keep: (value: unknown, index: number) => boolean) {
    let index = 0;
    for (const value of this) if (keep(value, index++)) yield value;
  },
  toArray(this: Iterable<unknown>) {
    return [...this];
  },
};

/** Makes this process look like a page of one thread to what is imported afterwards. */
export function lookLikePage(gpu: GPU): void {
  const iterators: object = Object.getPrototypeOf(
    Object.getPrototypeOf([][Symbol.iterator]()),
  ) as object;
  for (const [name, value] of Object.entries(helpers)) {
    if (!(name in iterators)) Object.defineProperty(iterators, name, { value, configurable: true });
  }
  const navigator = { gpu, hardwareConcurrency: 1, userAgent: 'Node' };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
