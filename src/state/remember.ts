// Memoises a derived value by its last arguments, so that what did not change stays the same object.

/** A drawing that lags behind asks for the values of a moment ago, beside those of now and of what is drawn next. */
const kept = 3;

export function remember<Args extends readonly unknown[], Result>(
  derive: (...args: Args) => Result,
): (...args: Args) => Result {
  /** The latest first. */
  let known: readonly { readonly args: Args; readonly result: Result }[] = [];
  return (...args) => {
    const [latest] = known;
    const same = (other: Args) => args.every((arg, i) => Object.is(arg, other[i]));
    if (latest && same(latest.args)) return latest.result;
    const found = known.find((each) => same(each.args)) ?? { args, result: derive(...args) };
    known = [found, ...known.filter((each) => each !== found)].slice(0, kept);
    return found.result;
  };
}
