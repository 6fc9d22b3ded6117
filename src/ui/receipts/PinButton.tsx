// Puts a receipt aside to compare with, or takes one away that was put aside.

import { useTranslation } from 'react-i18next';
import type { Bill } from '../../state/bills';
import { controlsStore } from '../../state/controls';
import { pinOf } from '../../state/entries';
import { freeLetter, pinLetters, pinned, unpinned } from '../../state/pins';
import { entryName } from '../entryText';
import { setControls, useControls } from '../useControls';
import { Why } from '../Why';

export function PinButton({ bill }: { bill: Bill }) {
  const { t } = useTranslation();
  const full = useControls((c) => freeLetter(c.pins) === undefined);
  const name = entryName(t, bill);
  if (bill.pin !== null) {
    const letter = bill.pin;
    return (
      <button
        type="button"
        className="button quiet pin-button"
        aria-label={t('pin.removeLabel', { name })}
        onClick={() => setControls({ pins: unpinned(controlsStore.getState().pins, letter) })}
      >
        {t('pin.remove')}
      </button>
    );
  }
  return (
    <Why reason={full ? t('pin.full', { count: pinLetters.length }) : null}>
      {({ disabled, ...described }) => (
        <button
          type="button"
          className="button quiet pin-button"
          aria-label={t('pin.label', { name })}
          aria-disabled={disabled}
          {...described}
          title={disabled ? undefined : t('pin.hint')}
          onClick={() => {
            if (!disabled) {
              setControls({ pins: pinned(controlsStore.getState().pins, pinOf(bill)) });
            }
          }}
        >
          {t('pin.pin')}
        </button>
      )}
    </Why>
  );
}
