// What the histograms of precision are of, how they were made, and what they do not say.

import { useTranslation } from 'react-i18next';
import type { PrecisionDrawn } from '../../state/precisionDrawn';
import { failureText } from '../failureText';
import { exact } from '../quantity';
import { useControls } from '../useControls';
import { variantLabel } from '../variantText';

export function PrecisionNotes({ drawn }: { drawn: PrecisionDrawn }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('precision');
  const unit = useControls((c) => c.byteUnit);
  const { of, request, rows, weighed } = drawn;
  const { requests, size, precision } = of;
  const cut = requests[size].weights.dims;
  const hasF32 = rows.some(({ format }) => format === 'f32');
  return (
    <>
      {precision.refused.map(({ variantId, mode, failure }) => (
        <p className="problem" key={`${variantId} ${mode}`} data-kind="computed">
          {s('refused', {
            name: variantLabel(t, variantId, mode),
            reason: failureText(t, failure, unit),
          })}
        </p>
      ))}
      <p data-kind="chosen">
        {s('notes.what', {
          heads: exact(request.dims.queryHeads),
          tokens: exact(request.context),
          seed: request.seed,
        })}
      </p>
      <p data-kind="name">{s(hasF32 ? 'notes.f32' : 'notes.noF32')}</p>
      {weighed.length > 0 && (
        <p data-kind="chosen">
          {s('notes.weights', { heads: exact(cut.queryHeads), model: exact(cut.modelDim) })}
        </p>
      )}
      <p>
        {s('notes.bins')} {s('notes.quality')}
      </p>
    </>
  );
}
