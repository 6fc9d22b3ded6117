// Two files of measured times as a table: the same shapes, medians, spread and ratio, and the settings that differ.

import { useTranslation } from 'react-i18next';
import { compareFiles } from '../../import/comparison';
import type { MeasuredFile, MeasuredRow } from '../../import/measuredFile';
import type { Cell, Section } from '../device/sections';
import { SectionTable } from '../device/SectionTable';
import { exact, showRatio, showTime } from '../quantity';

const time = (ms: number) => showTime(ms * 1e6);
const spread = ({ q1Ms, q3Ms }: MeasuredRow) => `${time(q1Ms)} – ${time(q3Ms)}`;
const measured = (text: string): Cell => ({ text, kind: 'measured' });
const name = (text: string): Cell => ({ text, kind: 'name' });

export function ComparedTable({
  first,
  second,
}: Readonly<Record<'first' | 'second', MeasuredFile>>) {
  const { t: r } = useTranslation('results');
  if (first.origin !== second.origin) {
    return (
      <p className="problem" role="alert">
        {r('compare.unlike')}
      </p>
    );
  }
  const { rows, differing, onlyFirst, onlySecond } = compareFiles(first, second);
  const said = (text: string) => (text === '' ? r('compare.none') : text);
  const settings: Section = {
    id: 'differing',
    title: r('compare.differing'),
    columns: [r('compare.setting'), r('compare.first'), r('compare.second')],
    rows: differing.map((each) => [
      name(each.setting),
      name(said(each.first)),
      name(said(each.second)),
    ]),
  };
  const columns = [
    'shape',
    'first',
    'firstSpread',
    'second',
    'secondSpread',
    'ratio',
    'n',
  ] as const;
  const table: Section = {
    id: 'compared',
    title: r('compare.table'),
    note: [
      `${r('compare.first')}: ${said(first.device)}; ${r('compare.second')}: ${said(second.device)}.`,
      rows.length > 0 ? r('compare.apart') : r('compare.noneShared'),
      ...(onlyFirst > 0 ? [r('compare.onlyFirst', { count: onlyFirst })] : []),
      ...(onlySecond > 0 ? [r('compare.onlySecond', { count: onlySecond })] : []),
    ].join(' '),
    columns: columns.map((column) => r(`compare.columns.${column}`)),
    rows: rows.map((row) => [
      name(row.shape),
      measured(time(row.first.medianMs)),
      measured(spread(row.first)),
      measured(time(row.second.medianMs)),
      measured(spread(row.second)),
      { ...measured(`${showRatio(Number(row.ratio.toPrecision(3)))}×`), isStrong: row.isApart },
      { text: `${exact(row.first.n)}, ${exact(row.second.n)}`, kind: 'measured' },
    ]),
  };
  return (
    <>
      {differing.length > 0 && <SectionTable section={settings} />}
      <SectionTable section={table} />
    </>
  );
}
