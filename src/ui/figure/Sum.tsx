// The sum behind a figure, line by line, and the formulas that are more than a product.

import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- how React's types name elements
  namespace JSX {
    interface IntrinsicElements {
      math: HTMLAttributes<MathMLElement>;
      mfrac: HTMLAttributes<MathMLElement>;
      mtext: HTMLAttributes<MathMLElement>;
    }
  }
}

/** name = expression = value. */
export interface SumLine {
  readonly name: ReactNode;
  /** Left out where the value is given, not made. */
  readonly expression?: ReactNode;
  readonly value: ReactNode;
  /** Ruled off above, as a ledger does it. */
  readonly isTotal?: boolean;
}

/** `part` over `whole`, both plain text with their units, set as a fraction. */
export const Fraction = ({ part, whole }: { part: string; whole: string }) => (
  <math>
    <mfrac>
      <mtext>{part}</mtext>
      <mtext>{whole}</mtext>
    </mfrac>
  </math>
);

export function Sum({ lines, note }: { lines: readonly SumLine[]; note?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="sum" role="list" aria-label={t('figure.computed')}>
        {lines.map(({ name, expression, value, isTotal = false }, i) => (
          // Lines have no identity but their place.
          <span key={i} role="listitem" className={isTotal ? 'sum-line total' : 'sum-line'}>
            <span className="sum-name">{name}</span>
            {expression !== undefined && (
              <span className="sum-expression">
                {expression} <span className="sum-equals">=</span>
              </span>
            )}
            <span className="sum-value">{value}</span>
          </span>
        ))}
      </span>
      {note !== undefined && <span className="popover-note">{note}</span>}
    </>
  );
}
