// Reads single fields of a configuration, and keeps account: what each figure came from, and what was wrong.

import type { DimRange } from '../attention/dims';
import { isList, isObject, type JsonField, type JsonObject } from './json';
import type {
  Figure,
  ImportProblem,
  ImportProblemCode,
  Place,
  Reading,
  Remark,
  RemarkCode,
  RuleCode,
  Values,
} from './model';

/** What reading adds up to, shared by the readers of a file's objects. */
export interface Account {
  readonly readings: Reading[];
  readonly problems: ImportProblem[];
  readonly unknown: Remark[];
  readonly ignored: Remark[];
  /** Paths that some reader has asked for. */
  readonly asked: Set<string>;
}

export const newAccount = (): Account => ({
  readings: [],
  problems: [],
  unknown: [],
  ignored: [],
  asked: new Set(),
});

/** The fields of one object of the file. */
export class FieldReader {
  constructor(
    readonly object: JsonObject,
    /** Of the object; '' for the whole file. */
    readonly path: string,
    readonly account: Account,
  ) {}

  pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** The field where it is there and not null. */
  field(name: string): JsonField | undefined {
    this.account.asked.add(this.pathOf(name));
    const field = this.object.fields.get(name);
    return field && field.value !== null ? field : undefined;
  }

  /** Whether the file names the field at all, if only to say null. */
  names(name: string): boolean {
    return this.object.fields.has(name);
  }

  /** A reader of an object inside this one; nothing where the field is no object. */
  inside(name: string): FieldReader | undefined {
    const field = this.field(name);
    if (!field || !isObject(field.value)) return undefined;
    return new FieldReader(field.value, field.place.path, this.account);
  }

  problem(code: ImportProblemCode, place: Place | string, values: Values = {}): undefined {
    const at = typeof place === 'string' ? { path: place, line: null } : place;
    const raw = typeof place === 'string' ? {} : { value: place.raw };
    const { problems } = this.account;
    // A field that two figures ask for is wrong once.
    if (problems.some((said) => said.code === code && said.path === at.path)) return undefined;
    problems.push({
      code,
      values: { path: at.path, ...raw, ...values },
      path: at.path,
      line: at.line,
      column: null,
    });
    return undefined;
  }

  read(figure: Figure, value: string | number, place: Place | null, rule?: RuleCode, by?: Values) {
    this.account.readings.push({
      figure,
      value,
      field: place,
      rule: rule ? { code: rule, values: by ?? {} } : null,
    });
  }

  ignore(field: JsonField | undefined, code: RemarkCode): void {
    if (field) this.account.ignored.push({ field: field.place, code });
  }

  wonder(field: JsonField | undefined, code: RemarkCode): void {
    if (field) this.account.unknown.push({ field: field.place, code });
  }

  /** The first of several names for one thing that the file has; two that differ are a problem. */
  oneOf(names: readonly string[]): JsonField | undefined {
    const found = names.flatMap((name) => this.field(name) ?? []);
    const [first, ...others] = found;
    if (!first) return undefined;
    const other = others.find(({ value }) => typeof value === 'number' && value !== first.value);
    if (other) {
      this.problem('conflict', first.place, { other: other.place.path, not: other.place.raw });
    }
    return first;
  }

  /** A field's number within a range; what is not one is a problem. */
  numberIn(field: JsonField, range: DimRange): number | undefined {
    const { value, place } = field;
    if (isList(value)) return this.problem('list', place);
    if (typeof value !== 'number') return this.problem('notNumber', place);
    const { min, max } = range;
    if (!(value >= min && value <= max)) return this.problem('outOfRange', place, { min, max });
    return value;
  }

  wholeIn(field: JsonField, range: DimRange): number | undefined {
    const { value, place } = field;
    if (typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)) {
      return this.problem('notWhole', place);
    }
    return this.numberIn(field, range);
  }

  /** A whole figure under one of its names; nothing where the file has none of them. */
  whole(figure: Figure, names: readonly string[], range: DimRange): number | undefined {
    const field = this.oneOf(names);
    return field && this.wholeOf(figure, field, range);
  }

  /** A whole figure that the file must give. */
  required(figure: Figure, names: readonly string[], range: DimRange): number | undefined {
    const field = this.oneOf(names);
    if (field) return this.wholeOf(figure, field, range);
    const [usual = ''] = names;
    // An object inside another may state only where it differs from its class.
    const code = this.path === '' ? 'missing' : 'missingInPart';
    return this.problem(code, this.pathOf(usual), { names: names.join(', ') });
  }

  private wholeOf(figure: Figure, field: JsonField, range: DimRange): number | undefined {
    const value = this.wholeIn(field, range);
    if (value !== undefined) this.read(figure, value, field.place);
    return value;
  }

  /** A field that says yes or no; a problem where it says something else. */
  flag(name: string): boolean | undefined {
    const field = this.field(name);
    if (!field) return undefined;
    return typeof field.value === 'boolean' ? field.value : this.problem('notFlag', field.place);
  }

  /** A field's text, if it is text. */
  text(name: string): { value: string; place: Place } | undefined {
    const field = this.field(name);
    return field && typeof field.value === 'string'
      ? { value: field.value, place: field.place }
      : undefined;
  }
}
