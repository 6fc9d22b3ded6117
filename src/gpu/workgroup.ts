// What a linked shader asks of a workgroup: its invocations, and the bytes of memory that they share.
//
// WebGPU tells neither of a pipeline. Sizes in our shaders are constant expressions of whole numbers: + - * / % <<,
// parentheses, min and max, over constants that are declared before they are used.

export interface WorkgroupNeeds {
  readonly invocations: number;
  /** As WebGPU counts them against its limit: each variable in whole blocks of 16 bytes. */
  readonly storageBytes: number;
}

const constantLine = /^const (\w+)(?:: \w+)? = (.+);/;
const variableLine = /^var<workgroup> \w+: (.+);/;
const sizeLine = /@workgroup_size\((.+)\)$/m;

/** Bytes of what an array is made of; a vector of three takes the room of four. */
const elementBytes: Readonly<Record<string, number>> = {
  f32: 4,
  u32: 4,
  i32: 4,
  vec2f: 8,
  vec2u: 8,
  vec3f: 16,
  vec3u: 16,
  vec4f: 16,
  vec4u: 16,
};

const functions: Readonly<Record<string, (a: number, b: number) => number>> = {
  min: Math.min,
  max: Math.max,
};

/** Operators by how closely they bind, the loosest first. */
const operators: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { '<<': (a, b) => a * 2 ** b },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => Math.trunc(a / b), '%': (a, b) => a % b },
];

/** The value of a constant expression; undefined where it is none of whole numbers. */
export function constantValue(
  text: string,
  known: ReadonlyMap<string, number>,
): number | undefined {
  const signs = text.match(/0x[\da-f]+|\d+|\w+|<<|\S/gi) ?? [];
  let at = 0;
  const take = () => signs[at++];
  const expect = (sign: string) => {
    if (take() !== sign) throw new Error(`"${text}" has no "${sign}" where one belongs`);
  };
  function single(): number {
    const sign = take() ?? '';
    if (/^\d/.test(sign)) {
      if (/^[ui]$/.test(signs[at] ?? '')) at += 1;
      return Number(sign);
    }
    if (sign === '(') {
      const inside = level(0);
      expect(')');
      return inside;
    }
    const call = functions[sign];
    if (call) {
      expect('(');
      const first = level(0);
      expect(',');
      const second = level(0);
      expect(')');
      return call(first, second);
    }
    const value = known.get(sign);
    if (value === undefined) throw new Error(`"${text}" has "${sign}", which is no number`);
    return value;
  }
  function level(index: number): number {
    const mine = operators[index];
    if (!mine) return single();
    let value = level(index + 1);
    for (;;) {
      const apply = mine[signs[at] ?? ''];
      if (!apply) return value;
      at += 1;
      value = apply(value, level(index + 1));
    }
  }
  try {
    const value = level(0);
    return at === signs.length ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The parts of a list that no bracket holds together. */
function parts(text: string): string[] {
  const found = [''];
  let depth = 0;
  for (const sign of text) {
    if (/[(<]/.test(sign)) depth += 1;
    if (/[)>]/.test(sign)) depth -= 1;
    if (sign === ',' && depth === 0) found.push('');
    else found[found.length - 1] += sign;
  }
  return found.map((part) => part.trim()).filter((part) => part !== '');
}

function typeBytes(type: string, known: ReadonlyMap<string, number>): number {
  const inner = /^array<(.+)>$/.exec(type)?.[1];
  if (inner === undefined) {
    const bytes = elementBytes[type];
    if (bytes === undefined) throw new Error(`how many bytes "${type}" takes is not known`);
    return bytes;
  }
  const [element = '', count = ''] = parts(inner);
  const length = constantValue(count, known);
  if (length === undefined) throw new Error(`"${count}" is no length of an array`);
  return typeBytes(element, known) * length;
}

/** Throws where the text declares what this does not read. */
export function workgroupNeeds(code: string): WorkgroupNeeds {
  const lines = code.split('\n');
  const known = new Map<string, number>();
  // Constants may stand after what is made of them: twice round is enough for ours, and a third finds nothing new.
  for (let found = -1; found !== known.size;) {
    found = known.size;
    for (const line of lines) {
      const [, name, text = ''] = constantLine.exec(line) ?? [];
      const value = name === undefined ? undefined : constantValue(text, known);
      if (name !== undefined && value !== undefined) known.set(name, value);
    }
  }
  const sizes = parts(sizeLine.exec(code)?.[1] ?? '').map((text) => constantValue(text, known));
  if (sizes.length === 0 || sizes.includes(undefined)) {
    throw new Error('the workgroup size is no constant');
  }
  const bytes = lines.flatMap((line) => {
    const type = variableLine.exec(line)?.[1];
    return type === undefined ? [] : [Math.ceil(typeBytes(type, known) / 16) * 16];
  });
  return {
    invocations: sizes.reduce<number>((product, size) => product * (size ?? 1), 1),
    storageBytes: bytes.reduce((sum, each) => sum + each, 0),
  };
}
