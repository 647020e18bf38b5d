import type { ReactNode } from 'react';
import classes from './Scroll.module.css';

/** A box that scrolls sideways on a narrow screen; the keyboard reaches it. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className={classes.scroll} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
