// What a report says of the caches: all of them against the baseline, then the bill of each, line by line.

import { baselineOf, type Controls } from '../../state/controls';
import type { Bill, Charges } from '../../state/bills';
import { baselineName } from '../baselineName';
import { entryLabel } from '../entryText';
import { problemText } from '../problemText';
import { exact, showBytes, showRatio } from '../quantity';
import { ratioWords } from '../ratioWords';
import { cacheSum } from '../receipts/cacheSum';
import { fitText } from '../receipts/fitText';
import { originWords } from '../receipts/originWords';
import { noteOf } from '../variantText';
import { heading, list, plain, table } from './markdown';
import type { Words } from './words';

/** As the receipt says it, without the tags that mark its figures up. */
function ratioText({ t }: Words, charges: Charges, baseline: string): string {
  const { key, ratio } = ratioWords(charges);
  const values = { baseline, ratio: ratio === null ? '' : showRatio(ratio) };
  return t(key, values).replace(/<\/?(?:ratio|against)>/g, '');
}

function summary(words: Words, bills: readonly Bill[], controls: Controls): string {
  const { t, w } = words;
  const baseline = baselineOf(controls);
  const name = baselineName(t, baseline);
  return table({
    columns: [
      w('report.variant'),
      w('report.origin'),
      t('receipt.perLayer'),
      t('receipt.perToken'),
      t('receipt.total'),
      w('report.ratio', { baseline: name }),
    ],
    rows: bills.map((bill) => {
      const { charges, key } = bill;
      const first = [entryLabel(t, bill), t(`receipt.${originWords(bill).tag}`)];
      if (!charges) return [...first, '–', '–', t('receipt.void'), '–'];
      const { tokenLayerBytes, tokenBytes, totalBytes } = charges.receipt;
      return [
        ...first,
        `${exact(tokenLayerBytes)} B`,
        `${exact(tokenBytes)} B`,
        showBytes(totalBytes, controls.byteUnit),
        key === baseline ? t('receipt.baseline') : ratioText(words, charges, name),
      ];
    }),
    figures: [2, 3, 4],
  });
}

/** The sizes of a configuration put aside, which are not those of the page's controls. */
const sizesText = ({ t }: Words, { variant, shape }: Bill): string =>
  [
    ...variant.fields.map((field) => `${t(`fields.${field}`)} ${exact(shape.dims[field])}`),
    `${t('fields.layers')} ${exact(shape.layers)}`,
  ].join(t('listComma'));

function billPart(words: Words, bill: Bill, { byteUnit }: Controls): string[] {
  const { t, w } = words;
  const { charges, variant, fit, shape, pin, problems } = bill;
  const name = entryLabel(t, bill);
  const title = heading(3, w('report.bill', { name }));
  const sizes = pin === null ? [] : [plain(sizesText(words, bill))];
  if (!charges) {
    const reasons = problems.map((problem) => problemText(t, problem));
    return [title, ...sizes, plain(w('report.noBill', { name })), list(reasons)];
  }
  const note = fit ? fitText(t, variant.name, fit, shape.dims) : noteOf(t, bill);
  const sum = cacheSum(t, variant.id, charges, byteUnit);
  return [
    title,
    ...sizes,
    ...(note === '' ? [] : [plain(note)]),
    table({
      columns: [w('report.line'), w('report.sum'), w('report.bytes')],
      rows: sum.map((line) => [line.name, line.expression ?? '', line.value]),
      figures: [1, 2],
    }),
    plain(
      charges.paddingBytes === 0n
        ? t('receipt.noPadding')
        : t('receipt.padding', { bytes: showBytes(charges.paddingBytes, byteUnit) }),
    ),
  ];
}

export const billParts = (words: Words, bills: readonly Bill[], controls: Controls): string[] => [
  summary(words, bills, controls),
  ...bills.flatMap((bill) => billPart(words, bill, controls)),
];
