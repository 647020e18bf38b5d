import classes from './Progress.module.css';

/** How far something has come, from 0 to 1, as a bar and in words. */
export function Progress({ share, label }: { share: number; label: string }) {
  const percent = Math.max(0, Math.min(100, Math.floor(share * 100)));
  return (
    <div className={classes.progress}>
      <p>{label}</p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className={classes.track}
      >
        <div className={classes.bar} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
