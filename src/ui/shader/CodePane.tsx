// The text of one dispatch: all of it or one of its files, where the caret's line came from, and the edit's buttons.

import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ShownDispatch } from '../../engine/protocol';
import { shaderStore } from '../../state/shader';
import type { ShaderRunner } from '../../state/shaderRunner';
import {
  firstLineOf,
  placeOf,
  rewritten,
  sectionsOf,
  textOf,
  withFile,
} from '../../state/shaderSections';
import { Choice } from '../Choice';
import { CodeEditor } from './CodeEditor';
import { placeText } from './placeText';
import { TrialVerdict } from './TrialVerdict';
import { Why } from '../Why';

const whole = '';

/** Brings a line into sight, a few lines below the edge. */
function scrollTo(area: HTMLTextAreaElement | null, line: number): void {
  if (!area) return;
  const lineHeight = area.getBoundingClientRect().height / area.value.split('\n').length;
  area.closest('.code-box')?.scrollTo({ top: Math.max(0, (line - 4) * lineHeight), left: 0 });
}

export function CodePane({
  dispatch,
  index,
  shader,
}: {
  dispatch: ShownDispatch;
  index: number;
  shader: ShaderRunner;
}) {
  const { t: s } = useTranslation('shader');
  const draft = useStore(shaderStore, (x) => x.drafts.get(index));
  const editable = useStore(shaderStore, (x) => x.editable);
  const tried = useStore(shaderStore, (x) => x.tried);
  const [file, setFile] = useState(whole);
  const [line, setLine] = useState(1);
  const field = useRef<HTMLTextAreaElement>(null);
  const sections = draft ?? sectionsOf(dispatch);
  const shown = sections.find((each) => each.file === file);
  const first = shown ? firstLineOf(sections, file) : 1;
  const text = shown ? shown.lines.join('\n') : textOf(sections);
  const busy = tried?.status === 'running' || tried?.status === 'stopping';
  const trial = tried?.trial;
  const mine = trial?.kind === 'edit' && trial.edit.index === index ? tried : null;
  const stands = trial?.kind === 'edit' && trial.edit.text === textOf(sections);
  const refused = mine && stands ? mine.refused : null;
  const fault = refused
    ? { line: refused.line - first + 1, message: refused.message }
    : mine?.endless && stands
      ? { line: mine.endless.line - first + 1, message: s('endlessHere') }
      : null;
  const place = placeOf(dispatch, sections, first + line - 1);
  const write = (next: string) =>
    shader.write(index, shown ? withFile(sections, file, next) : rewritten(sections, next));
  const faultLine = fault?.line;
  useEffect(() => {
    if (faultLine !== undefined) scrollTo(field.current, faultLine);
  }, [faultLine]);
  const goTo = (target: number) => {
    setFile(whole);
    // The whole text stands there with the next frame.
    requestAnimationFrame(() => {
      const lines = textOf(sections).split('\n');
      const start = lines.slice(0, target - 1).reduce((at, each) => at + each.length + 1, 0);
      const area = field.current;
      if (!area) return;
      area.focus({ preventScroll: true });
      area.setSelectionRange(start, start + (lines[target - 1]?.length ?? 0));
      scrollTo(area, target);
    });
  };
  const noEdit = draft ? null : s('why.noEdit');
  return (
    <div className="code-pane">
      <div className="code-files" data-kind="name">
        <Choice
          legend={s('files')}
          value={shown ? file : whole}
          onChange={setFile}
          options={[
            { value: whole, label: s('whole') },
            ...sections.map((each) => ({
              value: each.file,
              label: each.file === 'constants' ? s('constants') : each.file,
            })),
          ]}
        />
      </div>
      <CodeEditor
        text={text}
        firstLine={first}
        label={s('label', { kernel: dispatch.kernel, file: shown ? file : s('whole') })}
        editable={editable}
        fault={fault}
        field={field}
        onChange={write}
        onLine={setLine}
      />
      <p className="code-place" data-kind="name">
        {placeText(s, first + line - 1, place)}
      </p>
      <div className="run-row code-buttons">
        <Why reason={!editable ? s('why.readOnly') : busy ? s('why.busy') : noEdit}>
          {(explained) => (
            <button
              type="button"
              className="button primary"
              {...explained}
              onClick={() => void shader.tryEdit(index)}
            >
              {s('apply')}
            </button>
          )}
        </Why>
        <Why reason={noEdit}>
          {(explained) => (
            <button
              type="button"
              className="button"
              {...explained}
              onClick={() => shader.reset(index)}
            >
              {s('reset')}
            </button>
          )}
        </Why>
        <span className="code-state">
          {s(draft ? 'edited' : editable ? 'unedited' : 'readHint')}
        </span>
      </div>
      <TrialVerdict
        tried={mine}
        changed={!stands}
        placeOf={(at) => placeOf(dispatch, sections, at)}
        onGo={goTo}
      />
    </div>
  );
}
