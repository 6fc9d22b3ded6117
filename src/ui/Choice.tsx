// One of a few words: a row of radio buttons drawn as one strip.

import { useId } from 'react';
import { Why } from './Why';

interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** The language of the label, where it is not the page's. */
  readonly lang?: string;
}

export function Choice<T extends string>({
  legend,
  legendShown = false,
  options,
  value,
  onChange,
  why,
}: {
  legend: string;
  legendShown?: boolean;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
  /** Why nothing can be chosen now, null where it can; not given where it always can. */
  why?: string | null;
}) {
  const name = useId();
  const fieldset = (explained?: { disabled: boolean; 'aria-describedby': string | undefined }) => (
    <fieldset className="choice" {...explained}>
      <legend className={legendShown ? 'choice-legend' : 'visually-hidden'}>{legend}</legend>
      <div className="choice-strip">
        {options.map((option) => (
          <label key={option.value} lang={option.lang}>
            <input
              type="radio"
              name={name}
              className="visually-hidden"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
  return why === undefined ? fieldset() : <Why reason={why}>{fieldset}</Why>;
}
