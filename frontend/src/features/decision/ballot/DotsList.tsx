import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconPass, IconPlus } from '../../../ui/icons';
import { CandidateRow } from './CandidateRow';
import type { CandidateProps } from './candidates';
import classes from './DotsList.module.css';
import { budgetOf, total, withPoints, type Asked } from './filled';
import { Keys } from './StarList';

type Props = CandidateProps & {
  asked: Pick<Asked, 'seats' | 'options'>;
  points: Record<string, number>;
  onPoints: (next: Record<string, number>) => void;
};

const drawn = 24; // dots drawn one by one in the budget; more are told by the number alone

/** A budget of dots to spread. What is left is always in view, and more cannot be given. */
export default function DotsList({ asked, points, onPoints, ...shared }: Props) {
  const { t } = useTranslation('decision');
  const [said, setSaid] = useState('');
  const { order, title } = shared;
  const { dots, cap } = budgetOf(asked);
  const left = dots - total(points);
  const most = (id: string) => Math.min(cap, (points[id] ?? 0) + left);

  // Kept in a ref so that quick presses, faster than a render, still add up and never go over.
  const latest = useRef(points);
  useEffect(() => {
    latest.current = points;
  });
  const give = (id: string, wanted: number) => {
    const before = latest.current[id] ?? 0;
    const rest = dots - total(latest.current);
    const value = Math.max(0, Math.min(wanted, cap, before + rest));
    latest.current = withPoints(latest.current, id, value);
    if (value !== before) onPoints(latest.current);
    const now = t('cast.say.dots', { title: title(id), count: value, left: rest + before - value, dots });
    const stop =
      wanted <= value ? '' : value === cap ? t('cast.say.capReached', { cap }) : t('cast.say.noDots');
    setSaid(stop ? `${stop} ${now}` : now);
  };
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const given = points[id] ?? 0;
    const steps: Record<string, number> = {
      ArrowUp: given + 1,
      ArrowRight: given + 1,
      '+': given + 1,
      ArrowDown: given - 1,
      ArrowLeft: given - 1,
      '-': given - 1,
      Home: 0,
      End: most(id),
    };
    const wanted = /^\d$/.test(event.key) ? Number(event.key) : steps[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    give(id, wanted);
  };
  return (
    <>
      <div className={classes.budget}>
        <p className={classes.left} data-none={left === 0 || undefined}>
          {t('cast.dotsLeft', { left, dots })}
        </p>
        {dots <= drawn && (
          <span className={classes.dots} aria-hidden="true">
            {Array.from({ length: dots }, (_, index) => (
              <span key={index} className={classes.dot} data-left={index < left || undefined} />
            ))}
          </span>
        )}
        <p className={classes.cap}>{t('cast.dotsCap', { cap })}</p>
      </div>
      <ul className={classes.list}>
        {order.map((id) => {
          const given = points[id] ?? 0;
          const full = given >= most(id);
          return (
            <CandidateRow key={id} id={id} {...shared}>
              <div
                className={classes.stepper}
                role="group"
                aria-label={t('cast.dotsOf', { title: title(id) })}
              >
                <button
                  type="button"
                  className={classes.step}
                  aria-label={t('cast.dotLess', { title: title(id) })}
                  aria-disabled={given === 0}
                  onClick={() => give(id, given - 1)}
                >
                  <IconPass size={18} />
                </button>
                <span
                  role="spinbutton"
                  tabIndex={0}
                  className={classes.number}
                  data-card={id}
                  data-some={given > 0 || undefined}
                  aria-label={t('cast.dotsOf', { title: title(id) })}
                  aria-valuenow={given}
                  aria-valuemin={0}
                  aria-valuemax={most(id)}
                  aria-valuetext={t('cast.dots', { count: given })}
                  onKeyDown={(event) => onKeyDown(event, id)}
                >
                  {given}
                </span>
                <button
                  type="button"
                  className={classes.step}
                  aria-label={t('cast.dotMore', { title: title(id) })}
                  aria-disabled={full}
                  onClick={() => give(id, given + 1)}
                >
                  <IconPlus size={18} />
                </button>
              </div>
            </CandidateRow>
          );
        })}
      </ul>
      <p role="status" className="tk-hidden">
        {said}
      </p>
      <Keys names={shared.onEvidence ? ['give', 'move', 'evidence'] : ['give', 'move']} of="keysDots" />
    </>
  );
}
