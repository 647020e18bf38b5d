import { Link } from '@tanstack/react-router';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './LineageLine.module.css';

export const lineageKinds = [
  'insight',
  'stickingPoint',
  'idea',
  'concept',
  'decision',
  'roadmap',
  'effect',
] as const;
export type LineageKind = (typeof lineageKinds)[number];

export type LineageStation = {
  /** `done`: has happened. `here`: the page the reader is on. `ahead`: not yet. */
  state: 'done' | 'here' | 'ahead';
  /** What stands under the name: a title, a number. */
  detail?: string;
  to?: string;
  /** The other things there, behind a small list. */
  others?: readonly { title: string; to: string }[];
};

type Props = {
  /** What the line is about, for the screen reader. */
  label: string;
  /** The stations that are not `ahead`, by kind. A kind left out is ahead. */
  stations: Partial<Record<LineageKind, LineageStation>>;
  /** Only the dots, for a row of a list; the words go to the screen reader. */
  compact?: boolean;
};

/** The way of an idea from insight to effect. Solid has happened, dashed has not. */
export function LineageLine({ label, stations, compact = false }: Props) {
  const { t } = useTranslation();
  const strip = useRef<HTMLDivElement>(null);
  const state = (kind: LineageKind) => stations[kind]?.state ?? 'ahead';

  useLayoutEffect(() => {
    // On a phone the line is wider than the screen: bring "you are here" into view without moving the page.
    const here = strip.current?.querySelector<HTMLElement>('[data-state="here"]');
    if (here && strip.current) {
      strip.current.scrollLeft = here.offsetLeft - (strip.current.clientWidth - here.offsetWidth) / 2;
    }
  }, []);

  if (compact) {
    const reached = lineageKinds.filter((kind) => state(kind) !== 'ahead');
    const last = reached[reached.length - 1];
    return (
      <span
        role="img"
        aria-label={last ? t('lineage.reached', { station: t(`lineage.${last}`) }) : label}
        className={classes.dots}
      >
        {lineageKinds.map((kind) => (
          <span key={kind} className={classes.smallDot} data-state={kind === last ? 'here' : state(kind)} />
        ))}
      </span>
    );
  }
  const last = lineageKinds.findLastIndex((kind) => state(kind) !== 'ahead');
  const upNext = lineageKinds[last + 1];
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the strip scrolls sideways on a phone, so the keyboard must reach it
    <div ref={strip} className={classes.strip} role="region" aria-label={label} tabIndex={0}>
      <ol className={classes.line}>
        {lineageKinds.map((kind, index) => {
          const station = stations[kind];
          const next = lineageKinds[index + 1];
          return (
            <li
              key={kind}
              className={classes.station}
              data-state={state(kind)}
              data-next={next && (state(kind) === 'ahead' || state(next) === 'ahead' ? 'ahead' : 'done')}
              aria-current={state(kind) === 'here' ? 'step' : undefined}
            >
              <span className={classes.name}>{t(`lineage.${kind}`)}</span>
              {state(kind) === 'ahead' ? (
                // Said aloud at each; read at the one that comes next, and where there is a word of its own.
                <span className={station?.detail || kind === upNext ? classes.detail : 'tk-hidden'}>
                  {station?.detail ?? t('lineage.ahead')}
                </span>
              ) : state(kind) === 'here' ? (
                <span className={classes.detail}>{station?.detail ?? t('lineage.here')}</span>
              ) : station?.to ? (
                <Link to={station.to} className={classes.link}>
                  <span className={classes.short}>{station.detail}</span>
                </Link>
              ) : (
                station?.detail && <span className={classes.detail}>{station.detail}</span>
              )}
              {!!station?.others?.length && <Others things={station.others} first={!!station.to} />}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function Others({ things, first }: { things: NonNullable<LineageStation['others']>; first: boolean }) {
  const { t } = useTranslation();
  return (
    <details className={classes.others}>
      <summary>{t(first ? 'lineage.more' : 'lineage.all', { count: things.length })}</summary>
      <ul className={classes.list}>
        {things.map((thing) => (
          <li key={thing.to}>
            <Link to={thing.to} className={classes.link}>
              {thing.title}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
