// In place of a serving chart where nothing can be drawn: what each entry would need, and the shortest way out.

import { useTranslation } from 'react-i18next';
import type { Hindered, NoRoom } from '../../state/placed';
import { exact, showBytes } from '../quantity';
import { setControls, useControls } from '../useControls';
import { EntryTable } from './EntryTable';
import { Hindrances } from './Hindrances';
import { parametersFieldId } from './WeightControls';

/** What has to be set right before anything can be computed. */
export type ServingObstacle = 'context' | 'workload' | 'deployment';

type Homeless = Pick<Hindered, 'entry'> & { readonly hindrance: NoRoom };

const isHomeless = (each: Hindered): each is Homeless => each.hindrance.code === 'noRoom';

/** What each would need of a device. */
function NeededTable({ homeless }: { homeless: readonly Homeless[] }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const unit = useControls((c) => c.byteUnit);
  const [first] = homeless;
  if (!first) return null;
  const { batch, tokens, roomBytes } = first.hindrance;
  const asked = s('nothing.free', {
    room: showBytes(roomBytes, unit),
    sequences: s('sequences', { count: batch }),
    tokens: t('chart.tokens', { count: tokens }),
  });
  return (
    <>
      <p data-kind="computed">{asked}</p>
      <EntryTable
        label={asked}
        columns={[s('nothing.needed'), s('nothing.weights'), s('nothing.enough')]}
        rows={homeless}
      >
        {({ hindrance: { needed, enough } }) => (
          <>
            <td>{showBytes(needed.totalBytes, unit)}</td>
            <td>{showBytes(needed.weightBytes, unit)}</td>
            <td>{enough === null ? s('nothing.never') : exact(enough)}</td>
          </>
        )}
      </EntryTable>
    </>
  );
}

export function NothingServed({
  problem,
  hindered,
}: {
  problem: ServingObstacle | null;
  hindered: readonly Hindered[];
}) {
  const { t: s } = useTranslation('serving');
  const homeless = hindered.filter(isHomeless);
  const others = hindered.filter((each) => !isHomeless(each));
  const enough = homeless.flatMap(({ hindrance }) => hindrance.enough ?? []);
  const fewest = enough.length > 0 ? Math.min(...enough) : null;
  const codes = new Set(others.map(({ hindrance }) => hindrance.code));
  return (
    <div className="nothing-served">
      <p className="nothing-title">
        {s(homeless.length > 0 ? 'nothing.title' : 'nothing.stopped')}
      </p>
      {problem && <p>{s(`nothing.${problem}`)}</p>}
      <NeededTable homeless={homeless} />
      <Hindrances hindered={others} />
      {fewest !== null && (
        <button
          type="button"
          className="button"
          data-kind="computed"
          onClick={() => setControls({ devices: fewest })}
        >
          {s('nothing.use', { count: fewest })}
        </button>
      )}
      {homeless.length > 0 && fewest === null && <p>{s('hindrances.notEnough')}</p>}
      {codes.has('cannotShare') && (
        <button type="button" className="button" onClick={() => setControls({ split: 'data' })}>
          {s('nothing.bySequences')}
        </button>
      )}
      {codes.has('weightsUnknown') && (
        <button
          type="button"
          className="button"
          onClick={() => document.getElementById(parametersFieldId)?.focus()}
        >
          {s('nothing.giveParameters')}
        </button>
      )}
    </div>
  );
}
