// Why something cannot be used now: a small button on its corner that says so, for everybody; nothing moves for it.

import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Popover } from './popover/Popover';

interface Explained {
  readonly disabled: boolean;
  readonly 'aria-describedby': string | undefined;
}

/** `children` gets what makes its control unusable and names the reason; null where it can be used. */
export function Why({
  reason,
  describedBy,
  children,
}: {
  reason: string | null;
  /** The id of what describes the control besides. */
  describedBy?: string;
  children: (explained: Explained) => ReactNode;
}) {
  const { t } = useTranslation();
  const id = useId();
  const described = [reason === null ? undefined : id, describedBy].filter((each) => each);
  return (
    <span className="why-slot">
      {children({
        disabled: reason !== null,
        'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
      })}
      {reason !== null && (
        <span className="why">
          <Popover
            className="why-open"
            button={
              <>
                <span aria-hidden="true">?</span>
                <span className="visually-hidden">{t('why.title')}</span>
              </>
            }
            hint={reason}
            title={t('why.title')}
          >
            {() => <span data-kind="chosen">{reason}</span>}
          </Popover>
          <span id={id} className="visually-hidden" data-kind="chosen">
            {reason}
          </span>
        </span>
      )}
    </span>
  );
}
