import { useTranslation } from 'react-i18next';
import type { Verification } from '../../lib/tally';
import { IconCheck, IconClose } from '../../ui/icons';
import { DifferenceNote } from './DifferenceNote';
import { say } from './errorText';
import classes from './Recount.module.css';

/** Everything that was checked, round by round, each with its tick. */
export function Steps({ found }: { found: Verification }) {
  const { t } = useTranslation('recount');
  return (
    <div className={classes.rounds}>
      {found.rounds.map((round) => (
        <div key={round.id}>
          {found.rounds.length > 1 && <h3 className={classes.round}>{t(`round.${round.kind}`)}</h3>}
          <ul className={classes.steps}>
            {found.steps
              .filter((step) => step.round === round.id)
              .map(({ what, ok, values, difference }, index) => (
                <li key={index} className={classes.step} data-wrong={!ok || undefined}>
                  {ok ? <IconCheck size={16} /> : <IconClose size={16} />}
                  <div>
                    <span className="tk-hidden">{t(ok ? 'stepOk' : 'stepBad')}: </span>
                    {say(t, `check.${what}`, values)}
                    {difference && difference !== found.difference && (
                      <DifferenceNote difference={difference} />
                    )}
                  </div>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
