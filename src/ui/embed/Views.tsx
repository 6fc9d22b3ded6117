// Some views alone: receipts in their own width, charts side by side where there is room.

import type { ChartId, ViewId } from '../../state/views';
import { Charts } from '../charts/Charts';
import { Receipts } from '../receipts/Receipts';

export function Views({ views }: { views: readonly ViewId[] }) {
  const charts = views.filter((view): view is ChartId => view !== 'receipts');
  return (
    <>
      {views.includes('receipts') && <Receipts />}
      {charts.length > 0 && <Charts views={charts} />}
    </>
  );
}
