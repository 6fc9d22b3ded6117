// What fewer bits of the cache lose, and what merging two weights into one does, in sentences made of what was measured.

import { Trans, useTranslation } from 'react-i18next';
import { lossesIn, type PrecisionDrawn, type Weighed } from '../../state/precisionDrawn';
import { Computed, Measured } from '../figure/Figure';
import { showBytes, showError, showRatio } from '../quantity';
import { useControls } from '../useControls';
import { variantLabel } from '../variantText';

/** Bytes of a weight's element in 16 bits. */
const weightBytes = 2;

function Formats({ told }: { told: NonNullable<PrecisionDrawn['told']> }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('precision');
  const medianOf = (format: 'f32' | 'f16' | 'int8' | 'int4') => told.byFormat.get(format)?.median;
  const [f16 = NaN, int8 = NaN, int4 = NaN] = (['f16', 'int8', 'int4'] as const).map(medianOf);
  const f32 = medianOf('f32');
  return (
    <>
      <Trans
        t={s}
        i18nKey="finding.formats"
        values={{
          name: variantLabel(t, told.variantId, told.mode),
          int8Ratio: showRatio(int8 / f16),
          int4Ratio: showRatio(int4 / int8),
          f16: showError(f16),
          int8: showError(int8),
          int4: showError(int4),
        }}
        components={{
          int8Ratio: <Measured />,
          int4Ratio: <Measured />,
          f16: <Measured />,
          int8: <Measured />,
          int4: <Measured />,
        }}
      />{' '}
      {f32 !== undefined && (
        <Trans
          t={s}
          i18nKey="finding.f32"
          values={{ f32: showError(f32) }}
          components={{ f32: <Measured /> }}
        />
      )}
    </>
  );
}

function Weights({ weighed }: { weighed: Weighed }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('precision');
  const unit = useControls((c) => c.byteUnit);
  const { variantId, mode, elements } = weighed;
  const losses = lossesIn(weighed, 'bf16');
  if (!losses) return null;
  return (
    <Trans
      t={s}
      i18nKey="finding.weights"
      values={{
        name: variantLabel(t, variantId, mode),
        loss: showRatio(losses.merged / losses.factored),
        mergedRms: showError(losses.merged),
        factoredRms: showError(losses.factored),
        size: showRatio(elements.merged / elements.factored),
        merged: showBytes(weightBytes * elements.merged, unit),
        factored: showBytes(weightBytes * elements.factored, unit),
      }}
      components={{
        loss: <Measured />,
        mergedRms: <Measured />,
        factoredRms: <Measured />,
        size: <Computed />,
        merged: <Computed />,
        factored: <Computed />,
      }}
    />
  );
}

export function PrecisionFinding({ drawn: { told, weighed } }: { drawn: PrecisionDrawn }) {
  return (
    <>
      {told && (
        <span className="sentence">
          <Formats told={told} />
        </span>
      )}
      {weighed.map((each) => (
        <span className="sentence" key={`${each.variantId} ${each.mode}`}>
          <Weights weighed={each} />
        </span>
      ))}
    </>
  );
}
