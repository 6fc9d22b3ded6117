// Chart C7: cache and arithmetic against the number of query heads, in two panels. Loaded with Recharts, late.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeadSweep } from '../../state/headSweep';
import { exact } from '../quantity';
import { logAxis } from './axes';
import { HeadsOverlay } from './HeadsOverlay';
import { LinesChart } from './LinesChart';

const quantities = ['elements', 'multiplyAdds'] as const;
type Quantity = (typeof quantities)[number];

/** Powers of two, from one head on. */
const ticks = Array.from({ length: 9 }, (_, i) => 2 ** i);

function Panel({ sweep, quantity }: { sweep: HeadSweep; quantity: Quantity }) {
  const { t: s } = useTranslation('time');
  const { heads, lines, chosen } = sweep;
  const high = heads.at(-1) ?? 2;
  const drawn = useMemo(
    () => lines.map((line) => ({ entry: line.entry, values: line[quantity] })),
    [lines, quantity],
  );
  const y = logAxis(drawn.flatMap(({ values }) => values.flatMap((value) => value ?? [])));
  return (
    <div className="panel">
      <LinesChart
        xs={heads}
        lines={drawn}
        x={{
          title: s('heads.axis'),
          scale: 'log',
          low: heads[0] ?? 1,
          high,
          ticks: ticks.filter((tick) => tick <= high),
          show: exact,
        }}
        y={{ ...y, title: s(`heads.${quantity}Axis`), scale: 'log', show: exact }}
        showX={(count) => s('heads.queryHeads', { count })}
        showY={exact}
        yWidth={76}
        over={<HeadsOverlay heads={heads} lines={drawn} chosen={chosen} />}
      />
    </div>
  );
}

export const HeadsChart = memo(function HeadsChart({ sweep }: { sweep: HeadSweep }) {
  return (
    <div className="panels">
      {quantities.map((quantity) => (
        <Panel key={quantity} sweep={sweep} quantity={quantity} />
      ))}
    </div>
  );
});
