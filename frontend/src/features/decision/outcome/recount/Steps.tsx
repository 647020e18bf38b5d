import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Difference, Verification } from '../../../../lib/tally';
import { IconCheck, IconWarning } from '../../../../ui/icons';
import classes from './RecountCard.module.css';

type Values = Record<string, string | number>;

/** A sentence whose key comes from the recount. */
const say = (t: TFunction<'recount'>, key: string, values: Values = {}) =>
  (t as unknown as (key: string, values: Values) => string)(key, values);

/** Everything that was checked, round by round, one line each. */
export function Steps({ verification }: { verification: Verification }) {
  const { t } = useTranslation('outcome');
  const recount = useTranslation('recount').t;
  const { steps, rounds } = verification;
  return (
    <details className={classes.steps}>
      <summary>{t('recount.steps', { count: steps.length })}</summary>
      {rounds.map((round) => (
        <div key={round.id}>
          {rounds.length > 1 && <h3 className={classes.round}>{recount(`round.${round.kind}`)}</h3>}
          <ol className={classes.checks}>
            {steps
              .filter((step) => step.round === round.id)
              .map(({ what, ok, values }, index) => (
                <li key={index} data-wrong={!ok || undefined}>
                  {ok ? <IconCheck size={14} /> : <IconWarning size={14} />}
                  <span>
                    <span className="tk-hidden">{t(ok ? 'recount.ok' : 'recount.bad')}: </span>
                    {say(recount, `check.${what}`, values)}
                  </span>
                </li>
              ))}
          </ol>
        </div>
      ))}
    </details>
  );
}

/** Where the record first departs from what it must say, what was recounted, and what stands there. */
export function WhatDiffers({ difference }: { difference: Difference }) {
  const { t } = useTranslation('recount');
  const { file, event, figure, expected, found, reason, values } = difference;
  const rows: [string, string][] = [
    [t('difference.where'), event === undefined ? file : t('difference.event', { file, event })],
    [t('difference.figure'), figure],
    [t('difference.expected'), expected],
    [t('difference.found'), found],
  ];
  return (
    <>
      {reason && <p>{say(t, `reason.${reason}`, values)}</p>}
      <dl className={classes.difference}>
        {rows
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
