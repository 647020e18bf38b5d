import { useTranslation } from 'react-i18next';
import classes from './Honest.module.css';
import type { Decision } from './queries';

/** What was nailed down at the opening, for who wants to hold the server to it. */
export function Honest({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const { commitment, config_hash: config } = decision;
  if (!commitment && !config) return null;
  return (
    <details className={classes.honest}>
      <summary>{t('honest.title')}</summary>
      <p>{t('honest.text')}</p>
      <p>{t('honest.receipt')}</p>
      <dl>
        {config && (
          <>
            <dt>{t('honest.config')}</dt>
            <dd>{config}</dd>
          </>
        )}
        {commitment && (
          <>
            <dt>{t('honest.commitment')}</dt>
            <dd>{commitment}</dd>
          </>
        )}
      </dl>
    </details>
  );
}
