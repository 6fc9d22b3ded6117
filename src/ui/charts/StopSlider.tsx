// A number that a chart is drawn for, as a slider with few stops; a link may set any value between them.

import { useId } from 'react';
import { nearestStop } from '../../state/scales';
import { exact } from '../quantity';

export function StopSlider({
  label,
  stops,
  value,
  show,
  onChange,
}: {
  label: string;
  /** Ascending. */
  stops: readonly number[];
  value: number;
  /** The value in words, for a screen reader. */
  show: (value: number) => string;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className="stop-slider">
      <label htmlFor={id}>{label}</label>
      <input
        type="range"
        id={id}
        aria-valuetext={show(value)}
        min={0}
        max={stops.length - 1}
        step={1}
        value={nearestStop(stops, value)}
        onChange={(event) => onChange(stops[event.currentTarget.valueAsNumber] ?? value)}
      />
      <output htmlFor={id} data-kind="chosen">
        {exact(value)}
      </output>
    </div>
  );
}
