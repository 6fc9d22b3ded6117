// The anatomy as a figure: two plans drawn side by side, one token's values in their boxes, and the steps as a table.

import { Trans, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { addAnatomyWords } from '../../i18n/anatomyWords';
import { anatomyOf, type Side } from '../../state/anatomy';
import { tokenStore, type MadeToken } from '../../state/token';
import { mostOf, tokenContext, tokenRequestOf } from '../../state/tokenRequest';
import type { Runner } from '../../state/runner';
import { ChartFigure } from '../charts/ChartFigure';
import { entryLabel } from '../entryText';
import { Chosen, Computed } from '../figure/Figure';
import { SentenceGap } from '../figure/SentenceGap';
import { exact, showFlops } from '../quantity';
import { useLater } from '../useControls';
import { hueOf } from '../variantStyle';
import { AnatomyLegend } from './AnatomyLegend';
import { AnatomyPanel } from './AnatomyPanel';
import { exactTable, shownTable } from './anatomyTable';
import { KeyMatrixPicture } from './KeyMatrixPicture';
import { PlanSide } from './PlanSide';
import '../style/anatomy.css';

addAnatomyWords();

const noTokens: readonly MadeToken[] = [];

function SideFinding({ side: { entry, work } }: { side: Side }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('anatomy');
  const { keptElements, rebuiltElements, rebuiltFlops, attendFlops } = work;
  return (
    <Trans
      t={s}
      i18nKey={rebuiltElements > 0 ? 'finding.rebuilds' : 'finding.keeps'}
      values={{
        name: entryLabel(t, entry),
        kept: exact(keptElements),
        rebuilt: exact(rebuiltElements),
        flops: showFlops(rebuiltFlops),
        attend: showFlops(attendFlops),
      }}
      components={{
        kept: <Computed />,
        rebuilt: <Computed />,
        flops: <Computed />,
        attend: <Computed />,
      }}
    />
  );
}

const tokenOf = (tokens: readonly MadeToken[], { entry }: Side): MadeToken | null =>
  tokens.find(({ variantId, mode }) => variantId === entry.variant.id && mode === entry.mode) ??
  null;

export function AnatomyFigure({ runner }: { runner: Runner }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('anatomy');
  const anatomy = useLater(anatomyOf);
  const request = useLater(tokenRequestOf);
  const seed = useLater((c) => c.seed);
  const run = useStore(tokenStore, (look) => look.run);
  const made = useStore(tokenStore, (look) => look.tokens);
  const { sides, offered, perSquare, largestMatrix, context } = anatomy;
  const stale = run !== null && run.request !== request;
  const tokens = stale ? noTokens : made;
  const rows = sides.map((side) => ({ side, token: tokenOf(tokens, side) }));
  return (
    <ChartFigure
      id="anatomy"
      title={s('title')}
      aside={
        <AnatomyPanel
          runner={runner}
          offered={offered}
          keys={sides.map(({ entry }) => entry.key)}
          stale={stale}
        />
      }
      finding={
        sides.length > 0
          ? sides.map((side) => (
              <span key={side.entry.key}>
                <SideFinding side={side} />
                <SentenceGap />
              </span>
            ))
          : s('none')
      }
      legend={<AnatomyLegend />}
      notes={
        sides.length > 0 && (
          <>
            <p>
              <Trans
                t={s}
                i18nKey="note.scale"
                values={{ square: exact(perSquare), context: exact(context) }}
                components={{ square: <Computed />, context: <Chosen /> }}
              />
            </p>
            <p data-kind="chosen">
              <Trans
                t={s}
                i18nKey="note.cut"
                values={{
                  heads: exact(mostOf.queryHeads),
                  model: exact(mostOf.modelDim),
                  rank: exact(mostOf.queryRank),
                  seed,
                  tokens: exact(tokenContext),
                }}
                components={{
                  heads: <Chosen />,
                  model: <Chosen />,
                  rank: <Chosen />,
                  seed: <Chosen />,
                  tokens: <Chosen />,
                }}
              />
            </p>
            {tokens.length > 0 && <p data-kind="chosen">{s('note.strips')}</p>}
          </>
        )
      }
      shown={shownTable(t, s, rows)}
      exactTable={exactTable(rows)}
    >
      {sides.length > 0 ? (
        <div className="anatomy-sides">
          {rows.map(({ side, token }) => (
            <PlanSide key={side.entry.key} side={side} perSquare={perSquare} token={token}>
              <h4 className="key-matrix-title">{s('matrix.title')}</h4>
              <KeyMatrixPicture
                matrix={side.keyMatrix}
                largest={largestMatrix}
                hue={hueOf(side.entry.variant.id)}
              />
            </PlanSide>
          ))}
        </div>
      ) : (
        <p className="drawing-empty">{s('none')}</p>
      )}
    </ChartFigure>
  );
}
