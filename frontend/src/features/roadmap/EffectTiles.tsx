import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortDate } from '../../lib/dates';
import { Section } from '../../ui/Section';
import { inOrder, measureOf, outcomeOf, overdue, said, valueOf } from './effect';
import classes from './EffectTiles.module.css';
import { EffectTable } from './EffectTable';
import type { Commitment, Effect } from './queries';
import { Slope } from './Slope';
import { dateOf } from './timeline';

const few = 4; // tiles in sight before the rest is asked for

/** Whether it helped: before and after of each commitment, gain or not, told alike. */
export function EffectTiles({ commitments, today }: { commitments: readonly Commitment[]; today: Date }) {
  const { t } = useTranslation('roadmap');
  const [all, setAll] = useState(false);
  const [asTable, setAsTable] = useState(false);
  const shown = inOrder(commitments);
  if (shown.length === 0) return null;
  const measured = shown.filter(({ effect }) => effect?.after).length;
  // One that waits is always in sight, so that what is owed is not behind a button.
  const first = shown.slice(0, few);
  const waiting = shown[measured];
  if (!all && measured > few - 1 && waiting) first[few - 1] = waiting;
  const tiles = all ? shown : first;
  const hint = [
    t('effect.measured', { count: measured }),
    shown.length > measured && t('effect.waiting', { count: shown.length - measured }),
  ].filter(Boolean);
  return (
    <Section
      title={t('effect.soFar')}
      hint={hint.join(' · ')}
      action={
        <button
          type="button"
          className="tk-link"
          aria-expanded={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? 'effect.asTiles' : 'effect.asTable')}
        </button>
      }
    >
      {asTable ? (
        <EffectTable commitments={shown} />
      ) : (
        <>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a phone swipes the tiles, so the keyboard must reach the strip */}
          <div className={classes.strip} role="group" aria-label={t('effect.tiles')} tabIndex={0}>
            <ul className={classes.tiles}>
              {tiles.map((commitment) => (
                <EffectTile key={commitment.id} commitment={commitment} today={today} />
              ))}
            </ul>
          </div>
          {shown.length > few && (
            <button type="button" className={`tk-link ${classes.more}`} onClick={() => setAll(!all)}>
              {all ? t('effect.fewer') : t('effect.all', { count: shown.length })}
            </button>
          )}
        </>
      )}
    </Section>
  );
}

function EffectTile({ commitment, today }: { commitment: Commitment; today: Date }) {
  const effect = commitment.effect as Effect;
  return (
    <li className={classes.tile} data-outcome={outcomeOf(effect)}>
      <Link to="/commitments/$id" params={{ id: commitment.id }} className={classes.link}>
        <span className={classes.title}>{commitment.title}</span>
        <EffectPicture commitment={commitment} effect={effect} today={today} />
      </Link>
    </li>
  );
}

type PictureProps = { commitment: Pick<Commitment, 'status'>; effect: Effect; today: Date };

/** What is measured, the two values with their days, the slope between them, and the effect in words. */
export function EffectPicture({ commitment, effect, today }: PictureProps) {
  const { t } = useTranslation('roadmap');
  const { before, after, measure_on } = effect;
  const on = (written: string) => {
    const at = dateOf(written);
    return at ? shortDate(at, today.getTime()) : '';
  };
  const late = overdue(effect, today);
  const waits = measure_on
    ? late > 0
      ? t('effect.late', { count: late })
      : t('effect.measureBy', { date: on(measure_on) })
    : t('effect.noDay');
  const outcome = outcomeOf(effect);
  const words = after
    ? said(t, commitment, effect)
    : [said(t, commitment, effect), waits].filter(Boolean).join(' ');
  return (
    <span className={classes.picture} data-outcome={outcome}>
      <span className={classes.measure}>{measureOf(t, effect)}</span>
      <span className={classes.values}>
        <span className={classes.value}>
          <span className="tk-hidden">{t('effect.before')} </span>
          <span className={classes.number}>{before ? valueOf(effect, before.value) : '?'}</span>
          <span className={classes.day}>{before ? on(before.on) : t('effect.notYet')}</span>
        </span>
        <Slope effect={effect} />
        <span className={`${classes.value} ${classes.second}`}>
          <span className="tk-hidden">{t('effect.after')} </span>
          <span className={classes.number}>{after ? valueOf(effect, after.value) : '?'}</span>
          <span className={classes.day}>{after ? on(after.on) : on(measure_on)}</span>
        </span>
      </span>
      <span className={classes.said} data-late={late > 0 || undefined}>
        {words}
      </span>
    </span>
  );
}
