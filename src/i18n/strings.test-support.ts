// The strings of a language in one list, and what each of them fills in.

/** Every string by its dotted key. */
export function flatten(node: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [k, text] of flatten(value, `${prefix}${key}.`)) found.set(k, text);
  }
  return found;
}

/** The names of the values that a string fills in, sorted. */
export const filledIn = (text = '') =>
  [...text.matchAll(/\{\{[\w, ]+\}\}/g)].map(([match]) => match).sort();
