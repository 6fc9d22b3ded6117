// The figure of precision: what every format of the cache loses of one step's output, and what merged weights do.

import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addPrecisionWords } from '../../i18n/precisionWords';
import { createMeasurer } from '../../precision/client';
import { weightWays } from '../../precision/records';
import { precisionRequestsOf, precisionStore } from '../../state/precision';
import { precisionDrawn, type PrecisionDrawn } from '../../state/precisionDrawn';
import { createPrecisionRunner } from '../../state/precisionRunner';
import { ChartFigure } from '../charts/ChartFigure';
import { LineKey, LookKey } from '../charts/LineKey';
import { useSeen } from '../charts/useSeen';
import { useLater } from '../useControls';
import { variantLabel } from '../variantText';
import { PrecisionChart } from './PrecisionChart';
import { PrecisionFinding } from './PrecisionFinding';
import { PrecisionNotes } from './PrecisionNotes';
import { PrecisionPanel } from './PrecisionPanel';
import { lookOf } from './precisionLooks';
import { exactTable, shownTable } from './precisionTable';
import '../style/precision.css';

addPrecisionWords();

/** Its worker starts when it is first asked. */
const runner = createPrecisionRunner(createMeasurer());

const nothingToSave = { columns: [], rows: [] };

function Legend({ drawn }: { drawn: PrecisionDrawn }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('precision');
  const { caches } = drawn.of.precision;
  return (
    <>
      {caches.map(({ variantId, mode }) => (
        <LineKey key={`${variantId} ${mode}`} variantId={variantId} mode={mode} />
      ))}
      {drawn.weighed.flatMap(({ variantId, mode }) =>
        weightWays.map((way) => (
          <LookKey
            key={`${variantId} ${mode} ${way}`}
            look={lookOf({ variantId, mode, way })}
            name={s('wayOf', { name: variantLabel(t, variantId, mode), way: s(`ways.${way}`) })}
          />
        )),
      )}
    </>
  );
}

export function PrecisionFigure() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('precision');
  const requests = useLater(precisionRequestsOf);
  const measured = useStore(precisionStore, (state) => state.measured);
  const isBusy = useStore(precisionStore, ({ busy }) => busy !== null);
  const drawn = useLater((c) => precisionDrawn(c, requests && measured));
  const [watch, isSeen] = useSeen();
  useEffect(() => {
    if (isSeen && requests) runner.follow(requests);
  }, [isSeen, requests]);
  const table = useMemo(() => (drawn ? exactTable(drawn) : nothingToSave), [drawn]);
  const empty = s(requests ? (isBusy ? 'waiting' : 'nothing') : 'impossible');
  return (
    <ChartFigure
      id="precision"
      title={s('title')}
      kind="measured"
      aside={<PrecisionPanel runner={runner} isPossible={requests !== null} />}
      finding={drawn ? <PrecisionFinding drawn={drawn} /> : empty}
      legend={drawn && <Legend drawn={drawn} />}
      notes={drawn && <PrecisionNotes drawn={drawn} />}
      shown={drawn ? shownTable(t, s, drawn) : nothingToSave}
      exactTable={table}
    >
      <div className="precision-place" ref={watch} aria-busy={isBusy}>
        {drawn && drawn.rows.length > 0 ? (
          <PrecisionChart drawn={drawn} />
        ) : (
          <p className="drawing-empty">{empty}</p>
        )}
      </div>
    </ChartFigure>
  );
}
