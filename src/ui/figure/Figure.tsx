// A figure as the page shows it: it looks like its kind, and a press opens what is behind it.
//
// `<Trans components={{ best: <Computed sum={…} /> }}>` puts the figure of a sentence into one of these.

import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { Popover } from '../popover/Popover';
import type { FigureKind } from './kinds';
import { Samples, type SampleSummary } from './Samples';
import { SourceText } from './SourceText';
import { Sum, type SumLine } from './Sum';

/** Made when it is opened. */
type Lines = () => readonly SumLine[];

function Shown({
  kind,
  title,
  behind,
  children,
}: {
  kind: FigureKind;
  title: string;
  /** What a press opens; a figure without it cannot be pressed. */
  behind: (() => ReactNode) | null;
  children: ReactNode;
}) {
  if (!behind) {
    return (
      <span className={kind} data-kind={kind}>
        {children}
      </span>
    );
  }
  return (
    <span className={`${kind} opens`} data-kind={kind}>
      <Popover className="figure-opener" button={children} hint={title} title={title}>
        {() => (
          <>
            <span className="popover-title">{title}</span>
            {behind()}
          </>
        )}
      </Popover>
    </span>
  );
}

/** A figure from a plan, with the sum behind it. */
export function Computed({
  sum,
  note,
  children,
}: {
  sum?: Lines;
  /** A sentence beneath the sum. */
  note?: ReactNode;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const behind = sum ? () => <Sum lines={sum()} note={note} /> : null;
  return (
    <Shown kind="computed" title={t('figure.computed')} behind={behind}>
      {children}
    </Shown>
  );
}

/** A figure measured on this device, with its samples; or one made of such figures, with the sum. */
export function Measured({
  samples,
  withSpread = true,
  sum,
  children,
}: {
  samples?: SampleSummary;
  /** Whether ± stands beside the figure. */
  withSpread?: boolean;
  sum?: Lines;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const title = t('figure.measured');
  if (sum) {
    return (
      <Shown kind="measured" title={title} behind={() => <Sum lines={sum()} />}>
        {children}
      </Shown>
    );
  }
  const behind = samples ? () => <Samples {...samples} /> : null;
  return (
    <>
      <Shown kind="measured" title={title} behind={behind}>
        {children}
      </Shown>
      {samples && withSpread && (
        <span className="spread" data-kind="measured">
          {' '}
          ± {samples.spread}
        </span>
      )}
    </>
  );
}

/** A figure that somebody else states, with where. */
export function Quoted({ source, children }: { source?: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const behind =
    source === undefined
      ? null
      : () => (
          <cite>
            <SourceText source={source} />
          </cite>
        );
  return (
    <Shown kind="quoted" title={t('figure.quoted')} behind={behind}>
      {children}
    </Shown>
  );
}

/** What the reader set, said again. */
export const Chosen = ({ children }: { children?: ReactNode }) => (
  <span data-kind="chosen">{children}</span>
);

/** A name that may have digits: of a model, a device, a format. */
export const Name = ({ children }: { children?: ReactNode }) => (
  <span data-kind="name">{children}</span>
);
