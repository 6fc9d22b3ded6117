// Colours for WGSL: cuts a line into comments, words of the language, types, numbers and the rest.

export type TokenKind = 'comment' | 'keyword' | 'type' | 'number' | 'attribute' | 'plain';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const keywords = new Set(
  (
    'alias break case const const_assert continue continuing default diagnostic discard else enable false fn for if ' +
    'let loop override requires return struct switch true var while'
  ).split(' '),
);

const types =
  /^(?:bool|[fiu]32|f16|vec[234][fiuh]?|mat[234]x[234][fh]?|array|atomic|ptr|storage|uniform|workgroup|private|function|read|write|read_write)$/;

const parts =
  /(\/\/.*$)|(@\w+)|(\b0x[\da-fA-F]+[iu]?\b|(?:\b\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?[fhiu]?)|([A-Za-z_]\w*)|([^@\w]+?(?=\/\/|@|\.?\d|[A-Za-z_]|$)|.)/g;

const kindOfWord = (word: string): TokenKind =>
  keywords.has(word) ? 'keyword' : types.test(word) ? 'type' : 'plain';

/** All tokens of a line, which together are the line; neighbours of one kind are one token. */
export function tokensOf(line: string): readonly Token[] {
  const tokens: { kind: TokenKind; text: string }[] = [];
  for (const [text, comment, attribute, number, word] of line.matchAll(parts)) {
    const kind = comment
      ? 'comment'
      : attribute
        ? 'attribute'
        : number
          ? 'number'
          : word
            ? kindOfWord(word)
            : 'plain';
    const last = tokens.at(-1);
    if (last?.kind === kind) last.text += text;
    else tokens.push({ kind, text });
  }
  return tokens;
}
