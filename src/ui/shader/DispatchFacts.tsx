// What stands around a dispatch's text: its constants, what fills its slots, its bindings with their bytes, its loads.

import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ShownDispatch } from '../../engine/protocol';
import { shaderStore } from '../../state/shader';
import { Computed } from '../figure/Figure';
import { exact, showBytes } from '../quantity';
import { useControls } from '../useControls';
import { TimesText } from './TimesText';

/** A table in a constant would fill the page; the text itself has all of it. */
const longest = 40;
const brief = (value: string) => (value.length > longest ? `${value.slice(0, longest)}…` : value);

export function DispatchFacts({ dispatch, index }: { dispatch: ShownDispatch; index: number }) {
  const { t: s } = useTranslation('shader');
  const unit = useControls((c) => c.byteUnit);
  const times = useStore(shaderStore, (x) => x.times.get(index));
  const { constants, slots, bindings, grid, readBytes, writtenBytes, does } = dispatch;
  return (
    <div className="code-facts">
      <dl className="code-moved">
        <div>
          <dt>{s('does')}</dt>
          <dd>{does.map((op) => s(`ops.${op}`, { defaultValue: op })).join(s('comma'))}</dd>
        </div>
        <div>
          <dt>{s('loads')}</dt>
          <dd>
            <Computed>{showBytes(readBytes, unit)}</Computed>
          </dd>
        </div>
        <div>
          <dt>{s('stores')}</dt>
          <dd>
            <Computed>{showBytes(writtenBytes, unit)}</Computed>
          </dd>
        </div>
        <div>
          <dt>{s('workgroups')}</dt>
          <dd>
            <Computed>{grid.map(exact).join(' × ')}</Computed>
          </dd>
        </div>
        <div>
          <dt>{s('time')}</dt>
          <dd>{times ? <TimesText times={times} /> : s('notTimed')}</dd>
        </div>
      </dl>
      <h3>{s('constants')}</h3>
      <ul className="code-constants" data-kind="name">
        {Object.entries(constants).map(([name, value]) => (
          <li key={name} title={value}>
            <code>
              {name} = {brief(value)}
            </code>
          </li>
        ))}
      </ul>
      <h3>{s('bindings')}</h3>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div className="table-scroll" tabIndex={0} role="region" aria-label={s('bindings')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{s('bindingColumns.variable')}</th>
              <th scope="col">{s('bindingColumns.buffer')}</th>
              <th scope="col">{s('bindingColumns.access')}</th>
              <th scope="col">{s('bindingColumns.bytes')}</th>
            </tr>
          </thead>
          <tbody>
            {bindings.map(({ name, group, binding, buffer, access, bytes }) => (
              <tr key={`${group} ${binding}`}>
                <td data-kind="name">
                  {name} <span className="code-at">{`${group}.${binding}`}</span>
                </td>
                <td data-kind="name">{buffer}</td>
                <td>{s(`accesses.${access}`)}</td>
                <td data-kind="computed">{bytes === null ? '–' : showBytes(bytes, unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h3>{s('slots')}</h3>
      <ul className="code-constants" data-kind="name">
        {Object.entries(slots).map(([name, file]) => (
          <li key={name}>
            <code>
              {name} ← {file}
            </code>
          </li>
        ))}
      </ul>
    </div>
  );
}
