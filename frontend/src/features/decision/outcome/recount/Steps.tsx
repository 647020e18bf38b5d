import { useTranslation } from 'react-i18next';
import type { Difference, Verification } from '../../../../lib/tally';
import { IconCheck, IconWarning } from '../../../../ui/icons';
import classes from './RecountCard.module.css';

/** The sentences of the recount's checks, which its own page shares. */
function useChecks() {
  return useTranslation('recount' as never).t as unknown as (key: string, values: object) => string;
}

/** Everything that was checked, one line each. */
export function Steps({ verification }: { verification: Verification }) {
  const { t } = useTranslation('outcome');
  const check = useChecks();
  const { steps } = verification;
  return (
    <details className={classes.steps}>
      <summary>{t('recount.steps', { count: steps.length })}</summary>
      <ol className={classes.checks}>
        {steps.map(({ what, ok, values }, index) => (
          <li key={index} data-wrong={!ok || undefined}>
            {ok ? <IconCheck size={14} /> : <IconWarning size={14} />}
            <span>
              <span className="tk-hidden">{t(ok ? 'recount.ok' : 'recount.bad')}: </span>
              {check(`check.${what}`, { ...values })}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Where the record first departs from what it must say. */
export function WhatDiffers({ difference }: { difference: Difference }) {
  const { t } = useTranslation('outcome');
  const check = useChecks();
  const { file, event, figure, expected, found, reason, values } = difference;
  if (reason) return <p>{check(`reason.${reason}`, { file, event, figure, expected, found, ...values })}</p>;
  return (
    <p>
      {event === undefined
        ? t('recount.difference', { file, figure, expected, found })
        : t('recount.differenceEvent', { file, event, figure, expected, found })}
    </p>
  );
}
