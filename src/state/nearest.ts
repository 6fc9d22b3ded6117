// The word that somebody most likely meant.

/** Letters to insert, delete or replace to make one word of the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of Array.from(a).entries()) {
    const row = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const replaced = (above[j] ?? 0) + (letter === other ? 0 : 1);
      row.push(Math.min(replaced, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}

/** The closest of the words, the first of several; undefined where none has two thirds of its letters right. */
export function nearestWord(text: string, words: readonly string[]): string | undefined {
  const plain = text.trim().toLowerCase();
  const distances = words.map((word) => editDistance(plain, word.toLowerCase()));
  const least = Math.min(...distances);
  const word = words[distances.indexOf(least)];
  return word !== undefined && least <= word.length / 3 ? word : undefined;
}
