import classes from './Slope.module.css';
import { outcomeOf } from './effect';
import type { Effect } from './queries';

/** The line from before to after: up is more, whichever is better; dashed to a hollow point while the second measurement is missing. */
export function Slope({ effect }: { effect: Effect }) {
  const { before, after } = effect;
  const outcome = outcomeOf(effect);
  let [from, to] = [26, 26];
  if (before && after) {
    // The steepest slope is for a change as large as the larger of the two.
    const largest = Math.max(Math.abs(before.value), Math.abs(after.value), Number.MIN_VALUE);
    const rise = Math.max(-1, Math.min(1, (1.6 * (after.value - before.value)) / largest));
    from += 16 * rise;
    to -= 16 * rise;
  }
  return (
    <svg viewBox="0 0 96 52" className={classes.slope} data-outcome={outcome} aria-hidden="true">
      <path d="M14 0V52M82 0V52" className={classes.rule} />
      <path d={`M14 ${from}L82 ${to}`} className={classes.line} />
      <circle cx="14" cy={from} r="4.5" className={before ? classes.before : classes.missing} />
      <circle cx="82" cy={to} r="4.5" className={after ? classes.after : classes.missing} />
    </svg>
  );
}
