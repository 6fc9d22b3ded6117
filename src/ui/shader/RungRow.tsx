// One rung of the ladder: what it changes of the one before, what it loads, whether it is right, and its time.

import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { AgreementReport, Rung } from '../../engine/protocol';
import { shaderStore } from '../../state/shader';
import { failureText } from '../failureText';
import { Computed, Measured } from '../figure/Figure';
import { showBytes, showError, showRatio } from '../quantity';
import { useControls } from '../useControls';
import { CodeEditor } from './CodeEditor';
import { TimesText } from './TimesText';

/** What a rung changes of the one before it. */
function changeOf({ choice, swaps }: Rung, before: Rung | undefined) {
  if (!choice) return { key: 'naive' } as const;
  if (before?.choice?.family !== choice.family) return { key: choice.family } as const;
  if (swaps && !before.swaps) return { key: 'swaps', count: choice.rows ?? 0 } as const;
  if (choice.rows !== undefined && before.choice.rows !== choice.rows) {
    return { key: 'rows', count: choice.rows } as const;
  }
  return { key: 'subgroup' } as const;
}

/** What a rung is called: its family, with what it is set to. */
function useRungName() {
  const { t: s } = useTranslation('shader');
  return ({ choice }: Rung): string => {
    if (!choice) return s('naive');
    const { family, rows, reduction } = choice;
    const of = rows === undefined ? '' : s('rows', { count: rows });
    return `${s(`families.${family}`)}${of}${s('comma')}${s(`reductions.${reduction}`)}`;
  };
}

const nothing = () => {};

/** What is compiled for a rung's attention, to be read. */
function RungText({ texts }: Pick<Rung, 'texts'>) {
  const { t: s } = useTranslation('shader');
  return texts.map(({ kernel, code }) => (
    <CodeEditor
      key={kernel}
      text={code}
      firstLine={1}
      label={s('label', { kernel, file: s('whole') })}
      editable={false}
      fault={null}
      onChange={nothing}
      onLine={nothing}
    />
  ));
}

function Agreement({ agreement }: { agreement: AgreementReport | undefined }) {
  if (!agreement) return '–';
  const { agrees, error, bound } = agreement;
  return (
    <span className={agrees ? 'rung-right' : 'problem'} data-kind="measured">
      <span aria-hidden="true">{agrees ? '✓' : '✗'}</span>{' '}
      <Measured>{Number.isFinite(error) ? showError(error) : 'NaN'}</Measured>
      <span className="rung-text">
        {agrees ? '≤ ' : '> '}
        <Computed>{showError(bound)}</Computed>
      </span>
    </span>
  );
}

export function RungRow({
  rung,
  before,
  index,
  reading,
  onRead,
}: {
  rung: Rung;
  before: Rung | undefined;
  index: number;
  /** Whether its text is shown. */
  reading: boolean;
  onRead: () => void;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('shader');
  const unit = useControls((c) => c.byteUnit);
  const first = useStore(shaderStore, (x) => x.rungTimes.get(0));
  const times = useStore(shaderStore, (x) => x.rungTimes.get(index));
  const agreement = useStore(shaderStore, (x) => x.rungAgreements.get(index));
  const failure = useStore(shaderStore, (x) => x.rungFailures.get(index));
  const name = useRungName();
  const textId = useId();
  const { choice, kernels, readBytes, writtenBytes, chosen, refusal } = rung;
  const change = changeOf(rung, before);
  return (
    <>
      <tr
        className={chosen ? 'rung-chosen' : undefined}
        data-rung={choice ? `${choice.family} ${choice.reduction}` : 'naive'}
      >
        <th scope="row">
          <span data-kind="name">{name(rung)}</span>
          {chosen && <b className="rung-mark">{s('chosen')}</b>}
          <span className="rung-text" data-kind="name">
            {'count' in change
              ? s(`changes.${change.key}`, { count: change.count })
              : s(`changes.${change.key}`)}
          </span>
          <span className="rung-text rung-kernels" data-kind="name">
            {kernels.join(s('comma'))}
          </span>
          <button
            type="button"
            className="button quiet rung-read"
            aria-expanded={reading}
            aria-controls={reading ? textId : undefined}
            onClick={onRead}
          >
            {s(reading ? 'closeText' : 'readText')}
            <span className="visually-hidden">{`: ${name(rung)}`}</span>
          </button>
        </th>
        <td>
          <Computed>{showBytes(readBytes, unit)}</Computed>
        </td>
        <td>
          <Computed>{showBytes(writtenBytes, unit)}</Computed>
        </td>
        <td>
          <Agreement agreement={agreement} />
        </td>
        <td>
          {refusal ? (
            <span data-kind="computed">{s('spills')}</span>
          ) : failure ? (
            <span className="problem" data-kind="name">
              {failureText(t, failure, unit)}
            </span>
          ) : times ? (
            <>
              <TimesText times={times} />
              {first && index > 0 && (
                <span className="rung-text" data-kind="measured">
                  {s('ofFirst', { ratio: showRatio(first.medianNs / times.medianNs) })}
                </span>
              )}
            </>
          ) : (
            s('notTimed')
          )}
        </td>
      </tr>
      {reading && (
        <tr id={textId}>
          <td className="rung-code" colSpan={5}>
            <RungText texts={rung.texts} />
          </td>
        </tr>
      )}
    </>
  );
}
