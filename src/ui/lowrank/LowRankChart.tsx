// The low-rank chart: what is lost against the rank, and beneath it on the same axis the singular values that say why.

import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LowRankDrawn } from '../../state/lowRankDrawn';
import { exact } from '../quantity';
import { KeptOverlay, LowRankOverlay } from './LowRankOverlay';
import { RankChart } from './RankChart';
import { lineLooks, type RankLine } from './rankLines';

export const LowRankChart = memo(function LowRankChart({ drawn }: { drawn: LowRankDrawn }) {
  const { t } = useTranslation('lowrank');
  const { losses, directions, of } = drawn;
  const { joint, apart } = of.measured;
  const xs = useMemo(() => losses.map(({ c }) => c), [losses]);
  const lost = useMemo((): RankLine[] => {
    const together = losses.map((loss) => loss.joint);
    const line = { key: 'joint', name: t('lines.joint'), shares: together, ...lineLooks.joint };
    if (!apart) return [line];
    const halves = losses.map((loss) => loss.apart ?? 0);
    return [line, { key: 'apart', name: t('lines.apart'), shares: halves, ...lineLooks.apart }];
  }, [losses, apart, t]);
  const spectrum = useMemo((): RankLine[] => {
    const largest = joint.values[0] ?? 1;
    const shares = xs.map((c) => (joint.values[Math.ceil(c / joint.each) - 1] ?? 0) / largest);
    // A value that stands for several places holds for all of them.
    const looks = { ...lineLooks.joint, width: 2, isStep: joint.each > 1 };
    return [{ key: 'values', name: t('valueAxis'), shares, ...looks }];
  }, [xs, joint, t]);
  const over = useMemo(() => <LowRankOverlay drawn={drawn} />, [drawn]);
  const kept = useMemo(() => <KeptOverlay c={drawn.chosen.c} />, [drawn.chosen.c]);
  const titles = useMemo(() => ({ x: t('cAxis'), y: t('lossAxis') }), [t]);
  const valueTitles = useMemo(() => ({ x: t('placeAxis'), y: t('valueAxis') }), [t]);
  return (
    <div className="low-rank-drawing">
      <div className="low-rank-losses">
        <RankChart
          xs={xs}
          high={directions}
          lines={lost}
          titles={titles}
          showX={(c) => t('under', { c: exact(c) })}
          over={over}
        />
      </div>
      <div className="low-rank-values">
        <RankChart
          xs={xs}
          high={directions}
          lines={spectrum}
          titles={valueTitles}
          showX={(i) => t('place', { i: exact(i) })}
          over={kept}
        />
      </div>
    </div>
  );
});
