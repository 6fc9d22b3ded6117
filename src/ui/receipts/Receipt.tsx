// One variant's bill: what it caches to scale, the sum, and the ratio to the baseline.

import { useTranslation } from 'react-i18next';
import { variantById } from '../../attention/variants';
import type { Bill } from '../../state/bills';
import { baselineOf, modelOf, offeredModes } from '../../state/controls';
import { Choice } from '../Choice';
import { problemText } from '../problemText';
import { RatioText } from '../RatioText';
import { setControls, useControls } from '../useControls';
import { VariantMark } from '../VariantMark';
import { hueOf } from '../variantStyle';
import { fullName, noteOf } from '../variantText';
import { CacheStrip } from './CacheStrip';
import { ReceiptLines } from './ReceiptLines';

/** What a bill is of: the model's own variant, published or from somebody's file, or a proposal. */
function originWords(origin: Bill['origin'], isYours: boolean) {
  if (origin === 'proposal') return { tag: 'proposal', hint: 'proposalHint' } as const;
  const changed = origin === 'ownChanged';
  return isYours
    ? ({ tag: changed ? 'yoursChanged' : 'yours', hint: 'yoursHint' } as const)
    : ({ tag: changed ? 'nativeChanged' : 'native', hint: 'nativeHint' } as const);
}

/** Lines and notes of a receipt are rows of the grid that all receipts share; Receipts.tsx counts them. */
export function Receipt({ bill, elementsPerSquare }: { bill: Bill; elementsPerSquare: number }) {
  const { t } = useTranslation();
  const { variant, mode, origin, problems, charges } = bill;
  const unit = useControls((c) => c.byteUnit);
  const baseline = useControls(baselineOf);
  const modes = useControls((c) => c.modes);
  const dims = useControls((c) => c.dims);
  const model = useControls(modelOf);
  const choices = offeredModes(variant);
  const isBaseline = variant.id === baseline;
  const isYours = useControls((c) => c.imported !== null);
  const { tag, hint } = originWords(origin, isYours);
  return (
    <article
      id={`receipt-${variant.id}`}
      className={charges ? 'receipt' : 'receipt void'}
      aria-label={variant.name}
      data-variant={variant.id}
      style={{ borderTopColor: hueOf(variant.id) }}
    >
      <header className="receipt-head">
        <h3>
          <VariantMark variantId={variant.id} mode={mode} size={20} />
          {variant.name}
        </h3>
        <span
          className={`tag ${origin === 'proposal' ? 'proposal' : 'own'}`}
          title={t(`receipt.${hint}`, { model: model.name ?? t('controls.imported') })}
        >
          {t(`receipt.${tag}`)}
        </span>
        <p className="receipt-full-name">{fullName(t, variant.id)}</p>
      </header>
      <CacheStrip
        variantId={variant.id}
        token={charges?.token ?? null}
        elementsPerSquare={elementsPerSquare}
      />
      <div className="receipt-note">
        {choices.length > 1 && (
          <Choice
            legend={t('modes.label', { variant: variant.name })}
            value={mode}
            options={choices.map(({ id }) => ({
              value: id,
              label: t(`modes.${id}`, { defaultValue: id }),
            }))}
            onChange={(next) => setControls({ modes: { ...modes, [variant.id]: next } })}
          />
        )}
        <p data-kind="computed">{charges && noteOf(t, bill, dims)}</p>
      </div>
      {charges ? (
        <ReceiptLines variantId={variant.id} charges={charges} unit={unit} />
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
            name={variant.name}
            charges={charges}
            baseline={variantById(baseline).name}
            isBaseline={isBaseline}
          />
        </p>
        <button
          type="button"
          className="button quiet"
          aria-pressed={isBaseline}
          aria-label={t('receipt.makeBaseline', { variant: variant.name })}
          title={t('receipt.makeBaseline', { variant: variant.name })}
          onClick={() => setControls({ baseline: variant.id })}
        >
          {isBaseline ? '★' : '☆'}
        </button>
      </footer>
    </article>
  );
}
