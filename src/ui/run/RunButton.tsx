// What begins and ends a measurement: one button in one place, so that a second click cannot land on something else.

import { Why } from '../Why';

export function RunButton({
  label,
  reason,
  onPress,
}: {
  label: string;
  /** Why it cannot be pressed; null where it can. */
  reason: string | null;
  onPress: () => void;
}) {
  return (
    <Why reason={reason} describedBy="device-line">
      {(explained) => (
        <button type="button" className="button primary" {...explained} onClick={onPress}>
          {label}
        </button>
      )}
    </Why>
  );
}
