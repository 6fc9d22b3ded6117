// Reads off a linked WGSL text what it asks of a device: workgroup memory, barriers, and what it adds up in registers.
// A subset of the language, as our kernels are written; it throws at what it does not know.

type Tokens = readonly string[];

/** Barriers passed from where a function or a turn of a loop begins to its end, and the loops in it. */
export interface Passage {
  /** Outside of inner loops, both ways of an `if` counted, functions that are called followed. */
  readonly barriers: number;
  readonly loops: readonly Passage[];
}

export interface Accumulator {
  readonly name: string;
  /** f32 values of it that one invocation holds. */
  readonly values: number;
}

const tokensOf = (code: string): string[] =>
  code.replaceAll(/\/\/[^\n]*/g, '').match(/\d[\w.]*|\w+|[^\s\w]/g) ?? [];

const opening = '([{';
const closing = ')]}';

/** Where the bracket that opens at `open` is closed. */
function closeOf(tokens: Tokens, open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (opening.includes(tokens[at] ?? ' ')) depth++;
    if (closing.includes(tokens[at] ?? ' ') && --depth === 0) return at;
  }
  throw new Error(`"${tokens.slice(open, open + 5).join(' ')}" is not closed`);
}

const bytesOfScalars: Readonly<Record<string, number>> = { f32: 4, u32: 4, i32: 4 };
const bytesOfVectors: Readonly<Record<string, number>> = { vec2: 8, vec3: 16, vec4: 16 };

/** A module constant or a workgroup variable: ours stand on one line each. */
const moduleLine = /^(?:const |var<workgroup> ).*$/gm;

export class WgslText {
  /** Tokens of each module constant's value. */
  private readonly constants = new Map<string, Tokens>();
  private readonly workgroupTypes: Tokens[] = [];
  private parsed: Functions | undefined;

  constructor(private readonly code: string) {
    for (const [line] of code.matchAll(moduleLine)) {
      const tokens = tokensOf(line);
      const [kind, name = ''] = tokens;
      if (kind === 'const') this.constants.set(name, tokens.slice(tokens.indexOf('=') + 1, -1));
      else this.workgroupTypes.push(tokens.slice(tokens.indexOf(':') + 1));
    }
  }

  /** Most texts are only asked for what they declare. */
  private get functions(): Functions {
    return (this.parsed ??= functionsOf(tokensOf(this.code)));
  }

  /** The value of a module constant that is a whole number. */
  constant(name: string): number {
    const tokens = this.constants.get(name);
    if (!tokens) throw new Error(`${name} is no module constant`);
    return new Reader(this, tokens).expression();
  }

  /** Bytes of all workgroup variables as WebGPU counts them: each rounded up to 16. */
  get workgroupBytes(): number {
    return this.workgroupTypes.reduce(
      (sum, type) => sum + Math.ceil(new Reader(this, type).typeBytes() / 16) * 16,
      0,
    );
  }

  get passage(): Passage {
    return this.passageOf(this.functions.entry);
  }

  private passageOf(body: Tokens): Passage {
    let barriers = 0;
    const loops: Passage[] = [];
    for (let at = 0; at < body.length; at++) {
      const token = body[at] ?? '';
      if (token === 'workgroupBarrier') barriers++;
      if (['for', 'while', 'loop'].includes(token)) {
        const open = body.indexOf('{', at);
        const close = closeOf(body, open);
        // The head runs at every turn, too.
        loops.push(this.passageOf([...body.slice(at + 1, open), ...body.slice(open + 1, close)]));
        at = close;
      }
      const called = body[at + 1] === '(' ? this.functions.bodies.get(token) : undefined;
      if (called) {
        const inner = this.passageOf(called);
        barriers += inner.barriers;
        loops.push(...inner.loops);
      }
    }
    return { barriers, loops };
  }

  /** Variables of the kernel's own function that something is added to, turn by turn. */
  get accumulators(): Accumulator[] {
    const body = this.functions.entry;
    const found: Accumulator[] = [];
    for (let at = 0; at < body.length; at++) {
      const [token, name = '', , type = ''] = body.slice(at, at + 4);
      if (token !== 'var' || !isAddedTo(body, name)) continue;
      const isFloat = /^\d+\.\d*f$/.test(type);
      if (!isFloat && type !== 'array' && !type.startsWith('vec')) continue;
      const bytes = isFloat ? 4 : new Reader(this, body.slice(at + 3)).typeBytes();
      found.push({ name, values: bytes / 4 });
    }
    return found;
  }
}

interface Functions {
  readonly bodies: ReadonlyMap<string, Tokens>;
  /** The body of the kernel's own function. */
  readonly entry: Tokens;
}

function functionsOf(tokens: Tokens): Functions {
  const bodies = new Map<string, Tokens>();
  let isEntry = false;
  let entry: Tokens | undefined;
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] === 'compute') isEntry = true;
    if (tokens[at] !== 'fn') continue;
    const name = tokens[at + 1] ?? '';
    const open = tokens.indexOf('{', at);
    at = closeOf(tokens, open);
    const body = tokens.slice(open + 1, at);
    bodies.set(name, body);
    if (isEntry) entry = body;
    isEntry = false;
  }
  if (!entry) throw new Error('the text has no kernel');
  return { bodies, entry };
}

/** Whether a body has `name +=`, `name[…] +=` or the same of a column. */
function isAddedTo(body: Tokens, name: string): boolean {
  return body.some((token, start) => {
    if (token !== name || body[start - 1] === '.') return false;
    let at = start + 1;
    while (body[at] === '[') at = closeOf(body, at) + 1;
    if (body[at] === '.') at += 2;
    return body[at] === '+' && body[at + 1] === '=';
  });
}

/** Reads a type or a constant expression from the front of some tokens. */
class Reader {
  private at = 0;

  constructor(
    private readonly text: WgslText,
    private readonly tokens: Tokens,
  ) {}

  private next(): string {
    return this.tokens[this.at++] ?? '';
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.take(token)) throw new Error(`${this.tokens.slice(0, 12).join(' ')}: no ${token}`);
  }

  typeBytes(): number {
    const name = this.next();
    const vector = /^(vec[234])[fui]$/.exec(name)?.[1] ?? '';
    const bytes = bytesOfScalars[name] ?? bytesOfVectors[vector];
    if (bytes !== undefined) return bytes;
    if (name !== 'array') throw new Error(`${name} is no type that is known here`);
    this.expect('<');
    const element = this.typeBytes();
    this.expect(',');
    const count = this.expression();
    this.expect('>');
    return element * count;
  }

  expression(): number {
    let value = this.product();
    for (;;) {
      if (this.take('+')) value += this.product();
      else if (this.take('-')) value -= this.product();
      else return value;
    }
  }

  private product(): number {
    let value = this.operand();
    for (;;) {
      if (this.take('*')) value *= this.operand();
      else if (this.take('/')) value = Math.trunc(value / this.operand());
      else if (this.take('%')) value %= this.operand();
      else return value;
    }
  }

  private operand(): number {
    const token = this.next();
    if (token === '(') {
      const value = this.expression();
      this.expect(')');
      return value;
    }
    if (/^\d+[ui]?$/.test(token)) return Number.parseInt(token, 10);
    if (token === 'min' || token === 'max') {
      this.expect('(');
      const first = this.expression();
      this.expect(',');
      const second = this.expression();
      this.expect(')');
      return Math[token](first, second);
    }
    return this.text.constant(token);
  }
}
