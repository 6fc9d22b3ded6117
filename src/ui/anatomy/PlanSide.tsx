// One variant of the anatomy: its picture, and its steps one by one with a sentence for each.

import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../state/anatomy';
import type { MadeToken } from '../../state/token';
import { useBox } from '../charts/useBox';
import { entryLabel } from '../entryText';
import { EntryMark } from '../EntryMark';
import { stepSentence, valueSentences } from './anatomyText';
import { PlanPicture } from './PlanPicture';
import { Why } from '../Why';

const firstBox = { width: 328, height: 600 };

export function PlanSide({
  side,
  perSquare,
  token,
  children,
}: {
  side: Side;
  perSquare: number;
  token: MadeToken | null;
  /** Beneath the picture. */
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('anatomy');
  const [measure, { width }] = useBox(firstBox);
  const [chosen, setChosen] = useState<number | null>(null);
  const { entry, diagram } = side;
  const count = diagram.steps.length;
  // Another mode may have fewer steps.
  const active = chosen === null ? null : Math.min(chosen, count - 1);
  const go = (by: number) => {
    const next = (active ?? -1) + by;
    setChosen(next < 0 ? null : Math.min(next, count - 1));
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowRight: () => go(1),
    ArrowDown: () => go(1),
    ArrowLeft: () => go(-1),
    ArrowUp: () => go(-1),
    Home: () => setChosen(0),
    End: () => setChosen(count - 1),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = keys[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  const step = active === null ? undefined : diagram.steps[active];
  const name = entryLabel(t, entry);
  const reports = (step?.makes ?? []).flatMap(
    (id) => token?.tensors.find((tensor) => tensor.id === id) ?? [],
  );
  return (
    <section className="plan-side" aria-label={name} data-side={entry.key}>
      <div className="plan-head">
        <h3>
          <EntryMark entry={entry} /> {name}
        </h3>
        <div
          className="plan-stepper"
          role="toolbar"
          tabIndex={-1}
          aria-label={s('stepper.label', { name })}
          onKeyDown={onKeyDown}
        >
          <span className="plan-place" data-kind="computed">
            {active === null
              ? s('stepper.before', { steps: count })
              : s('stepper.at', { step: active + 1, steps: count })}
          </span>
          <Why reason={active === null ? s('why.first') : null}>
            {(explained) => (
              <button type="button" className="button" {...explained} onClick={() => go(-1)}>
                {s('stepper.back')}
              </button>
            )}
          </Why>
          <Why reason={active === count - 1 ? s('why.last') : null}>
            {(explained) => (
              <button type="button" className="button" {...explained} onClick={() => go(1)}>
                {s('stepper.next')}
              </button>
            )}
          </Why>
        </div>
      </div>
      <div className="plan-said" aria-live="polite">
        <p data-kind="computed">{step ? stepSentence(s, step, side) : s('stepper.begin')}</p>
        {reports.map((report) => (
          <p
            key={report.id}
            data-kind="measured"
            className={report.agreement?.agrees === false ? 'problem' : undefined}
          >
            {valueSentences(s, report).join(' ')}
          </p>
        ))}
      </div>
      <div ref={measure}>
        <PlanPicture
          side={side}
          perSquare={perSquare}
          width={Math.max(width, 220)}
          active={active}
          token={token}
        />
      </div>
      {children}
    </section>
  );
}
