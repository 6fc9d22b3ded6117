// Over chart C2: where a race stands on each line, so that the cache is seen to grow while the race runs.

import { useTranslation } from 'react-i18next';
import type { GrowthLine } from '../../state/growth';
import { raceStore } from '../../state/race';
import { VariantDot } from '../charts/VariantDot';
import { entryName } from '../entryText';
import { useStreamed } from '../useStreamed';

/** The lines of variants that race, at the tokens that they have; of the whole model, as the lines are. */
export function RaceMarks({
  lines,
  x,
  y,
}: {
  lines: readonly GrowthLine[];
  x: (tokens: number) => number | undefined;
  y: (bytes: number) => number | undefined;
}) {
  const { t } = useTranslation();
  const context = useStreamed(raceStore, (r) => r.context);
  const tracks = useStreamed(raceStore, (r) => r.tracks);
  if (context === null) return null;
  const racing = lines.filter(
    ({ entry: { pin, variant, mode } }) =>
      pin === null &&
      tracks.some(({ racing: each }) => each.variantId === variant.id && each.mode === mode),
  );
  return (
    <g className="race-marks" data-kind="computed">
      {racing.map(({ entry, bytesAt }) => (
        <g key={entry.key}>
          <title>{`${entryName(t, entry)}, ${t('chart.tokens', { count: context })}`}</title>
          <VariantDot
            variantId={entry.variant.id}
            mode={entry.mode}
            cx={x(context)}
            cy={y(bytesAt(context))}
            radius={4}
          />
        </g>
      ))}
    </g>
  );
}
