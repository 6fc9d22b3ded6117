// One of a few words: a row of radio buttons drawn as one strip.

import { useId } from 'react';

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
}: {
  legend: string;
  legendShown?: boolean;
  options: readonly Option<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="choice">
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
}
