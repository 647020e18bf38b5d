import { IconSupport } from './icons';
import classes from './Pill.module.css';

type Props = {
  /** "3 new ideas"; empty shows nothing. */
  text: string;
  onClick: () => void;
};

/** New things wait behind it until the reader lets them in; nothing moves unasked. Told to the screen reader. */
export function Pill({ text, onClick }: Props) {
  return (
    <div role="status" className={classes.place}>
      {text && (
        <button type="button" className={classes.pill} onClick={onClick}>
          <IconSupport size={16} />
          {text}
        </button>
      )}
    </div>
  );
}
