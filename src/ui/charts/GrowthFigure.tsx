// The figure around chart C2: device, finding, legend and table.

import { lazy, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { variantById } from '../../attention/variants';
import type { ByteUnit } from '../../state/controls';
import { boundDevice } from '../../state/decode';
import { growthOf, type Growth } from '../../state/growth';
import { DevicePicker } from '../DevicePicker';
import { exact, showBytes, showRatio } from '../quantity';
import { useControls } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { LineKey, useVariantLabel } from './LineKey';

const GrowthChart = lazy(() =>
  import('./GrowthChart').then((module) => ({ default: module.GrowthChart })),
);

function findingOf(t: TFunction, { lines, context, device }: Growth, unit: ByteUnit): string {
  const sorted = lines.toSorted((a, b) => a.bytesAtContext - b.bytesAtContext);
  const [best] = sorted;
  const worst = sorted.at(-1);
  if (!best || !worst || context === null) return t('growth.none');
  const common = {
    tokens: exact(context),
    best: variantById(best.variantId).name,
    bestBytes: showBytes(best.bytesAtContext, unit),
  };
  if (worst.bytesAtContext === best.bytesAtContext) return t('growth.findingOne', common);
  return t('growth.finding', {
    ...common,
    worst: variantById(worst.variantId).name,
    worstBytes: showBytes(worst.bytesAtContext, unit),
    ratio: showRatio(worst.bytesAtContext / best.bytesAtContext),
    device: device.name,
    memory: showBytes(device.memoryBytes, unit),
    worstTokens: exact(worst.fullAtTokens),
    bestTokens: exact(best.fullAtTokens),
  });
}

export function GrowthFigure() {
  const { t } = useTranslation();
  const label = useVariantLabel();
  const unit = useControls((c) => c.byteUnit);
  const growth = useControls((c) =>
    growthOf(c.dims, c.modes, c.format, c.layers, c.batch, c.context, boundDevice(c)),
  );
  // Receipts answer a drag at once; the drawing may come a frame later.
  const drawn = useDeferredValue(growth);
  const { lines, contexts, device } = drawn;
  const names = lines.map(({ variantId, mode }) => label(variantId, mode));
  const full = t('growth.memoryUse', { device: device.name });
  return (
    <ChartFigure
      id="cache-against-context"
      title={t('growth.title')}
      kind={t('growth.kind')}
      aside={
        <div className="chart-aside">
          <DevicePicker label={t('growth.device')} />
        </div>
      }
      finding={findingOf(t, drawn, unit)}
      legend={lines.map(({ variantId, mode }) => (
        <LineKey key={variantId} variantId={variantId} mode={mode} />
      ))}
      notes={<p className="chart-note">{t('growth.note')}</p>}
      shown={{
        columns: [t('chart.contextAxis'), ...names],
        rows: [
          ...contexts.map((tokens, i) => [
            exact(tokens),
            ...lines.map(({ bytes }) => showBytes(bytes[i] ?? 0, unit)),
          ]),
          [full, ...lines.map(({ fullAtTokens }) => exact(fullAtTokens))],
        ],
      }}
      exactTable={{
        columns: ['tokens', ...lines.map(({ variantId, mode }) => `${variantId} ${mode} bytes`)],
        rows: contexts.map((tokens, i) => [tokens, ...lines.map(({ bytes }) => bytes[i] ?? 0)]),
      }}
    >
      <GrowthChart growth={drawn} unit={unit} />
    </ChartFigure>
  );
}
