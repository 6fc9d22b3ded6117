// The figure around chart C2: device, finding, legend and table.

import { lazy, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { growthOf } from '../../state/growth';
import { DevicePicker } from '../DevicePicker';
import { Quoted } from '../figure/Figure';
import { exact, showBytes } from '../quantity';
import { useControls } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { GrowthFinding } from './GrowthFinding';
import { LineKey, useVariantLabel } from './LineKey';
import { MemoryTable, showFull } from './MemoryTable';

const GrowthChart = lazy(() =>
  import('./GrowthChart').then((module) => ({ default: module.GrowthChart })),
);

const memoryFigure = ['memory'] as const;

export function GrowthFigure() {
  const { t } = useTranslation();
  const label = useVariantLabel();
  const unit = useControls((c) => c.byteUnit);
  const growth = useControls(growthOf);
  // Receipts answer a drag at once; the drawing may come a frame later.
  const drawn = useDeferredValue(growth);
  const { lines, contexts, device } = drawn;
  const names = lines.map(({ variantId, mode }) => label(variantId, mode));
  const memory = showBytes(device.memoryBytes, unit);
  return (
    <ChartFigure
      id="cache-against-context"
      title={t('growth.title')}
      kind={t('growth.kind')}
      aside={
        <>
          <DevicePicker label={t('growth.device')} figures={memoryFigure} />
          <MemoryTable growth={drawn} unit={unit} />
          <p className="chart-note" data-kind="computed">
            {t('growth.note')}
          </p>
        </>
      }
      finding={<GrowthFinding growth={drawn} unit={unit} />}
      legend={lines.map(({ variantId, mode }) => (
        <LineKey key={variantId} variantId={variantId} mode={mode} />
      ))}
      shown={{
        columns: [t('chart.contextColumn'), ...names],
        columnKinds: { 0: 'scale' },
        rows: [
          ...contexts.map((tokens, i) => ({
            cells: [exact(tokens), ...lines.map(({ bytes }) => showBytes(bytes[i] ?? 0, unit))],
          })),
          {
            cells: [
              <Quoted key="memory">{t('growth.full', { memory })}</Quoted>,
              ...lines.map(({ fullAtTokens }) => showFull(t, fullAtTokens)),
            ],
          },
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
