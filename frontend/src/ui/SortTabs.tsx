import { useId } from 'react';
import classes from './SortTabs.module.css';

export type SortOption<Value extends string> = { value: Value; label: string };

type Props<Value extends string> = {
  /** What is chosen here, for the screen reader: "Sort ideas". */
  label: string;
  value: Value;
  onChange: (next: Value) => void;
  options: readonly SortOption<Value>[];
  /** One sentence on what the chosen order means. */
  hint?: string;
};

/** One choice of a few, side by side; a group of radio buttons for keyboard and screen reader. */
export function SortTabs<Value extends string>({ label, value, onChange, options, hint }: Props<Value>) {
  const name = useId();
  return (
    <div className={classes.line}>
      <fieldset className={classes.tabs}>
        <legend className="tk-hidden">{label}</legend>
        {options.map((option) => (
          <label key={option.value} className={classes.tab}>
            <input
              type="radio"
              className="tk-hidden"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
          </label>
        ))}
      </fieldset>
      {hint && <span className={classes.hint}>{hint}</span>}
    </div>
  );
}
