// How an edit did: refused at a line, left in a loop, wrong or right, and its time beside the linked text's.

import { Trans, useTranslation } from 'react-i18next';
import { paceOf, type Tried } from '../../state/shader';
import type { Place } from '../../state/shaderSections';
import { failureText } from '../failureText';
import { Computed, Measured } from '../figure/Figure';
import { exact, showError, showRatio } from '../quantity';
import { useControls } from '../useControls';
import { placeText } from './placeText';
import { TimesText } from './TimesText';

function Agreement({ agreement }: { agreement: NonNullable<Tried['agreement']> }) {
  const { t: s } = useTranslation('shader');
  const { agrees, error, bound } = agreement;
  const shown = {
    error: Number.isFinite(error) ? showError(error) : 'NaN',
    bound: showError(bound),
  };
  return (
    <p
      className={agrees ? 'badge agrees' : 'badge disagrees'}
      data-verdict={String(agrees)}
      data-kind="measured"
    >
      <span aria-hidden="true">{agrees ? '✓' : '✗'}</span>{' '}
      <Trans
        t={s}
        i18nKey={agrees ? 'agrees' : 'wrong'}
        values={shown}
        components={{ error: <Measured />, bound: <Computed /> }}
      />
    </p>
  );
}

function Compared({ compared }: { compared: NonNullable<Tried['compared']> }) {
  const { t: s } = useTranslation('shader');
  const { linked, edited, ratio } = compared;
  const pace = paceOf(ratio);
  return (
    <dl className="code-compared" data-pace={pace}>
      <div>
        <dt>{s('linkedTime')}</dt>
        <dd>
          <TimesText times={linked} />
        </dd>
      </div>
      <div>
        <dt>{s('editedTime')}</dt>
        <dd>
          <TimesText times={edited} />
        </dd>
      </div>
      <div>
        <dt>{s('ratio')}</dt>
        <dd data-kind="measured">
          <b>{showRatio(ratio.median)}×</b>{' '}
          <span className="spread">
            {showRatio(ratio.q1)}–{showRatio(ratio.q3)}
          </span>{' '}
          <b>{s(`paces.${pace}`)}</b>
        </dd>
      </div>
    </dl>
  );
}

export function TrialVerdict({
  tried,
  changed,
  placeOf,
  onGo,
}: {
  /** The last trial, where it was of an edit of this dispatch. */
  tried: Tried | null;
  /** Whether the text is another one by now. */
  changed: boolean;
  placeOf: (line: number) => Place;
  onGo: (line: number) => void;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('shader');
  const unit = useControls((c) => c.byteUnit);
  const at = tried?.refused?.line ?? tried?.endless?.line;
  const lineText = (line: number) => placeText(s, line, placeOf(line));
  const problem = () => {
    if (!tried) return '';
    const { refused, endless, tooLong, failure } = tried;
    if (refused) return s('refused', { place: lineText(refused.line), message: refused.message });
    if (endless) {
      return s('endless', { place: lineText(endless.line), turns: exact(endless.mostTurns) });
    }
    if (tooLong) return s('tooLong', { seconds: exact(tooLong.limitMs / 1000) });
    if (failure) return s('failed', { reason: failureText(t, failure, unit) });
    return tried.status === 'stopped' ? s('stopped') : '';
  };
  const said = problem();
  const running = tried?.status === 'running';
  return (
    <div className="code-verdict">
      <div role="status" data-status={tried?.status ?? 'none'}>
        {said !== '' && (
          <p className="problem code-problem" data-kind="name">
            {said}
          </p>
        )}
        {tried?.agreement && <Agreement agreement={tried.agreement} />}
      </div>
      {at !== undefined && !changed && (
        <button type="button" className="button" onClick={() => onGo(at)}>
          {s('goToLine')}
        </button>
      )}
      {tried?.compared && <Compared compared={tried.compared} />}
      {running && <p className="code-stage">{s(`stages.${tried.stage}`)}</p>}
      {tried && !running && changed && <p className="code-stage">{s('changedSince')}</p>}
    </div>
  );
}
