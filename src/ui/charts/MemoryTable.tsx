// What each cache takes at the context chosen, alone and beside the weights, and how long it can grow on the device.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../price/capacity';
import type { ByteUnit } from '../../state/controls';
import type { Growth, GrowthLine } from '../../state/growth';
import { EntryMark } from '../EntryMark';
import { entryName } from '../entryText';
import { Chosen, Computed } from '../figure/Figure';
import type { SumLine } from '../figure/Sum';
import { exact, showBytes } from '../quantity';
import { useCacheSum } from './useCacheSum';

export const showLongest = (t: TFunction, longest: Answer<number>): string => {
  if (longest.outcome === 'unlimited') return t('growth.never');
  return longest.outcome === 'fits' ? exact(longest.value) : t('growth.noneFits');
};

export function MemoryTable({ growth, unit }: { growth: Growth; unit: ByteUnit }) {
  const { t } = useTranslation();
  const sumOf = useCacheSum(unit);
  const { lines, context, device } = growth;
  const bytes = (count: number | bigint) => `${exact(count)} B`;
  const memory: SumLine = {
    name: t('figure.memoryOf', { device: device.name }),
    value: bytes(device.memoryBytes),
  };
  const totalSum = ({ entry, bytesAtContext, bytesWithWeights }: GrowthLine): SumLine[] => {
    const total = bytesWithWeights ?? bytesAtContext;
    return [
      {
        name: t('figure.cacheOf', { name: entryName(t, entry) }),
        value: bytes(bytesAtContext),
      },
      ...(bytesWithWeights === null
        ? []
        : [{ name: t('growth.weightsOf'), value: bytes(bytesWithWeights - bytesAtContext) }]),
      { name: t('growth.inAll'), value: bytes(total), isTotal: true },
      memory,
    ];
  };
  const longestSum = ({ longest }: GrowthLine): SumLine[] =>
    longest.outcome === 'fits'
      ? [
          { name: t('growth.weightsOf'), value: bytes(longest.needed.weightBytes) },
          {
            name: t('growth.cacheAt', { tokens: t('chart.tokens', { count: longest.value }) }),
            value: bytes(longest.needed.cacheBytes),
          },
          { name: t('growth.inAll'), value: bytes(longest.needed.totalBytes), isTotal: true },
          memory,
        ]
      : [];
  return (
    <table
      className="memory"
      data-kind="computed"
      aria-label={t('growth.memory', { device: device.name })}
    >
      <thead>
        <tr>
          <th scope="col">{t('chart.variant')}</th>
          <th scope="col">
            <Chosen>{t('chart.tokens', { count: context ?? 0 })}</Chosen>
          </th>
          <th scope="col">{t('growth.withWeights')}</th>
          <th scope="col">{t('growth.longest')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const { entry, bytesAtContext, bytesWithWeights, longest } = line;
          const total = bytesWithWeights ?? bytesAtContext;
          const fits = total <= device.memoryBytes;
          return (
            <tr key={entry.key}>
              <td data-kind="name">
                <EntryMark entry={entry} /> {entry.variant.name}
              </td>
              <td>
                <Computed sum={() => sumOf(line)}>{showBytes(bytesAtContext, unit)}</Computed>
              </td>
              <td className={fits ? undefined : 'too-much'}>
                <Computed sum={() => totalSum(line)}>{showBytes(total, unit)}</Computed>
                <span aria-hidden="true">{fits ? ' ✓' : ' ✗'}</span>
                <span className="visually-hidden">
                  {t(fits ? 'growth.fits' : 'growth.fitsNot')}
                </span>
              </td>
              <td>
                {longest.outcome === 'fits' ? (
                  <Computed sum={() => longestSum(line)}>{showLongest(t, longest)}</Computed>
                ) : (
                  showLongest(t, longest)
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
