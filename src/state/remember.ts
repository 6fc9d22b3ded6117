// Memoises a derived value by its last arguments, so that what did not change stays the same object.

export function remember<Args extends readonly unknown[], Result>(
  derive: (...args: Args) => Result,
): (...args: Args) => Result {
  let last: { readonly args: Args; readonly result: Result } | undefined;
  return (...args) => {
    if (!last || args.some((arg, i) => !Object.is(arg, last?.args[i]))) {
      last = { args, result: derive(...args) };
    }
    return last.result;
  };
}
