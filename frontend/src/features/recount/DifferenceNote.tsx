import { useTranslation } from 'react-i18next';
import type { Difference } from '../../lib/tally';
import { say } from './errorText';
import classes from './Recount.module.css';

/** Where the file departs from what it must say, what was recounted, and what stands there. */
export function DifferenceNote({ difference }: { difference: Difference }) {
  const { t } = useTranslation('recount');
  const { file, event, figure, expected, found, reason, values } = difference;
  const line = values?.line;
  const where =
    event !== undefined
      ? t('difference.event', { file, event })
      : line !== undefined
        ? t('difference.line', { file, line })
        : file;
  const cause = typeof values?.cause === 'string' ? say(t, `cause.${values.cause}`, values) : '';
  return (
    <>
      {reason && (
        <p>
          {say(t, `reason.${reason}`, values)} {cause}
        </p>
      )}
      <dl className={classes.difference}>
        <dt>{t('difference.where')}</dt>
        <dd>{where}</dd>
        {line === undefined && (
          <>
            <dt>{t('difference.figure')}</dt>
            <dd className={classes.code}>{figure}</dd>
          </>
        )}
        {expected !== '' && (
          <>
            <dt>{t('difference.expected')}</dt>
            <dd className={classes.code}>{expected}</dd>
          </>
        )}
        {found !== '' && (
          <>
            <dt>{t('difference.found')}</dt>
            <dd className={classes.code}>{found}</dd>
          </>
        )}
      </dl>
    </>
  );
}
