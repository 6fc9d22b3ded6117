// Takes two files of measured times, chosen or dropped, says what is wrong with one, and shows them side by side.

import { useRef, type ChangeEvent } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import type { ReadFile } from '../../import/measuredFile';
import { ComparedTable } from './ComparedTable';

export interface Taken {
  readonly name: string;
  readonly read: ReadFile;
}

const sides = ['first', 'second'] as const;
type Side = (typeof sides)[number];
export type TakenFiles = Readonly<Record<Side, Taken | null>>;

function Side({
  side,
  taken,
  onFile,
}: {
  side: Side;
  taken: Taken | null;
  onFile: (side: Side, file: File) => void;
}) {
  const { t: r } = useTranslation('results');
  const input = useRef<HTMLInputElement>(null);
  const problem = taken?.read.problem;
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.currentTarget.files ?? [];
    if (file) onFile(side, file);
    // The same file again, once it is mended, is a change as well.
    event.currentTarget.value = '';
  };
  return (
    <div className="compare-side" data-side={side}>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        accept=".json,application/json"
        tabIndex={-1}
        aria-hidden="true"
        onChange={pick}
      />
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {r(`compare.choose.${side}`)}
      </button>
      {taken && !problem && <span data-kind="name">{taken.name}</span>}
      {taken && problem && (
        <p className="problem" role="alert" data-kind="name">
          {r(problem.place === '' ? 'compare.badWhole' : 'compare.bad', {
            name: taken.name,
            ...problem,
          })}
        </p>
      )}
    </div>
  );
}

export function CompareFiles({
  taken,
  onFile,
}: {
  taken: TakenFiles;
  onFile: (side: Side, file: File) => void;
}) {
  const { t: r } = useTranslation('results');
  const [first, second] = sides.map((side) => {
    const read = taken[side]?.read;
    return read && !read.problem ? read.file : null;
  });
  return (
    <div className="device-section compare-files">
      <h3>{r('compare.title')}</h3>
      <p className="section-note">
        <Trans t={r} i18nKey="compare.intro" components={{ command: <code /> }} />
      </p>
      <div className="section-actions">
        {sides.map((side) => (
          <Side key={side} side={side} taken={taken[side]} onFile={onFile} />
        ))}
      </div>
      {first && second && <ComparedTable first={first} second={second} />}
    </div>
  );
}
