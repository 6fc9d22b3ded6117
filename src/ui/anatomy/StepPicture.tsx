// A step on top of what it makes: its operation, and its weight with its shape.

import { useTranslation } from 'react-i18next';
import type { PlacedStep } from '../../draw/layout';
import { padding } from './pictureMeasures';
import { shapeText } from './anatomyText';

export function StepPicture({
  placed: { step, x, y, width, height },
  active,
  dim,
}: {
  placed: PlacedStep;
  active: boolean;
  dim: boolean;
}) {
  const { t: s } = useTranslation('anatomy');
  const [weight] = step.weights;
  const classes = ['plan-step', weight ? 'weighted' : '', active ? 'active' : '', dim ? 'dim' : ''];
  return (
    <g className={classes.join(' ').trim()} transform={`translate(${x},${y})`}>
      <rect className="plan-step-ground" width={width} height={height} />
      {weight && <path className="plan-step-rule" d={`M2.5,0V${height}`} />}
      <text className="plan-step-op" x={padding} y={13}>
        {s(`ops.${step.op}`)}
        {weight && (
          <tspan className="plan-step-weight" dx={5}>
            {weight.id}
          </tspan>
        )}
      </text>
      {weight && (
        <text className="plan-shape" x={padding} y={26}>
          {shapeText(weight.axes)}
        </text>
      )}
    </g>
  );
}
