// Breaks a text into lines of at most a width: between words, between Chinese characters, and inside a word that is
// wider than a line.

/** What no line begins with. */
const closing = /^[，。、；：！？）》”’%,.;:!?)]/u;

/** A word with the spaces after it, one Chinese character, or one sign of its punctuation. */
const piece =
  /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]\s*|[^\s\p{Script=Han}\u3000-\u303f\uff00-\uffef]+\s*|\s+/gu;

/** `widthOf` gives the width of a text in the unit of `width`. */
export function wrapText(text: string, width: number, widthOf: (text: string) => number): string[] {
  const fits = (line: string) => widthOf(line.trimEnd()) <= width;
  const lines: string[] = [];
  let line = '';
  const add = (part: string) => {
    if (line === '' || fits(line + part) || closing.test(part)) line += part;
    else {
      lines.push(line.trimEnd());
      line = part;
    }
  };
  for (const [part] of text.trim().matchAll(piece)) {
    if (fits(part)) add(part);
    else for (const character of part) add(character);
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}
