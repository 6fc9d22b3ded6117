// A plan's data flow: boxes to scale in rows, each step on top of what it makes, lines from what it reads.

import { memo, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { layout, pathOf, type PlacedFlow } from '../../draw/layout';
import type { Side } from '../../state/anatomy';
import type { MadeToken } from '../../state/token';
import { entryLabel } from '../entryText';
import { hueOf } from '../variantStyle';
import { boxName } from './anatomyText';
import { BoxPicture } from './BoxPicture';
import { measuresFor } from './pictureMeasures';
import { StepPicture } from './StepPicture';

/** A hair on every side, for outlines. */
const hair = 1;

function FlowLine({ flow, dim }: { flow: PlacedFlow; dim: boolean }) {
  const { t: s } = useTranslation('anatomy');
  const [x, y] = flow.to;
  const { role } = flow.flow;
  const isNamed = role === 'query' || role === 'key' || role === 'value';
  return (
    <g className={dim ? 'flow dim' : 'flow'}>
      <path className="flow-line" d={pathOf(flow)} />
      <path className="flow-tip" d={`M${x - 3},${y - 5}L${x},${y}L${x + 3},${y - 5}`} />
      {isNamed && (
        <text className="flow-role" x={x + 4} y={y - 4}>
          {s(`roles.${role}`)}
        </text>
      )}
    </g>
  );
}

export const PlanPicture = memo(function PlanPicture({
  side,
  perSquare,
  width,
  active,
  token,
}: {
  side: Side;
  perSquare: number;
  /** Pixels. */
  width: number;
  /** The step that is looked at. */
  active: number | null;
  /** What the device made, where it did. */
  token: MadeToken | null;
}) {
  const { t, i18n } = useTranslation();
  const { t: s } = useTranslation('anatomy');
  const id = useId();
  const { diagram, entry } = side;
  const { language } = i18n;
  const picture = useMemo(
    () =>
      layout(
        diagram,
        measuresFor(width - 2 * hair, perSquare, (box) => boxName(s, box)),
      ),
    // The words are those of the language.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `s` changes with it
    [diagram, width, perSquare, language],
  );
  const { boxes, steps, flows, height } = picture;
  const step = diagram.steps.find(({ index }) => index === active);
  const involved = new Set(step && [...step.makes, ...step.reads.map(({ from }) => from)]);
  const isDim = (on: boolean) => step !== undefined && !on;
  const label = s('picture.label', {
    name: entryLabel(t, entry),
    steps: steps.length,
    boxes: boxes.length,
  });
  return (
    <svg
      className="plan-picture"
      data-kind="computed"
      width={width}
      height={height + 2 * hair}
      viewBox={`${-hair} ${-hair} ${width} ${height + 2 * hair}`}
      role="img"
      aria-label={label}
    >
      <defs>
        <pattern id={`${id}-grid`} width={4} height={4} patternUnits="userSpaceOnUse">
          <path d="M4,0H0V4" fill="none" stroke="var(--paper)" strokeWidth={0.6} />
        </pattern>
      </defs>
      {flows.map((flow, i) => (
        // Flows have no identity but their place.
        <FlowLine key={i} flow={flow} dim={isDim(flow.step === active)} />
      ))}
      {steps.map((placed) => (
        <StepPicture
          key={placed.step.index}
          placed={placed}
          active={placed.step.index === active}
          dim={isDim(placed.step.index === active)}
        />
      ))}
      {boxes.map((placed) => (
        <BoxPicture
          key={placed.box.id}
          placed={placed}
          hue={hueOf(entry.variant.id)}
          grid={`url(#${id}-grid)`}
          perSquare={perSquare}
          dim={isDim(involved.has(placed.box.id))}
          report={token?.tensors.find((tensor) => tensor.id === placed.box.id) ?? null}
        />
      ))}
    </svg>
  );
});
