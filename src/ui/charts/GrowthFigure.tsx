// The figure around chart C2: device, finding, legend and table.

import { lazy, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { ByteUnit } from '../../state/controls';
import type { Answer } from '../../price/capacity';
import { growthOf, type Growth } from '../../state/growth';
import { DevicePicker } from '../DevicePicker';
import { exact, showBytes, showRatio } from '../quantity';
import { useControls } from '../useControls';
import { EntryMark } from '../EntryMark';
import { entryColumn, entryLabel, entryName } from '../entryText';
import { ChartFigure } from './ChartFigure';
import { EntryKey } from './LineKey';

const GrowthChart = lazy(() =>
  import('./GrowthChart').then((module) => ({ default: module.GrowthChart })),
);

const memoryFigure = ['memory'] as const;

/** Which entries fit the device beside their weights, and which do not. */
function fitOf(t: TFunction, { lines, device }: Growth, languages: string): string {
  if (lines.some(({ bytesWithWeights }) => bytesWithWeights === null)) return '';
  const list = new Intl.ListFormat(languages);
  const named = (fitting: boolean) =>
    list.format(
      lines
        .filter(({ bytesWithWeights }) => (bytesWithWeights ?? 0) <= device.memoryBytes === fitting)
        .map(({ entry }) => entryName(t, entry)),
    );
  const [fit, not] = [named(true), named(false)];
  const common = { device: device.name };
  if (not === '') return t('growth.allFit', common);
  if (fit === '') return t('growth.noneFit', common);
  return t('growth.someFit', { ...common, fit, not });
}

function findingOf(t: TFunction, { lines, context }: Growth, unit: ByteUnit): string {
  const sorted = lines.toSorted((a, b) => a.bytesAtContext - b.bytesAtContext);
  const [best] = sorted;
  const worst = sorted.at(-1);
  if (!best || !worst || context === null) return t('growth.none');
  const common = {
    tokens: t('chart.tokens', { count: context }),
    best: entryName(t, best.entry),
    bestBytes: showBytes(best.bytesAtContext, unit),
  };
  if (worst.bytesAtContext === best.bytesAtContext) return t('growth.findingOne', common);
  return t('growth.finding', {
    ...common,
    worst: entryName(t, worst.entry),
    worstBytes: showBytes(worst.bytesAtContext, unit),
    ratio: showRatio(worst.bytesAtContext / best.bytesAtContext),
  });
}

/** Windows on all layers end a cache's growth, maybe before the memory. */
const showFull = (t: TFunction, tokens: number): string =>
  Number.isFinite(tokens) ? exact(tokens) : t('growth.never');

const showLongest = (t: TFunction, longest: Answer<number>): string => {
  if (longest.outcome === 'unlimited') return t('growth.never');
  return longest.outcome === 'fits' ? exact(longest.value) : t('growth.noneFits');
};

/** Whether so much fits, in a sign and in words for those who do not see it. */
function verdict(t: TFunction, bytes: number, memoryBytes: number, unit: ByteUnit) {
  const fits = bytes <= memoryBytes;
  return (
    <span className={fits ? 'fits' : 'too-much'}>
      {showBytes(bytes, unit)}
      <span aria-hidden="true">{fits ? ' ✓' : ' ✗'}</span>
      <span className="visually-hidden">{t(fits ? 'growth.fits' : 'growth.fitsNot')}</span>
    </span>
  );
}

/** What the cache takes of the device's memory at the context chosen, and how long it can grow there. */
function MemoryTable({ growth, unit }: { growth: Growth; unit: ByteUnit }) {
  const { t } = useTranslation();
  const { lines, context, device } = growth;
  return (
    <table className="memory" aria-label={t('growth.memory', { device: device.name })}>
      <thead>
        <tr>
          <th scope="col">{t('chart.variant')}</th>
          <th scope="col">{t('chart.tokens', { count: context ?? 0 })}</th>
          <th scope="col">{t('growth.withWeights')}</th>
          <th scope="col">{t('growth.longest')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ entry, bytesAtContext, bytesWithWeights, longest }) => (
          <tr key={entry.key}>
            <td>
              <EntryMark entry={entry} /> {entryName(t, entry)}
            </td>
            <td>{showBytes(bytesAtContext, unit)}</td>
            <td>{verdict(t, bytesWithWeights ?? bytesAtContext, device.memoryBytes, unit)}</td>
            <td>{showLongest(t, longest)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function GrowthFigure() {
  const { t, i18n } = useTranslation();
  const unit = useControls((c) => c.byteUnit);
  const growth = useControls(growthOf);
  // Receipts answer a drag at once; the drawing may come a frame later.
  const drawn = useDeferredValue(growth);
  const { lines, contexts, device } = drawn;
  const names = lines.map(({ entry }) => entryLabel(t, entry));
  const memory = showBytes(device.memoryBytes, unit);
  return (
    <ChartFigure
      id="cache-against-context"
      title={t('growth.title')}
      kind={t('growth.kind')}
      aside={
        <>
          <DevicePicker label={t('growth.device')} figures={memoryFigure} />
          <MemoryTable growth={drawn} unit={unit} />
          <p className="chart-note">{t('growth.note')}</p>
        </>
      }
      finding={`${findingOf(t, drawn, unit)} ${fitOf(t, drawn, i18n.language)}`}
      legend={lines.map(({ entry }) => (
        <EntryKey key={entry.key} entry={entry} />
      ))}
      shown={{
        columns: [t('chart.contextColumn'), ...names],
        rows: [
          ...contexts.map((tokens, i) => ({
            cells: [exact(tokens), ...lines.map(({ bytes }) => showBytes(bytes[i] ?? 0, unit))],
          })),
          {
            cells: [
              t('growth.full', { memory }),
              ...lines.map(({ fullAtTokens }) => showFull(t, fullAtTokens)),
            ],
          },
        ],
      }}
      exactTable={{
        columns: ['tokens', ...lines.map(({ entry }) => `${entryColumn(entry)} bytes`)],
        rows: contexts.map((tokens, i) => [tokens, ...lines.map(({ bytes }) => bytes[i] ?? 0)]),
      }}
    >
      <GrowthChart growth={drawn} unit={unit} />
    </ChartFigure>
  );
}
