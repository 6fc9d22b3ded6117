// What the cache takes of the device's memory at the context chosen, and where it fills it.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { variantById } from '../../attention/variants';
import type { ByteUnit } from '../../state/controls';
import type { Growth, GrowthLine } from '../../state/growth';
import { Chosen, Computed } from '../figure/Figure';
import { Fraction, type SumLine } from '../figure/Sum';
import { exact, showBytes, showShare } from '../quantity';
import { useControls } from '../useControls';
import { VariantMark } from '../VariantMark';
import { useCacheSum } from './GrowthFinding';

/** Windows on all layers end a cache's growth, maybe before the memory. */
export const showFull = (t: TFunction, tokens: number): string =>
  Number.isFinite(tokens) ? exact(tokens) : t('growth.never');

export function MemoryTable({ growth, unit }: { growth: Growth; unit: ByteUnit }) {
  const { t } = useTranslation();
  const sumOf = useCacheSum(unit);
  const isWindowed = useControls((c) => c.windowLayers > 0);
  const { lines, context, device } = growth;
  const memoryLine = {
    name: t('figure.memoryOf', { device: device.name }),
    value: `${exact(device.memoryBytes)} B`,
  };
  const shareSum = ({ variantId, bytesAtContext, shareOfMemory }: GrowthLine): SumLine[] => {
    const cache = `${exact(bytesAtContext)} B`;
    return [
      { name: t('figure.cacheOf', { name: variantById(variantId).name }), value: cache },
      memoryLine,
      {
        name: t('figure.share'),
        expression: <Fraction part={cache} whole={memoryLine.value} />,
        value: showShare(shareOfMemory),
        isTotal: true,
      },
    ];
  };
  const fullSum = ({ bytesAtContext, fullAtTokens }: GrowthLine): SumLine[] => {
    const token = `${exact(bytesAtContext / (context ?? 1))} B`;
    return [
      memoryLine,
      { name: t('figure.tokenInAll'), value: token },
      {
        name: t('figure.fullAt'),
        expression: <Fraction part={memoryLine.value} whole={token} />,
        value: exact(fullAtTokens),
        isTotal: true,
      },
    ];
  };
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
          <th scope="col">{t('growth.share')}</th>
          <th scope="col">{t('growth.fullAt')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const { variantId, mode, bytesAtContext, shareOfMemory, fullAtTokens } = line;
          const full = showFull(t, fullAtTokens);
          // Where each token adds the same, the memory is divided by that.
          const isEven = context !== null && !isWindowed;
          return (
            <tr key={variantId}>
              <td data-kind="name">
                <VariantMark variantId={variantId} mode={mode} /> {variantById(variantId).name}
              </td>
              <td>
                <Computed sum={() => sumOf(line)}>{showBytes(bytesAtContext, unit)}</Computed>
              </td>
              <td>
                <Computed sum={() => shareSum(line)}>{showShare(shareOfMemory)}</Computed>
              </td>
              <td>{isEven ? <Computed sum={() => fullSum(line)}>{full}</Computed> : full}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
