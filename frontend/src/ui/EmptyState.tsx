import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

/** In place of a list without rows: one sentence that says what to do first, and at most one button. */
export function EmptyState({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p>{text}</p>
      {action}
    </div>
  );
}
