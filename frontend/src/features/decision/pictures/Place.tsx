import classes from './Place.module.css';

/** The number of a place in a circle; filled when its concept is chosen. */
export function Place({ number, chosen }: { number: number; chosen: boolean }) {
  return (
    <span className={classes.place} data-chosen={chosen || undefined} aria-hidden="true">
      {number}
    </span>
  );
}
