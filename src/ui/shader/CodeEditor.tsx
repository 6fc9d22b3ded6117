// A text with line numbers and colours that can be written in: a text field lies over what is drawn, character on character.

import { memo, useId, useRef, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { tokensOf } from './highlight';

export interface Fault {
  /** In the text that is shown, counted from 1. */
  readonly line: number;
  readonly message: string;
}

const Line = memo(function Line({ text, fault }: { text: string; fault: string | null }) {
  return (
    <span className={fault === null ? 'code-line' : 'code-line code-bad'}>
      {tokensOf(text).map(({ kind, text: part }, i) =>
        kind === 'plain' ? (
          part
        ) : (
          // Tokens have no identity but their place.
          <span key={i} className={`code-${kind}`}>
            {part}
          </span>
        ),
      )}
      {fault !== null && <span className="code-fault">{`  ← ${fault}`}</span>}
      {'\n'}
    </span>
  );
});

/** The first line of a compiler's message: the others repeat the text. */
const brief = (message: string): string => message.split('\n', 1)[0] ?? message;

export function CodeEditor({
  text,
  firstLine,
  label,
  editable,
  fault,
  field,
  onChange,
  onLine,
}: {
  text: string;
  /** What the first line is called in the margin. */
  firstLine: number;
  label: string;
  editable: boolean;
  fault: Fault | null;
  field?: Ref<HTMLTextAreaElement>;
  onChange: (text: string) => void;
  /** Tells the line that the caret stands in, counted from 1. */
  onLine: (line: number) => void;
}) {
  const { t: s } = useTranslation('shader');
  const lines = text.split('\n');
  const hintId = useId();
  const box = useRef<HTMLDivElement>(null);
  const tell = (target: HTMLTextAreaElement) =>
    onLine(target.value.slice(0, target.selectionStart).split('\n').length);
  return (
    // A press beside the text, in the empty room of the box, is for the text.
    <div className="code-box" ref={box} data-kind="name">
      <div className="code-sheet">
        <pre className="code-numbers" aria-hidden="true">
          {lines.map((_, i) => `${firstLine + i}\n`).join('')}
        </pre>
        <div className="code-stack">
          <pre className="code-drawn" aria-hidden="true">
            {lines.map((line, i) => (
              <Line
                key={i}
                text={line}
                fault={fault?.line === i + 1 ? brief(fault.message) : null}
              />
            ))}
          </pre>
          <textarea
            ref={field}
            aria-label={label}
            aria-describedby={hintId}
            aria-invalid={fault !== null}
            value={text}
            readOnly={!editable}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            wrap="off"
            onChange={(event) => {
              onChange(event.currentTarget.value);
              tell(event.currentTarget);
            }}
            onSelect={(event) => tell(event.currentTarget)}
          />
        </div>
      </div>
      <span id={hintId} className="visually-hidden">
        {s(editable ? 'editHint' : 'readHint')}
      </span>
    </div>
  );
}
