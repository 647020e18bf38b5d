import classes from './Cells.module.css';

/** The course of a metric in a thumb's width. For the eye alone; the figures stand beside it. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map(
    (value, index) => `${1 + (index / (values.length - 1)) * 38},${13 - ((value - low) / span) * 12}`,
  );
  return (
    <svg className={classes.spark} viewBox="0 0 40 14" aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  );
}
