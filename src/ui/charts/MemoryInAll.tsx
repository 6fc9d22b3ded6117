// A cache and the weights beside it in one figure, with its sum, and whether a device has room for them.

import { useTranslation } from 'react-i18next';
import type { Device } from '../../facts/devices';
import type { ByteUnit } from '../../state/controls';
import type { GrowthLine } from '../../state/growth';
import { entryName } from '../entryText';
import { Computed } from '../figure/Figure';
import type { SumLine } from '../figure/Sum';
import { exact, showBytes } from '../quantity';

/** Of the cache alone where the weights are not known. */
export const bytesInAll = ({ bytesAtContext, bytesWithWeights }: GrowthLine): number =>
  bytesWithWeights ?? bytesAtContext;

export function MemoryInAll({
  line,
  device,
  unit,
}: {
  line: GrowthLine;
  device: Device;
  unit: ByteUnit;
}) {
  const { t } = useTranslation();
  const { entry, bytesAtContext } = line;
  const total = bytesInAll(line);
  const fits = total <= device.memoryBytes;
  const bytes = (count: number) => `${exact(count)} B`;
  const sum = (): SumLine[] => [
    { name: t('figure.cacheOf', { name: entryName(t, entry) }), value: bytes(bytesAtContext) },
    ...(total === bytesAtContext
      ? []
      : [{ name: t('growth.weightsOf'), value: bytes(total - bytesAtContext) }]),
    { name: t('growth.inAll'), value: bytes(total), isTotal: true },
    { name: t('figure.memoryOf', { device: device.name }), value: bytes(device.memoryBytes) },
  ];
  return (
    <span className={fits ? undefined : 'too-much'}>
      <Computed sum={sum}>{showBytes(total, unit)}</Computed>
      <span aria-hidden="true">{fits ? ' ✓' : ' ✗'}</span>
      <span className="visually-hidden">{t(fits ? 'growth.fits' : 'growth.fitsNot')}</span>
    </span>
  );
}
