// What a report says of the device: which caches fit it with the weights, and how far each can grow.

import type { ByteUnit } from '../../state/controls';
import type { Growth } from '../../state/growth';
import { showLongest } from '../charts/MemoryTable';
import { entryLabel } from '../entryText';
import { showBytes } from '../quantity';
import { plain, table } from './markdown';
import type { Words } from './words';

export function fitsPart({ t, w }: Words, growth: Growth, unit: ByteUnit): string[] {
  const { lines, context, device } = growth;
  const memory = plain(w('report.memory', { bytes: showBytes(device.memoryBytes, unit) }));
  if (context === null) return [memory, plain(w('report.noContext'))];
  if (lines.length === 0) return [memory, plain(t('growth.none'))];
  const rows = lines.map(({ entry, bytesAtContext, bytesWithWeights, longest }) => {
    const total = bytesWithWeights ?? bytesAtContext;
    return [
      entryLabel(t, entry),
      showBytes(bytesAtContext, unit),
      bytesWithWeights === null ? w('report.notKnown') : showBytes(bytesWithWeights, unit),
      w(total <= device.memoryBytes ? 'report.yes' : 'report.no'),
      showLongest(t, longest),
    ];
  });
  const columns = [
    w('report.variant'),
    w('report.cache'),
    t('growth.withWeights'),
    w('report.fitsColumn'),
    t('growth.longest'),
  ];
  return [memory, table({ columns, rows, figures: [1, 2, 4] })];
}
