// What the reader sets at the low-rank chart: whose weights, how their spectrum falls, the rank; and what is being done.

import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { lowRankStore, weightSources } from '../../state/lowRank';
import { rankStops, type LowRankDrawn } from '../../state/lowRankDrawn';
import type { LowRankRunner } from '../../state/lowRankRunner';
import { modelShape } from '../../state/modelShape';
import { Choice } from '../Choice';
import { StopSlider } from '../charts/StopSlider';
import { exact } from '../quantity';
import { setControls, useControls } from '../useControls';
import { useLocked } from '../useLocked';
import { LowRankFault, LowRankStage, StopButton } from './LowRankState';
import { dropInto } from './dropInto';
import { PairPicker } from './PairPicker';

/** Twentieths: finer than anybody can tell. */
const exponents: readonly number[] = Array.from({ length: 41 }, (_, i) => i / 20);

export function LowRankPanel({
  runner,
  drawn,
}: {
  runner: LowRankRunner;
  drawn: LowRankDrawn | null;
}) {
  const { t } = useTranslation('lowrank');
  const isLocked = useLocked();
  const files = useRef<HTMLInputElement>(null);
  const source = useStore(lowRankStore, (s) => s.source);
  const file = useStore(lowRankStore, (s) => s.file);
  const fall = useControls((c) => c.spectrumFall);
  const dims = useControls((c) => c.dims);
  const own = useControls((c) => modelShape(c.modelId).dims.latentDim);
  const directions = drawn?.directions ?? 4096;
  return (
    <section className="run-panel low-rank-panel" aria-label={t('section')} {...dropInto(runner)}>
      <div className="low-rank-row">
        <Choice
          legend={t('source')}
          value={source}
          onChange={(next) => runner.show(next)}
          options={weightSources.map((value) => ({ value, label: t(`sources.${value}`) }))}
        />
        <input
          ref={files}
          type="file"
          className="visually-hidden"
          accept=".safetensors"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? [];
            if (chosen) void runner.open(chosen);
            // The same file again, once it is mended, is a change as well.
            event.currentTarget.value = '';
          }}
        />
        <span className="low-rank-open">
          <button type="button" className="button" onClick={() => files.current?.click()}>
            {t('openFile')}
          </button>
          <span className="low-rank-hint">
            <span>{t('drop')}</span>
            <LowRankStage />
          </span>
        </span>
        <StopButton runner={runner} />
      </div>
      <div className="low-rank-sliders">
        {source === 'file' ? (
          <PairPicker file={file} onPick={(at) => void runner.choose(at)} />
        ) : (
          <StopSlider
            label={t('exponent')}
            stops={exponents}
            value={fall / 100}
            show={(exponent) => t('exponentValue', { exponent: exact(exponent) })}
            onChange={(exponent) => setControls({ spectrumFall: Math.round(exponent * 100) })}
          />
        )}
        {!isLocked('c') && (
          <StopSlider
            label={t('c')}
            stops={rankStops(directions, own)}
            value={dims.latentDim}
            show={(c) => t('cValue', { c: exact(c) })}
            onChange={(latentDim) => setControls({ dims: { ...dims, latentDim } })}
          />
        )}
      </div>
      <LowRankFault />
    </section>
  );
}
