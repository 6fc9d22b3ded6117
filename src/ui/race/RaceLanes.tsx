// A lane for each racer: how many tokens a second, how long a step takes, and its cache growing, all to one scale.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { RaceRequest, Racing } from '../../engine/protocol';
import { raceStore, sameRacing, type Track } from '../../state/race';
import { failureText } from '../failureText';
import { Computed, Measured } from '../figure/Figure';
import type { SampleSummary } from '../figure/Samples';
import { exact, showBytes, showError, showShare, showTime, showTokenRate } from '../quantity';
import { useControls } from '../useControls';
import { VariantMark } from '../VariantMark';
import { hueOf } from '../variantStyle';
import { useStreamed } from '../useStreamed';
import { lanesOf, type Lane } from './racers';
import { useRacerName } from './useRacerName';

function Agreement({ track }: { track: Track }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  const { agreement } = track;
  if (!agreement) return <span>{s('waiting')}</span>;
  const { agrees, context, error, bound } = agreement;
  const words = s(agrees ? 'agrees' : 'disagrees', { tokens: exact(context) });
  return (
    <span
      className={agrees ? 'lane-agrees' : 'lane-agrees problem'}
      title={`${t('agreement.error')} ${showError(error)}, ${t('agreement.bound')} ${showError(bound)}`}
    >
      <span aria-hidden="true">{agrees ? '✓' : '✗'}</span> {words}
    </span>
  );
}

function Times({ track, batch, device }: { track: Track | null; batch: number; device: string }) {
  const { t } = useTranslation('race');
  const lap = track?.lap;
  if (!lap) {
    return (
      <span className="lane-times">
        <span className="lane-rate" data-label={t('columns.rate')}>
          –
        </span>
      </span>
    );
  }
  const { medianNs, q1Ns, q3Ns, recentNs } = lap;
  const samples: SampleSummary = {
    median: showTime(medianNs),
    q1: showTime(q1Ns),
    q3: showTime(q3Ns),
    spread: showTime((q3Ns - q1Ns) / 2),
    n: recentNs.length,
    each: () => recentNs.map(showTime),
    device,
  };
  return (
    <span className="lane-times">
      <b className="lane-rate" data-kind="measured" data-label={t('columns.rate')}>
        {showTokenRate((batch * 1e9) / medianNs)}
      </b>
      <span className="lane-step" data-label={t('columns.step')}>
        <Measured samples={samples}>{showTime(medianNs)}</Measured>
      </span>
    </span>
  );
}

function LaneRow({
  lane,
  request,
  widest,
  device,
}: {
  lane: Lane;
  request: RaceRequest;
  /** Bytes of the largest cache at the end: the whole width. */
  widest: number;
  device: string;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('race');
  const unit = useControls((c) => c.byteUnit);
  const name = useRacerName();
  const absent = useStore(raceStore, (r) => r.absent);
  const { racing, track, bytesPerToken, cacheBytes, finalBytes } = lane;
  const failure = track?.failure ?? absent.find((each) => sameRacing(each.racing, racing))?.failure;
  const share = (bytes: number) => `${(100 * bytes) / widest}%`;
  const padding = track ? track.bytesPerToken / bytesPerToken - 1 : 0;
  const allocated = track ? showBytes(track.allocatedBytes, unit) : '–';
  const paddingText =
    padding > 1e-9 ? s('padded', { share: showShare(padding / (1 + padding)) }) : s('notPadded');
  const tokens = cacheBytes / bytesPerToken / request.batch;
  return (
    <li className="lane" data-racer={`${racing.variantId} ${racing.ranOn}`}>
      <span className="lane-name" data-kind="name">
        <VariantMark variantId={racing.variantId} mode={racing.mode} /> {name(racing)}
      </span>
      <Times track={track} batch={request.batch} device={device} />
      <span className="lane-bytes">
        <span data-label={s('columns.cache')}>
          <Computed
            sum={() => [
              {
                name: s('columns.cache'),
                expression: `${t('chart.tokens', { count: tokens })} × ${exact(request.batch)} × ${exact(bytesPerToken)} B`,
                value: `${exact(cacheBytes)} B`,
              },
            ]}
          >
            {showBytes(cacheBytes, unit)}
          </Computed>
        </span>
        <span className="lane-device" data-kind="measured" data-label={s('columns.device')}>
          {allocated}
          <span className="lane-padding">{track && paddingText}</span>
        </span>
      </span>
      <span className="lane-verdict" data-kind="measured">
        {failure ? (
          <span className="problem">{s('fellOut', { reason: failureText(t, failure, unit) })}</span>
        ) : track ? (
          <Agreement track={track} />
        ) : (
          <span>{s('waiting')}</span>
        )}
      </span>
      {/* To one scale: the outline is the cache at the end, what is filled is in it now. */}
      <span className="lane-bar" aria-hidden="true" style={{ width: share(finalBytes) }}>
        <span
          style={{
            width: `${(100 * cacheBytes) / finalBytes}%`,
            background: hueOf(racing.variantId),
          }}
        />
      </span>
    </li>
  );
}

export function RaceLanes({
  request,
  runsOn,
  device,
}: {
  request: RaceRequest;
  runsOn: Racing['ranOn'];
  device: string;
}) {
  const { t } = useTranslation('race');
  const tracks = useStreamed(raceStore, (r) => r.tracks);
  const context = useStreamed(raceStore, (r) => r.context);
  const lanes = lanesOf(request, { tracks, context }, runsOn);
  const widest = Math.max(1, ...lanes.map(({ finalBytes }) => finalBytes));
  return (
    <div className="lanes">
      <div className="lane lane-head" aria-hidden="true">
        <span className="lane-name">{t('columns.racer')}</span>
        <span className="lane-times">
          <span className="lane-rate">{t('columns.rate')}</span>
          <span className="lane-step">{t('columns.step')}</span>
        </span>
        <span className="lane-bytes">
          <span>{t('columns.cache')}</span>
          <span className="lane-device">{t('columns.device')}</span>
        </span>
        <span className="lane-verdict">{t('columns.agreement')}</span>
      </div>
      <ul aria-label={t('lanes')}>
        {lanes.map((lane) => (
          <LaneRow
            key={`${lane.racing.variantId} ${lane.racing.mode} ${lane.racing.ranOn}`}
            lane={lane}
            request={request}
            widest={widest}
            device={device}
          />
        ))}
      </ul>
    </div>
  );
}
