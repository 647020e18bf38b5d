import { useId, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { sentimentColour, sentimentOfKey, sentiments, signed } from './sentiment';
import classes from './SentimentScale.module.css';

type Props = {
  /** What is asked: "How did it feel?" */
  label: string;
  value: number | undefined;
  onChange: (next: number) => void;
  error?: string;
};

/** Five steps from very bad to very good; the keys 1 to 5 choose while the focus is here. */
export function SentimentScale({ label, value, onChange, error }: Props) {
  const { t } = useTranslation();
  const name = useId();
  const errorId = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = sentimentOfKey(event);
    if (chosen === undefined) return;
    event.preventDefault();
    onChange(chosen);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the buttons inside arrive here
    <fieldset className={classes.scale} onKeyDown={onKeyDown} aria-describedby={error ? errorId : undefined}>
      <legend className={classes.label}>{label}</legend>
      <div className={classes.steps}>
        {sentiments.map((step, index) => (
          <label key={step} className={classes.step} title={`${t(`sentiment.${step}`)} (${index + 1})`}>
            <input
              type="radio"
              className="tk-hidden"
              name={name}
              value={step}
              checked={value === step}
              onChange={() => onChange(step)}
            />
            <span className={classes.bar} style={{ background: sentimentColour(step) }} />
            <span className={classes.number}>{signed(step)}</span>
            <span className={classes.word}>{t(`sentiment.${step}`)}</span>
          </label>
        ))}
      </div>
      {error && (
        <p id={errorId} role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
