// JSON with the place of every field, and of the first mistake in words that do not depend on the browser.

import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { ImportProblem, ImportProblemCode, Place, Values } from './model';

export type JsonValue = null | boolean | number | string | JsonList | JsonObject;
export interface JsonList {
  readonly items: readonly JsonValue[];
}
export interface JsonObject {
  /** By name, in the order of the file. */
  readonly fields: ReadonlyMap<string, JsonField>;
}
export interface JsonField {
  readonly place: Place;
  readonly value: JsonValue;
}

export const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && 'fields' in value;

export const isList = (value: JsonValue): value is JsonList =>
  typeof value === 'object' && value !== null && 'items' in value;

/** Characters. The largest configurations, with a line for each quantised layer, have some hundred thousand. */
export const longestText = 2 ** 20;

/** Real configurations nest 5 deep; far deeper ones would exhaust the stack. */
const deepest = 64;

const longestRaw = 40;

const shortened = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longestRaw ? `${line.slice(0, longestRaw - 1)}…` : line;
};

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds 1-based lines and columns of offsets. */
function positionsIn(text: string): (offset: number) => Position {
  const starts = [0];
  for (const { index } of text.matchAll(/\r\n|\n|\r/g)) {
    starts.push(index + (text.startsWith('\r\n', index) ? 2 : 1));
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function nesting(text: string): number {
  let depth = 0;
  let deepestSeen = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (inString) {
      if (c === '\\') i++;
      else if (c === '"' || c === '\n') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{' || c === '[') deepestSeen = Math.max(deepestSeen, ++depth);
    else if (c === '}' || c === ']') depth--;
  }
  return deepestSeen;
}

/** The first mistake of a text, as what a person did rather than what a parser expected. */
function mistake(text: string, { offset, length, error }: ParseError) {
  const found = (code: ImportProblemCode, at: number, values: Values = {}) => ({
    code,
    at,
    values,
  });
  const parserCode = printParseErrorCode(error);
  const rest = text.slice(offset);
  const word = shortened(rest.slice(0, Math.max(length, 1)));
  const before = text.slice(0, offset).trimEnd();
  if (parserCode === 'InvalidCommentToken' || rest.startsWith('#')) {
    return found('comment', offset, { text: word });
  }
  if (rest.trim() === '') return found('truncated', before.length);
  if (parserCode.startsWith('UnexpectedEndOfString') && !rest.slice(length).trim()) {
    return found('truncated', text.trimEnd().length);
  }
  if (before.endsWith(',') && /^\s*[}\]]/.test(rest)) {
    return found('trailingComma', before.length - 1);
  }
  if (/^(NaN|-?Infinity|True|False|None|undefined)\b/.test(rest)) {
    return found('pythonWord', offset, { text: word });
  }
  if (parserCode === 'CommaExpected') return found('missingComma', offset, { text: word });
  if (/String|Escape|Unicode|InvalidCharacter/.test(parserCode)) {
    return found('badString', offset, { text: word });
  }
  return found('unexpected', offset, { text: word });
}

/** What a whole text may be instead of JSON. */
function wrongText(text: string): { code: ImportProblemCode; values: Values } | null {
  if (text.trim() === '') return { code: 'empty', values: {} };
  if (text.length > longestText) {
    return { code: 'tooLong', values: { value: text.length, max: longestText } };
  }
  if (/^\s*<(!doctype|!--|html|head|body|\?xml|div)/i.test(text)) {
    return { code: 'html', values: {} };
  }
  const depth = nesting(text);
  if (depth > deepest) return { code: 'tooDeep', values: { value: depth, max: deepest } };
  return null;
}

export type Parsed =
  | { readonly root: JsonObject; readonly problems: readonly ImportProblem[] }
  | { readonly root: null; readonly problems: readonly ImportProblem[] };

/** The object that a text holds. Fields given twice are problems, and the last one counts, as for every parser. */
export function parseJson(source: string): Parsed {
  // Windows editors begin a file with a byte order mark, which is no part of the text.
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const wrong = wrongText(text);
  if (wrong) return { root: null, problems: [{ ...wrong, path: null, line: null, column: null }] };
  const positionOf = positionsIn(text);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (first) {
    const { code, at, values } = mistake(text, first);
    return { root: null, problems: [{ code, values, path: null, ...positionOf(at) }] };
  }
  if (tree?.type !== 'object') {
    const values = { text: shortened(text) };
    return {
      root: null,
      problems: [{ code: 'notObject', values, path: null, line: 1, column: null }],
    };
  }

  const problems: ImportProblem[] = [];
  const objectOf = (node: Node, path: string): JsonObject => {
    const fields = new Map<string, JsonField>();
    for (const property of node.children ?? []) {
      const [name, value] = property.children ?? [];
      if (!name || !value) continue;
      const key = String(name.value);
      const place: Place = {
        path: path === '' ? key : `${path}.${key}`,
        line: positionOf(property.offset).line,
        raw: shortened(text.slice(value.offset, value.offset + value.length)),
      };
      if (fields.has(key)) {
        const { path: at, line } = place;
        problems.push({ code: 'repeated', values: { path: at }, path: at, line, column: null });
      }
      fields.set(key, { place, value: valueOf(value, place.path) });
    }
    return { fields };
  };
  const valueOf = (node: Node, path: string): JsonValue => {
    if (node.type === 'object') return objectOf(node, path);
    if (node.type === 'array') {
      return { items: (node.children ?? []).map((item, i) => valueOf(item, `${path}[${i}]`)) };
    }
    const value: unknown = node.value;
    return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
      ? value
      : null;
  };
  return { root: objectOf(tree, ''), problems };
}
