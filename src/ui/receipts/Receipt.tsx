// One variant's bill: what it caches to scale, the sum, and the ratio to the baseline.

import { useTranslation } from 'react-i18next';
import type { Bill, SquareScale } from '../../state/bills';
import { baselineOf, offeredModes } from '../../state/controls';
import { baselineName } from '../baselineName';
import { Choice } from '../Choice';
import { Popover } from '../popover/Popover';
import { problemText } from '../problemText';
import { EntryMark } from '../EntryMark';
import { entryName, modelName } from '../entryText';
import { RatioText } from '../RatioText';
import { setControls, useControls } from '../useControls';
import { useLocked } from '../useLocked';
import { hueOf } from '../variantStyle';
import { fullName, modeName, noteOf } from '../variantText';
import { CacheStrip } from './CacheStrip';
import { fitText } from './fitText';
import { originWords } from './originWords';
import { PinButton } from './PinButton';
import { ReceiptLines } from './ReceiptLines';

/** Lines and notes of a receipt are rows of the grid that all receipts share; Receipts.tsx counts them. */
export function Receipt({ bill, scale }: { bill: Bill; scale: SquareScale }) {
  const { t } = useTranslation();
  const { key, variant, mode, origin, problems, charges, pin, fit, shape, format } = bill;
  const unit = useControls((c) => c.byteUnit);
  const baseline = useControls(baselineOf);
  const modes = useControls((c) => c.modes);
  const isLocked = useLocked();
  const choices = pin === null && !isLocked(variant.id) ? offeredModes(variant) : [];
  const isBaseline = key === baseline;
  const { tag, hint } = originWords(bill);
  const name = entryName(t, bill);
  const model = modelName(t, bill);
  const why = t(`receipt.${hint}`, { model });
  return (
    <article
      id={`receipt-${key}`}
      className={charges ? 'receipt' : 'receipt void'}
      aria-label={pin === null ? name : t('entry.ofModel', { name, model })}
      data-variant={variant.id}
      data-entry={key}
      style={{ borderTopColor: hueOf(variant.id) }}
    >
      <header className="receipt-head">
        <h3>
          <EntryMark entry={bill} size={20} />
          {variant.name}
        </h3>
        <span className={`tag ${origin === 'proposal' ? 'proposal' : 'own'}`}>
          <Popover className="figure-opener" button={t(`receipt.${tag}`)} hint={why} title={why}>
            {() => <span data-kind="name">{why}</span>}
          </Popover>
        </span>
        <p className="receipt-full-name" data-kind="name">
          {pin === null
            ? fullName(t, variant.id)
            : t('entry.pinnedWords', {
                model,
                mode: t(`modes.${mode}`, { defaultValue: '' }),
                format,
              })}
        </p>
      </header>
      <CacheStrip bill={bill} scale={scale} />
      <div className="receipt-note">
        {choices.length > 1 && (
          <Choice
            legend={t('modes.label', { variant: variant.name })}
            value={mode}
            options={choices.map(({ id }) => ({ value: id, label: modeName(t, id) }))}
            onChange={(next) => setControls({ modes: { ...modes, [variant.id]: next } })}
          />
        )}
        <p data-kind="computed">
          {charges && (fit ? fitText(t, variant.name, fit, shape.dims) : noteOf(t, bill))}
        </p>
      </div>
      {charges ? (
        <ReceiptLines bill={bill} charges={charges} unit={unit} />
      ) : (
        <div className="void-body">
          <p className="stamp">{t('receipt.void')}</p>
          <p>{t('receipt.voidHint', { variant: variant.name })}</p>
          <ul data-kind="chosen">
            {problems.map((problem) => (
              <li key={`${problem.field} ${problem.code}`} className="problem">
                {problemText(t, problem)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <footer className="receipt-ratio">
        <p>
          <RatioText
            name={name}
            charges={charges}
            baseline={baselineName(t, baseline)}
            isBaseline={isBaseline}
          />
        </p>
        <PinButton bill={bill} />
        <button
          type="button"
          className="button quiet"
          aria-pressed={isBaseline}
          aria-label={t('receipt.makeBaseline', { variant: name })}
          title={t('receipt.makeBaseline', { variant: name })}
          onClick={() => setControls({ baseline: key })}
        >
          {isBaseline ? '★' : '☆'}
        </button>
      </footer>
    </article>
  );
}
