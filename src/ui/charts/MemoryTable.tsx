// What each cache takes at the context chosen, alone and beside the weights, and how long it can grow on the device.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../price/capacity';
import type { ByteUnit } from '../../state/controls';
import type { Growth, GrowthLine } from '../../state/growth';
import { EntryMark } from '../EntryMark';
import { Chosen, Computed } from '../figure/Figure';
import type { SumLine } from '../figure/Sum';
import { exact, showBytes } from '../quantity';
import { MemoryInAll } from './MemoryInAll';
import { useCacheSum } from './useCacheSum';

export const showLongest = (t: TFunction, longest: Answer<number>): string => {
  if (longest.outcome === 'unlimited') return t('growth.never');
  return longest.outcome === 'fits' ? exact(longest.value) : t('growth.noneFits');
};

export function MemoryTable({ growth, unit }: { growth: Growth; unit: ByteUnit }) {
  const { t } = useTranslation();
  const sumOf = useCacheSum(unit);
  const { lines, context, device } = growth;
  // Where no weights are known, the cache is all that there is to say.
  const known = lines.some(({ bytesWithWeights }) => bytesWithWeights !== null);
  const bytes = (count: number | bigint) => `${exact(count)} B`;
  const memory: SumLine = {
    name: t('figure.memoryOf', { device: device.name }),
    value: bytes(device.memoryBytes),
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
            <Chosen>
              {t('growth.cacheAt', { tokens: t('chart.tokens', { count: context ?? 0 }) })}
            </Chosen>
          </th>
          {known && <th scope="col">{t('growth.weightsOf')}</th>}
          <th scope="col">{t('growth.inAll')}</th>
          <th scope="col">{t('growth.longest')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const { entry, bytesAtContext, bytesWithWeights, longest } = line;
          return (
            <tr key={entry.key}>
              <td data-kind="name">
                <EntryMark entry={entry} /> {entry.variant.name}
              </td>
              <td>
                <Computed sum={() => sumOf(line)}>{showBytes(bytesAtContext, unit)}</Computed>
              </td>
              {known && (
                <td>
                  {bytesWithWeights === null
                    ? t('growth.notKnown')
                    : showBytes(bytesWithWeights - bytesAtContext, unit)}
                </td>
              )}
              <td>
                <MemoryInAll line={line} device={device} unit={unit} />
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
