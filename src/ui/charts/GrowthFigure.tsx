// The figure around chart C2: device, finding, legend and table.

import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { growthOf } from '../../state/growth';
import { DevicePicker } from '../DevicePicker';
import { entryColumn, entryLabel } from '../entryText';
import { Quoted } from '../figure/Figure';
import { exact, showBytes } from '../quantity';
import { useControls, useLater } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { GrowthFinding } from './GrowthFinding';
import { EntryKey } from './LineKey';
import { MemoryTable, showLongest } from './MemoryTable';

const GrowthChart = lazy(() =>
  import('./GrowthChart').then((module) => ({ default: module.GrowthChart })),
);

const memoryFigure = ['memory'] as const;

export function GrowthFigure() {
  const { t } = useTranslation();
  const unit = useControls((c) => c.byteUnit);
  const drawn = useLater(growthOf);
  const { lines, contexts, device, weightBytes } = drawn;
  const memory = showBytes(device.memoryBytes, unit);
  // Windows on all layers end a cache's growth, maybe before the memory.
  const showFull = (tokens: number) =>
    Number.isFinite(tokens) ? exact(tokens) : t('growth.never');
  return (
    <ChartFigure
      id="cache-against-context"
      title={t('growth.title')}
      aside={
        <>
          <DevicePicker label={t('growth.device')} figures={memoryFigure} />
          <MemoryTable growth={drawn} unit={unit} />
          <p className="chart-note" data-kind="computed">
            {t(weightBytes === null ? 'growth.noteAlone' : 'growth.note')}
          </p>
        </>
      }
      finding={<GrowthFinding growth={drawn} unit={unit} />}
      legend={lines.map(({ entry }) => (
        <EntryKey key={entry.key} entry={entry} />
      ))}
      shown={{
        columns: [t('chart.contextColumn'), ...lines.map(({ entry }) => entryLabel(t, entry))],
        columnKinds: { 0: 'scale' },
        rows: [
          ...contexts.map((tokens, i) => ({
            cells: [exact(tokens), ...lines.map(({ bytes }) => showBytes(bytes[i] ?? 0, unit))],
          })),
          {
            cells: [
              <Quoted key="memory">{t('growth.full', { memory })}</Quoted>,
              ...lines.map(({ fullAtTokens }) => showFull(fullAtTokens)),
            ],
          },
          ...(weightBytes === null
            ? []
            : [
                {
                  cells: [
                    <Quoted key="memory">{t('growth.fullWithWeights', { memory })}</Quoted>,
                    ...lines.map(({ longest }) => showLongest(t, longest)),
                  ],
                },
              ]),
        ],
      }}
      exactTable={{
        columns: ['tokens', ...lines.map(({ entry }) => `${entryColumn(entry)} bytes`)],
        rows: contexts.map((tokens, i) => [tokens, ...lines.map(({ bytes }) => bytes[i] ?? 0)]),
      }}
    >
      <GrowthChart growth={drawn} unit={unit} />
    </ChartFigure>
  );
}
