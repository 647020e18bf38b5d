import { useTranslation } from 'react-i18next';
import { shortDate } from '../lib/dates';
import { useNow } from '../lib/now';
import classes from './PhaseStepper.module.css';

export type PhaseShown = {
  name: 'gather' | 'develop' | 'decide' | 'deliver';
  opens_at: string;
  closes_at: string;
};

export type PhaseProgress = { state: 'done' | 'current' | 'ahead'; share: number };

/** How far a phase is at a moment: `share` of its time has passed, from 0 to 1. */
export function phaseProgress(phase: PhaseShown, now: number): PhaseProgress {
  const opens = Date.parse(phase.opens_at);
  const closes = Date.parse(phase.closes_at);
  if (now >= closes) return { state: 'done', share: 1 };
  if (now < opens) return { state: 'ahead', share: 0 };
  return { state: 'current', share: (now - opens) / (closes - opens) };
}

type Props = {
  phases: readonly PhaseShown[];
  /** Dates under the names. */
  dates?: boolean;
};

/** The dated phases of a challenge on a line: solid has happened, dashed has not, the ring is now. */
export function PhaseStepper({ phases, dates = false }: Props) {
  const { t } = useTranslation();
  const now = useNow();
  return (
    <ol className={classes.line} aria-label={t('phase.label')}>
      {phases.map((phase) => {
        const { state, share } = phaseProgress(phase, now);
        const closes = shortDate(new Date(phase.closes_at), now);
        const opens = shortDate(new Date(phase.opens_at), now);
        return (
          <li
            key={phase.name}
            className={classes.phase}
            data-state={state}
            aria-current={state === 'current' ? 'step' : undefined}
          >
            <span className={classes.passed} style={{ width: `${share * 100}%` }} aria-hidden="true" />
            <span className={classes.dot} aria-hidden="true" />
            <span className={classes.name}>{t(`phase.${phase.name}`)}</span>
            <span className="tk-hidden">, {t(`phase.${state}`)}</span>
            {dates && state !== 'done' && (
              <span className={classes.date}>
                {state === 'current' ? t('phase.until', { date: closes }) : opens}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
