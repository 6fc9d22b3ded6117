// A text with line numbers and colours that can be written in: a text field lies over what is drawn, character on character.

import { memo, useId, useState, type Ref } from 'react';
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

/** Pixels of a line, and how many lines more than the box shows are coloured: the others stand there in one ink. */
const lineHeight = 18;
const stride = 20;

/** Texts have thousands of lines, of which the box shows thirty. */
const drawnFrom = (scrollTop: number): number =>
  Math.max(0, (Math.floor(scrollTop / lineHeight / stride) - 1) * stride);

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
  const [from, setFrom] = useState(0);
  const until = from + 4 * stride;
  const plain = (part: readonly string[]) => part.map((line) => `${line}\n`).join('');
  const tell = (target: HTMLTextAreaElement) =>
    onLine(target.value.slice(0, target.selectionStart).split('\n').length);
  return (
    <div
      className="code-box"
      data-kind="name"
      onScroll={(event) => setFrom(drawnFrom(event.currentTarget.scrollTop))}
    >
      <div className="code-sheet">
        <pre className="code-numbers" aria-hidden="true">
          {lines.map((_, i) => `${firstLine + i}\n`).join('')}
        </pre>
        <div className="code-stack">
          <pre className="code-drawn" aria-hidden="true">
            {plain(lines.slice(0, from))}
            {lines.slice(from, until).map((line, i) => (
              <Line
                key={from + i}
                text={line}
                fault={fault?.line === from + i + 1 ? brief(fault.message) : null}
              />
            ))}
            {plain(lines.slice(until))}
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
