// The race in one sentence: the fastest and the slowest racer as they are now, and what their caches hold.

import { Trans, useTranslation } from 'react-i18next';
import type { RaceRequest, Racing } from '../../engine/protocol';
import { raceStore } from '../../state/race';
import { Chosen, Computed, Measured } from '../figure/Figure';
import { exact, showBytes, showTokenRate } from '../quantity';
import { useControls } from '../useControls';
import { useStreamed } from '../useStreamed';
import { extremesOf, lanesOf, type Lane } from './racers';
import { useRacerName } from './useRacerName';

export function RaceFinding({
  request,
  runsOn,
}: {
  request: RaceRequest;
  runsOn: Racing['ranOn'];
}) {
  const { t } = useTranslation('race');
  const name = useRacerName();
  const unit = useControls((c) => c.byteUnit);
  const tracks = useStreamed(raceStore, (r) => r.tracks);
  const context = useStreamed(raceStore, (r) => r.context);
  const extremes = extremesOf(lanesOf(request, { tracks, context }, runsOn));
  if (!extremes || context === null) return t('nothing');
  const { fast, slow } = extremes;
  const rate = ({ track }: Lane) =>
    showTokenRate((request.batch * 1e9) / (track?.lap?.medianNs ?? Number.NaN));
  return (
    <Trans
      t={t}
      i18nKey={fast === slow ? 'findingOne' : 'finding'}
      values={{
        tokens: exact(context),
        fast: name(fast.racing),
        fastRate: rate(fast),
        fastBytes: showBytes(fast.cacheBytes, unit),
        slow: name(slow.racing),
        slowRate: rate(slow),
        slowBytes: showBytes(slow.cacheBytes, unit),
      }}
      components={{
        at: <Chosen />,
        fast: <Measured />,
        slow: <Measured />,
        cache: <Computed />,
        fastCache: <Computed />,
      }}
    />
  );
}
