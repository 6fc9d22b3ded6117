// The one thing that a section of the device report can do: a note, one button in one place, and where it stands.

import { useTranslation } from 'react-i18next';
import { useBusy } from '../useBusy';
import { Why } from '../Why';

export function SectionAction({
  note,
  status,
  going,
  hindrance,
  label,
  said,
  onPress,
}: {
  note: string;
  status: string;
  /** Whether a press ends it. */
  going: boolean;
  /** Why it cannot be begun, if there is a reason but that something else runs. */
  hindrance: string | null;
  label: string;
  /** Where it stands, in words. */
  said: string;
  onPress: () => void;
}) {
  const { t } = useTranslation();
  const { t: d } = useTranslation('device');
  const busy = useBusy();
  const reason = () => {
    if (status === 'stopping') return t('why.stopping');
    if (going) return null;
    return hindrance ?? (busy ? d(`why.${busy}`) : null);
  };
  return (
    <>
      <p className="section-note" data-kind="name">
        {note}
      </p>
      <div className="section-actions">
        <Why reason={reason()}>
          {(explained) => (
            <button type="button" className="button" {...explained} onClick={onPress}>
              {label}
            </button>
          )}
        </Why>
        <span
          role="status"
          className={status === 'failed' ? 'problem' : undefined}
          data-status={status}
          data-kind="measured"
        >
          {said}
        </span>
      </div>
    </>
  );
}
