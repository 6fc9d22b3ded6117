// Chart C11, attention maps: one head of A, of B, and their difference, square by square.

import { useDeferredValue, useMemo, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { MapPlace } from '../../engine/protocol';
import { addMapWords } from '../../i18n/mapWords';
import { headPair, mapStore } from '../../state/attentionMap';
import { mapRunnerOf } from '../../state/mapRunner';
import { mapSidesOf } from '../../state/mapSides';
import type { Runner } from '../../state/runner';
import { mostOf } from '../../state/tokenRequest';
import { ChartFigure } from '../charts/ChartFigure';
import { Chosen } from '../figure/Figure';
import { exact } from '../quantity';
import { useLater } from '../useControls';
import { variantLabel } from '../variantText';
import { MapDrawing } from './MapDrawing';
import { MapFinding } from './MapFinding';
import { MapKey } from './MapKey';
import { MapPanel } from './MapPanel';
import type { Place } from './MapPicture';
import { MapReadout } from './MapReadout';
import { exactTable, shownTable } from './mapTable';
import type { MapScale } from './shades';
import '../style/map.css';

addMapWords();

const noTable = { columns: [], rows: [] };

export function MapFigure({ runner }: { runner: Runner }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('map');
  const [scale, setScale] = useState<MapScale>('log');
  const [cursor, setCursor] = useState<Place>({ query: Infinity, key: 0 });
  const sides = useLater(mapSidesOf);
  const wanted = useLater((c) => Number(c.mapHead));
  const seed = useLater((c) => c.seed);
  const run = useStore(mapStore, (look) => look.run);
  const maps = useStore(mapStore, (look) => look.maps);
  const { request, copied } = sides;
  const stale = run !== null && run.request !== request;
  const [a, b] = maps;
  const pair = useMemo(
    () => (a && b && !stale ? headPair(a, b, wanted) : null),
    [a, b, stale, wanted],
  );
  const table = useMemo(() => (pair ? exactTable(pair) : noTable), [pair]);
  const tokens = request?.tokens ?? 0;
  const place = {
    query: Math.min(cursor.query, tokens - 1),
    key: Math.min(cursor.key, tokens - 1),
  };
  // The cursor answers the pointer at once, and the table may come a frame later.
  const query = useDeferredValue(place.query);
  const measured = a?.madeBy === 'gpu';
  const oneFormat = request?.sides[0].format === request?.sides[1].format;
  const nameOf = (at: MapPlace, key: 'inFormat' | 'side'): string => {
    const side = request?.sides[at];
    if (!side) return '';
    const name = variantLabel(t, side.variantId, side.mode);
    // What both have need not be told of each.
    if (key === 'inFormat' && oneFormat) return name;
    return s(`names.${key}`, { side: at === 0 ? 'A' : 'B', name, format: side.format });
  };
  const head = pair ? pair.head + 1 : wanted;
  return (
    <ChartFigure
      id="attention-map"
      title={s('title')}
      kind={measured ? 'measured' : 'computed'}
      aside={
        <MapPanel
          runner={mapRunnerOf(runner.engine)}
          sides={sides}
          heads={Math.min(...(request?.sides.map(({ dims }) => dims.queryHeads) ?? [1]))}
          scale={scale}
          onScale={setScale}
          stale={stale}
        />
      }
      finding={
        pair ? (
          <MapFinding
            pair={pair}
            names={[nameOf(0, 'inFormat'), nameOf(1, 'inFormat')]}
            measured={measured}
            copied={copied}
          />
        ) : (
          s(request ? 'begin' : 'none')
        )
      }
      legend={<MapKey scale={scale} largest={pair ? pair.largest : null} />}
      notes={
        request && (
          <>
            <p data-kind="chosen">{s('notes.random', { seed })}</p>
            <p data-kind="chosen">
              <Trans
                t={s}
                i18nKey="notes.cut"
                values={{
                  heads: exact(mostOf.queryHeads),
                  model: exact(mostOf.modelDim),
                  rank: exact(mostOf.queryRank),
                }}
                components={{ heads: <Chosen />, model: <Chosen />, rank: <Chosen /> }}
              />
              {copied && s('gap') + s('notes.copied')}
            </p>
            <p data-kind="name">{s(a?.madeBy === 'float64' ? 'notes.float64' : 'notes.tap')}</p>
          </>
        )
      }
      shown={pair ? shownTable(s, pair, query) : noTable}
      tableNote={pair && <p data-kind="chosen">{s('tableNote', { query: exact(query + 1) })}</p>}
      exactTable={table}
    >
      {request ? (
        <MapDrawing
          pair={pair}
          tokens={tokens}
          names={{
            a: <span data-kind="name">{nameOf(0, 'side')}</span>,
            b: <span data-kind="name">{nameOf(1, 'side')}</span>,
            difference: s('differenceName'),
          }}
          scale={scale}
          place={place}
          onPlace={setCursor}
          label={s('label', { head: exact(head), tokens: exact(tokens) })}
        >
          <MapReadout pair={pair} place={place} measured={measured} />
        </MapDrawing>
      ) : (
        <p className="drawing-empty">{s('none')}</p>
      )}
    </ChartFigure>
  );
}
