// The figure around chart C9: settings, finding, bytes, legend and table. Loaded when its page is opened.

import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { servingClaims } from '../../facts/claims/serving';
import { pagesOf, type PagesDrawn } from '../../state/pages';
import { problemText } from '../problemText';
import { exact } from '../quantity';
import { useControls, useLater } from '../useControls';
import { ChartFigure } from './ChartFigure';
import { FillKey } from './FillKey';
import { PagesBytes } from './PagesBytes';
import { emptyShare, PagesChart } from './PagesChart';
import { PagesSettings } from './PagesSettings';
import { exactTable, shownTable } from './pagesTable';

const measured = servingClaims.find(({ id }) => id === 'vllm-util');

function findingOf(t: TFunction, drawn: PagesDrawn): string {
  const { arrivals, blockTokens, prefix, context, inBlocks, reserved } = drawn;
  const lengths = arrivals.map(({ tokens }) => tokens);
  const finding = t('blocks.finding', {
    count: arrivals.length,
    least: exact(Math.min(...lengths)),
    most: exact(Math.max(...lengths)),
    block: exact(blockTokens),
    empty: emptyShare(inBlocks.emptyTokens, inBlocks.allocatedTokens),
    context: exact(context),
    reserved: emptyShare(reserved.emptyTokens, reserved.allocatedTokens),
  });
  if (prefix === 0) return finding;
  const count = inBlocks.sharedBlocks;
  const words = { count, prefix: exact(prefix) };
  const second = t(count > 0 ? 'blocks.findingShared' : 'blocks.findingNotShared', words);
  return t('blocks.sentences', { first: finding, second });
}

/** What the paper measured, which nothing here could compute. */
function Quoted() {
  const { t } = useTranslation();
  if (!measured || typeof measured.value !== 'object') return null;
  const { earlier, vllm } = measured.value;
  const shown = String(earlier).replace('-', '–');
  return (
    <details className="quoted pop" data-kind="quoted">
      <summary>
        <em>{t('blocks.quoted', { earlier: shown, vllm })}</em>
      </summary>
      <ul>
        <li>{t('blocks.quotedSource', { source: measured.source })}</li>
        <li lang="en">{measured.note}</li>
      </ul>
    </details>
  );
}

export function PagesFigure() {
  const { t } = useTranslation();
  const unit = useControls((c) => c.byteUnit);
  const { drawn, problems, bytes } = useLater(pagesOf);
  const windowed = bytes.some(({ entry }) => entry.groups.some(({ window }) => window));
  return (
    <ChartFigure
      id="cache-in-blocks"
      title={t('blocks.title')}
      aside={
        <>
          <PagesSettings />
          {bytes.length > 0 && <PagesBytes bytes={bytes} unit={unit} />}
          <Quoted />
        </>
      }
      finding={drawn ? <span data-kind="computed">{findingOf(t, drawn)}</span> : t('blocks.none')}
      legend={
        <>
          <FillKey fill="full" name={t('blocks.keys.tokens')} />
          <FillKey fill="empty" name={t('blocks.keys.empty')} />
          {drawn && drawn.prefix > 0 && <FillKey fill="hatched" name={t('blocks.keys.shared')} />}
        </>
      }
      notes={
        drawn && (
          <>
            {drawn.finished > 0 && (
              <p data-kind="chosen">{t('blocks.finishedNote', { count: drawn.finished })}</p>
            )}
            <p data-kind="chosen">{t('blocks.note', { seed: String(drawn.seed) })}</p>
            {windowed && <p>{t('blocks.windowNote')}</p>}
          </>
        )
      }
      shown={drawn ? shownTable(t, drawn) : { columns: [], rows: [] }}
      exactTable={drawn ? exactTable(drawn) : { columns: [], rows: [] }}
    >
      {drawn ? (
        <PagesChart drawn={drawn} />
      ) : (
        <div className="drawing-none">
          {problems.map((problem) => (
            <p key={`${problem.field} ${problem.code}`}>{problemText(t, problem)}</p>
          ))}
        </div>
      )}
    </ChartFigure>
  );
}
