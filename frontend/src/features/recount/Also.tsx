import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/Section';
import classes from './Recount.module.css';

/** The other two ways to count the same record. What is typed is no text to translate. */
export function Also() {
  const { t } = useTranslation('recount');
  return (
    <Section title={t('also.title')}>
      <p>{t('also.text')}</p>
      <dl className={classes.also}>
        <dt>{t('also.talkoot')}</dt>
        <dd>
          <code className={classes.command}>talkoot tally record.zip</code>
        </dd>
        <dt>{t('also.python')}</dt>
        <dd>
          <code className={classes.command}>unzip -d record record.zip</code>
          <code className={classes.command}>python3 record/recount.py</code>
        </dd>
      </dl>
    </Section>
  );
}
