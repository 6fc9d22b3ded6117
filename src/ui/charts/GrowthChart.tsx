// Chart C2: cache against context on log axes, with the memory of devices as ceilings. Loaded with Recharts, late.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ByteUnit } from '../../state/controls';
import type { Growth } from '../../state/growth';
import { showBytes, showTokens } from '../quantity';
import { byteAxis, contextTicks, roundTick } from './axes';
import { GrowthOverlay } from './GrowthOverlay';
import { LinesChart } from './LinesChart';

export const GrowthChart = memo(function GrowthChart({
  growth,
  unit,
}: {
  growth: Growth;
  unit: ByteUnit;
}) {
  const { t } = useTranslation();
  const { contexts, device, weightBytes, lines } = growth;
  const y = byteAxis(
    [...lines.flatMap(({ bytes }) => bytes), device.memoryBytes, weightBytes ?? 0],
    unit,
  );
  const drawn = useMemo(() => lines.map(({ entry, bytes }) => ({ entry, values: bytes })), [lines]);
  return (
    <LinesChart
      xs={contexts}
      lines={drawn}
      x={{
        title: t('chart.contextAxis'),
        scale: 'log',
        low: contexts[0] ?? 1,
        high: contexts.at(-1) ?? 2,
        ticks: contextTicks(contexts),
        show: showTokens,
      }}
      y={{
        ...y,
        title: t('growth.axis'),
        scale: 'log',
        show: (bytes) => roundTick(showBytes(bytes, unit)),
      }}
      showX={(tokens) => t('chart.tokens', { count: tokens })}
      showY={(bytes) => showBytes(bytes, unit)}
      over={<GrowthOverlay growth={growth} unit={unit} />}
    />
  );
});
