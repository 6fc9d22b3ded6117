// The strings of a language in one list, what each of them fills in, and where two languages differ.

/** Every string by its dotted key. */
export function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [k, text] of flatten(value, `${prefix}${key}.`)) found.set(k, text);
  }
  return found;
}

/** The names of the values that a string fills in, and of what it marks up, sorted. */
export const filledIn = (text = '') =>
  [...text.matchAll(/\{\{[\w, ]+\}\}|<\/?\w+\/?>/g)].map(([match]) => match).sort();

/** Keys that one language alone has, or is empty at, or that fill in other values. Chinese has no singular. */
export function differing(
  english: ReadonlyMap<string, string>,
  chinese: ReadonlyMap<string, string>,
): string[] {
  const asked = [...english.keys()].filter((key) => !key.endsWith('_one'));
  return [...new Set([...asked, ...chinese.keys()])].filter((key) => {
    const [one, other] = [english.get(key), chinese.get(key)];
    if (one === undefined || other === undefined) return true;
    if ((one.trim() === '') !== (other.trim() === '')) return true;
    const filled = (text: string) => [...new Set(filledIn(text))].join(' ');
    return filled(one) !== filled(other);
  });
}
