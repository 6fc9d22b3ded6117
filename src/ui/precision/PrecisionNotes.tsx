// What the histograms of precision are of, how they were made, and what they do not say.

import { Trans, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { PrecisionDrawn } from '../../state/precisionDrawn';
import { resultsStore } from '../../state/results';
import { deviceName } from '../deviceName';
import { failureText } from '../failureText';
import { Measured } from '../figure/Figure';
import { exact, showError } from '../quantity';
import { useControls } from '../useControls';
import { variantLabel } from '../variantText';

/** What the kernels of the last run added, on whatever it ran. */
function Ran() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('precision');
  const run = useStore(resultsStore, (results) => results.run);
  const agreements = useStore(resultsStore, (results) => results.agreements);
  const errors = agreements.filter(({ agrees }) => agrees).map(({ error }) => error);
  if (!run || errors.length === 0) return null;
  const { device, request } = run;
  return (
    <p data-kind="name">
      <Trans
        t={s}
        i18nKey="notes.ran"
        values={{
          device: deviceName(t, device),
          // The CPU keeps its rows in f32, whatever was asked for.
          format: device.runsOn === 'cpu' ? 'f32' : request.format,
          error: showError(Math.max(...errors)),
        }}
        components={{ error: <Measured /> }}
      />
    </p>
  );
}

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
      <Ran />
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
