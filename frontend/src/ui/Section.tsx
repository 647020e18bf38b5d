import { useId, type ReactNode } from 'react';
import classes from './Section.module.css';

type Props = {
  title?: string;
  /** A few words or a number after the title. */
  hint?: ReactNode;
  /** A link or button at the right end of the title's line. */
  action?: ReactNode;
  children: ReactNode;
};

/** A part of a page under its own h2. */
export function Section({ title, hint, action, children }: Props) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={title ? id : undefined}>
      {(title || action) && (
        <div className={classes.head}>
          {title && (
            <h2 id={id} className={classes.title}>
              {title}
            </h2>
          )}
          {hint !== undefined && <span className={classes.hint}>{hint}</span>}
          {action && <span className={classes.action}>{action}</span>}
        </div>
      )}
      {children}
    </section>
  );
}
