import type { ReactNode } from 'react';
import classes from './Page.module.css';

type Props = {
  children: ReactNode;
  /** The column at the right; below the page on narrow screens. */
  aside?: ReactNode;
  /** Boards take the whole width. */
  wide?: boolean;
};

/** The width of a page, and its side column. */
export function Page({ children, aside, wide = false }: Props) {
  return (
    <div className={classes.page} data-wide={wide || undefined} data-aside={aside ? true : undefined}>
      <div className={classes.centre}>{children}</div>
      {aside && <aside className={classes.aside}>{aside}</aside>}
    </div>
  );
}
