// The figure of low rank: whose weights, what the rank chosen loses and saves, the losses of every rank, and the spectrum.

import { lazy, useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addLowRankWords } from '../../i18n/lowRankWords';
import { createDecomposer } from '../../lowrank/client';
import { lowRankStore, seededRequestOf } from '../../state/lowRank';
import { lowRankDrawn } from '../../state/lowRankDrawn';
import { createLowRankRunner } from '../../state/lowRankRunner';
import { ChartFigure } from '../charts/ChartFigure';
import { markPath, styleOf, hueOf } from '../variantStyle';
import { useControls, useLater } from '../useControls';
import { dropInto } from './dropInto';
import { LowRankFinding } from './LowRankFinding';
import { LowRankNotes } from './LowRankNotes';
import { LowRankPanel } from './LowRankPanel';
import { exactTable, shownTable } from './lowRankTable';
import { lineLooks } from './rankLines';
import '../style/lowrank.css';

const LowRankChart = lazy(() =>
  import('./LowRankChart').then((module) => ({ default: module.LowRankChart })),
);

addLowRankWords();

/** Its worker starts when it is first asked. */
const runner = createLowRankRunner(createDecomposer());

const nothingToSave = { columns: [], rows: [] };

function LookKey({ look, name }: { look: keyof typeof lineLooks; name: string }) {
  const { stroke, width, dash } = lineLooks[look];
  return (
    <span className="line-key" data-kind="name">
      <svg width="44" height="14" viewBox="-22 -7 44 14" aria-hidden="true">
        <path d="M-22,0H22" stroke={stroke} strokeWidth={width} strokeDasharray={dash} />
      </svg>
      {name}
    </span>
  );
}

function MarkKey({ variantId, mode, name }: { variantId: string; mode: string; name: string }) {
  const { mark, hollow } = styleOf(variantId, mode);
  const hue = hueOf(variantId);
  return (
    <span className="line-key" data-kind="name">
      <svg width="14" height="14" viewBox="-7 -7 14 14" aria-hidden="true">
        <path d={markPath(mark, 4.4)} fill={hollow ? 'var(--ground)' : hue} stroke={hue} />
      </svg>
      {name}
    </span>
  );
}

export function LowRankFigure() {
  const { t } = useTranslation('lowrank');
  const unit = useControls((c) => c.byteUnit);
  const request = useControls(seededRequestOf);
  const source = useStore(lowRankStore, (s) => s.source);
  const seeded = useStore(lowRankStore, (s) => s.seeded);
  const file = useStore(lowRankStore, (s) => s.file);
  const busyOf = useStore(lowRankStore, (s) => s.busy?.of ?? null);
  const couldNot = useStore(lowRankStore, (s) => s.fault?.name === '');
  const shown = source === 'seeded' ? (request ? seeded : null) : file;
  const drawn = useLater((c) => lowRankDrawn(c, shown));
  const ropeDim = useControls((c) => c.dims.ropeDim);
  const isFree = busyOf !== 'file';
  useEffect(() => {
    if (source === 'seeded' && request && isFree && !couldNot) void runner.measureSeeded(request);
  }, [source, request, isFree, couldNot]);
  const table = useMemo(() => (drawn ? exactTable(drawn) : nothingToSave), [drawn]);
  const isImpossible = source === 'seeded' && !request;
  const waiting = busyOf ? t('waiting') : source === 'file' ? t('dropHere') : t('nothing');
  const own = drawn?.own;
  return (
    <ChartFigure
      id="low-rank"
      title={t('title')}
      kind="measured"
      aside={<LowRankPanel runner={runner} drawn={drawn} />}
      finding={
        drawn ? <LowRankFinding drawn={drawn} /> : isImpossible ? t('impossible') : t('nothing')
      }
      legend={
        <>
          {drawn && <LookKey look="joint" name={t('lines.joint')} />}
          {drawn && drawn.chosen.apart !== null && <LookKey look="apart" name={t('lines.apart')} />}
          {own?.loss && (
            <MarkKey
              variantId={own.variant.id}
              mode={own.mode}
              name={t('marks.own', { own: own.variant.name })}
            />
          )}
        </>
      }
      notes={drawn && <LowRankNotes drawn={drawn} ropeDim={ropeDim} />}
      shown={drawn ? shownTable(t, drawn, unit) : nothingToSave}
      exactTable={table}
    >
      <div className="low-rank-place" {...dropInto(runner)}>
        {drawn ? (
          <LowRankChart drawn={drawn} />
        ) : (
          <p className="drawing-empty">{isImpossible ? t('impossible') : waiting}</p>
        )}
      </div>
    </ChartFigure>
  );
}
