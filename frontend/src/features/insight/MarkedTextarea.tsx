import { useId, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import classes from './MarkedTextarea.module.css';

type Props = {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (next: string) => void;
  /** Pieces of the text to be marked, in UTF-16 units, in their order. */
  marks: readonly { start: number; end: number }[];
  maxLength: number;
  error?: string;
  onKeyDown?: (event: KeyboardEvent) => void;
  /** Takes the focus when a dialog opens. */
  first?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
};

/** A text that grows with its words; pieces of it are marked behind the letters. */
export function MarkedTextarea(props: Props) {
  const { label, placeholder, value, onChange, marks, maxLength, error, onKeyDown, first, ref } = props;
  const id = useId();
  const errorId = useId();
  return (
    <div>
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <div className={classes.stack}>
        <div className={classes.behind} aria-hidden="true">
          {marked(value, marks)}
          {/* A last line without letters has no height of its own. */}
          {'\u200b'}
        </div>
        <textarea
          ref={ref}
          id={id}
          className={classes.field}
          placeholder={placeholder}
          value={value}
          maxLength={maxLength}
          onChange={(event) => onChange(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          data-autofocus={first || undefined}
          aria-invalid={!!error}
          aria-describedby={error ? errorId : undefined}
        />
      </div>
      {error && (
        <p id={errorId} role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function marked(text: string, marks: Props['marks']): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    if (start < at) continue;
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  return [...parts, text.slice(at)];
}
