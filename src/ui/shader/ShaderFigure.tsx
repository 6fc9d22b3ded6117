// The shaders of one decode step as a figure: every dispatch with its text as it is linked, to be read, changed and run.

import { useEffect } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addShaderWords } from '../../i18n/shaderWords';
import { deviceStore } from '../../state/device';
import type { Runner } from '../../state/runner';
import { shaderStore } from '../../state/shader';
import { shaderRequestOf } from '../../state/shaderRequest';
import { shaderRunnerOf } from '../../state/shaderRunner';
import { ChartFigure } from '../charts/ChartFigure';
import { Choice } from '../Choice';
import { failureText } from '../failureText';
import { Chosen, Computed, Measured } from '../figure/Figure';
import { exact, showBytes, showTime } from '../quantity';
import { setControls, useControls, useLater } from '../useControls';
import { variantLabel } from '../variantText';
import { CodePane } from './CodePane';
import { DispatchFacts } from './DispatchFacts';
import { Ladder } from './Ladder';
import { ShaderPanel } from './ShaderPanel';
import '../style/shader.css';

addShaderWords();

export function ShaderFigure({ runner }: { runner: Runner }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('shader');
  const shader = shaderRunnerOf(runner.engine);
  const unit = useControls((c) => c.byteUnit);
  const wanted = useControls((c) => c.shaderStep);
  const request = useLater(shaderRequestOf);
  const device = useStore(deviceStore, (d) => d.device);
  const shown = useStore(shaderStore, (x) => x.request);
  const known = useStore(shaderStore, (x) => x.step);
  // The last step stays in sight until the next is linked, but not where nothing can be.
  const step = request && known;
  const refusal = useStore(shaderStore, (x) => x.refusal);
  const times = useStore(shaderStore, (x) => x.times);
  const report = device.status === 'known' ? device.report : null;
  // Another device links other texts.
  useEffect(() => {
    if (request && report) void shader.show(request);
  }, [shader, request, report]);
  const dispatches = step?.dispatches ?? [];
  const index = Math.max(0, Math.min(wanted, dispatches.length) - 1);
  const dispatch = dispatches[index];
  const [contender] = request?.contenders ?? [];
  const sum = (of: (each: (typeof dispatches)[number]) => number) =>
    dispatches.reduce((total, each) => total + of(each), 0);
  const slowest = [...times].toSorted(([, a], [, b]) => b.medianNs - a.medianNs)[0];
  const moved = { read: sum((x) => x.readBytes), written: sum((x) => x.writtenBytes) };
  const finding =
    step && contender && shown ? (
      <>
        <Trans
          t={s}
          i18nKey="finding"
          values={{
            name: variantLabel(t, contender.variantId, contender.mode),
            tokens: t('chart.tokens', { count: shown.context }),
            count: dispatches.length,
            read: showBytes(moved.read, unit),
            written: showBytes(moved.written, unit),
          }}
          components={{ at: <Chosen />, count: <Computed />, moved: <Computed /> }}
        />
        {slowest && (
          <>
            {' '}
            <Trans
              t={s}
              i18nKey="findingTimed"
              values={{
                kernel: dispatches[slowest[0]]?.kernel ?? '',
                time: showTime(slowest[1].medianNs),
              }}
              components={{ name: <span data-kind="name" />, time: <Measured /> }}
            />
          </>
        )}
      </>
    ) : (
      s(request ? 'linking' : 'nobody')
    );
  return (
    <ChartFigure
      id="shader"
      title={s('title')}
      aside={<ShaderPanel shader={shader} variantId={contender?.variantId ?? ''} />}
      finding={finding}
      legend={null}
      notes={
        <>
          <p>{s('linkNote')}</p>
          <p>{s('countNote')}</p>
          <p data-kind="chosen">{s('timeNote')}</p>
        </>
      }
      shown={{
        columns: [
          s('dispatchColumns.dispatch'),
          s('dispatchColumns.loads'),
          s('dispatchColumns.stores'),
          s('dispatchColumns.workgroups'),
          s('dispatchColumns.time'),
        ],
        columnKinds: { 0: 'name', 4: 'measured' },
        rows: dispatches.map(({ kernel, readBytes, writtenBytes, grid }, i) => {
          const own = times.get(i);
          return {
            cells: [
              `${i + 1} ${kernel}`,
              showBytes(readBytes, unit),
              showBytes(writtenBytes, unit),
              grid.map(exact).join(' × '),
              own ? showTime(own.medianNs) : '–',
            ],
          };
        }),
      }}
      exactTable={{
        columns: ['dispatch', 'kernel', 'loaded bytes', 'stored bytes', 'workgroups', 'median ns'],
        rows: dispatches.map(({ kernel, readBytes, writtenBytes, grid }, i) => [
          i + 1,
          kernel,
          readBytes,
          writtenBytes,
          grid.join(' x '),
          times.get(i)?.medianNs ?? '',
        ]),
      }}
    >
      {dispatch && step ? (
        <div className="shader-drawing">
          <div className="shader-tabs" data-kind="name">
            <Choice
              legend={s('dispatch')}
              value={String(index)}
              onChange={(next) => setControls({ shaderStep: Number(next) + 1 })}
              options={dispatches.map(({ kernel }, i) => ({
                value: String(i),
                label: `${i + 1} ${kernel.replace(/^\d+_/, '')}`,
              }))}
            />
          </div>
          <div className="shader-work">
            <CodePane key={index} dispatch={dispatch} index={index} shader={shader} />
            <DispatchFacts dispatch={dispatch} index={index} />
          </div>
          <Ladder rungs={step.rungs} shader={shader} />
        </div>
      ) : (
        <p className={request && !refusal ? 'drawing-wait' : 'drawing-empty'} data-kind="name">
          {refusal
            ? s('refusal', { reason: failureText(t, refusal, unit) })
            : s(request ? 'linking' : 'nobody')}
        </p>
      )}
    </ChartFigure>
  );
}
