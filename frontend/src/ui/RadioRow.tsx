import { useId } from 'react';
import classes from './RadioRow.module.css';

type Props<Value extends string> = {
  legend: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string }[];
};

/** One of a few, all in sight; the arrow keys move between them. */
export function RadioRow<Value extends string>({ legend, value, onChange, options }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className={classes.row}>
      <legend className={classes.legend}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className={classes.option} data-on={option.value === value || undefined}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
