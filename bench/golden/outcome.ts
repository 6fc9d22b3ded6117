// What verification found, and how it is said: a line a case, and JSON for programs.

/** One tensor from one reader against what is expected. */
export interface Check {
  readonly reader: string;
  readonly kernel: string;
  /** The plan's mode; two where prefill and decode run different ones on the same cache. */
  readonly mode: string;
  readonly tensor: string;
  /** In the same measure as `bound`: max |difference|, relative to the largest value in built-in cases. */
  readonly error: number;
  readonly bound: number;
}

export interface CaseOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** Whether everything that the case asks for exists. */
  readonly supported: boolean;
  /** The largest error / bound of all checks. */
  readonly worst: number;
  /** Why it did not pass; empty where it did. */
  readonly reason: string;
  readonly checks: readonly Check[];
}

/** A case asks for what the program does not do; the message says what. */
export class UnsupportedCase extends Error {
  override readonly name = 'UnsupportedCase';
}

const share = ({ error, bound }: Check): number => (error === 0 ? 0 : error / bound);

/** Judges a case by its checks and by what stopped it, if anything did. */
export function judge(name: string, checks: readonly Check[], stoppedBy?: unknown): CaseOutcome {
  const supported = !(stoppedBy instanceof UnsupportedCase);
  const worstCheck = checks.reduce<Check | undefined>(
    (worst, check) => (worst && !(share(check) > share(worst)) ? worst : check),
    undefined,
  );
  const worst = worstCheck ? share(worstCheck) : 0;
  const reason = () => {
    if (stoppedBy instanceof UnsupportedCase) return `unsupported: ${stoppedBy.message}`;
    if (stoppedBy instanceof Error) return `${stoppedBy.name}: ${stoppedBy.message}`;
    if (stoppedBy !== undefined) return 'stopped without an error';
    if (!worstCheck) return 'nothing was compared';
    if (worst <= 1) return '';
    const { reader, kernel, mode, tensor, error, bound } = worstCheck;
    const figures = `off by ${error.toExponential(2)}, bound ${bound.toExponential(2)}`;
    return `${tensor} of ${reader} (${kernel}, ${mode}) ${figures}`;
  };
  const said = reason();
  return { name, passed: said === '', supported, worst, reason: said, checks };
}

/** One line of text. */
export function line({ name, passed, worst, reason, checks }: CaseOutcome): string {
  const by = [...new Set(checks.map(({ reader }) => reader))].map((reader) => {
    const own = checks.filter((check) => check.reader === reader);
    return `${reader}: ${[...new Set(own.map(({ mode }) => mode))].join(' ')}`;
  });
  const figures = `${checks.length} tensors, worst ${worst.toPrecision(2)} of its bound`;
  const found = passed ? `${figures} (${by.join('; ')})` : reason;
  return `${passed ? 'pass' : 'FAIL'}  ${name.padEnd(44)} ${found}`;
}

/** The outcomes as JSON. JSON has no infinity: an infinite error is written as the largest number. */
export const toJson = (adapter: string, cases: readonly CaseOutcome[]): string =>
  JSON.stringify(
    { adapter, cases },
    (_, value: unknown) => (value === Infinity ? Number.MAX_VALUE : value),
    1,
  );
