import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Decision } from '../queries';
import classes from './HowCounted.module.css';

/** How the ballots become a result: one sentence, and an example with numbers for who asks. */
export function HowCounted({ method }: { method: Decision['method'] }) {
  const { t } = useTranslation('decision');
  const [shown, setShown] = useState(false);
  const example = useId();
  return (
    <div className={classes.how}>
      <p>
        {t('how.title')} {t(`how.${method}`)}{' '}
        <button
          type="button"
          className="tk-link"
          aria-expanded={shown}
          aria-controls={example}
          onClick={() => setShown(!shown)}
        >
          {shown ? t('how.hide') : t('how.example')}
        </button>
      </p>
      <p id={example} className={classes.example} hidden={!shown}>
        {t(`how.${method}Example`)}
      </p>
    </div>
  );
}
