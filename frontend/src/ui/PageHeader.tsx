import { Link } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { setPage } from '../lib/page';
import { IconForward } from './icons';
import classes from './PageHeader.module.css';

/** One step of the way to the page; the last one is the page itself and has no `to`. */
export type Crumb = { label: string; to?: string };

type Props = {
  title: string;
  /** The title in the bar of a phone, when the full one is a sentence. */
  short?: string;
  crumbs?: readonly Crumb[];
  /** The second line: who, when. */
  meta?: ReactNode;
  /** Buttons or a small picture at the right. */
  actions?: ReactNode;
};

/** The head of every page: the way here, the one h1, the second line. Names the browser's tab too. */
export function PageHeader({ title, short, crumbs = [], meta, actions }: Props) {
  const { t } = useTranslation();
  const back = crumbs.findLast((crumb) => crumb.to)?.to;
  const shown = short ?? title;
  useEffect(() => {
    setPage({ title: shown, back });
    return () => setPage(null);
  }, [shown, back]);
  return (
    <div className={classes.header}>
      <title>{`${title} · Talkoot`}</title>
      {crumbs.length > 0 && (
        <nav aria-label={t('breadcrumbs')} className={classes.crumbs}>
          <ol className={classes.way}>
            {crumbs.map((crumb, index) => (
              <li key={crumb.label} className={classes.step}>
                {index > 0 && <IconForward size={14} className={classes.between} />}
                {crumb.to ? (
                  <Link to={crumb.to} className={classes.crumb}>
                    {crumb.label}
                  </Link>
                ) : (
                  <span>{crumb.label}</span>
                )}
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className={classes.top}>
        <h1 className={classes.title}>{title}</h1>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {meta && <div className={classes.meta}>{meta}</div>}
    </div>
  );
}
