import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../../ui/ErrorNote';
import { notify } from '../../../ui/notices';
import type { Why } from './why';
import classes from './WhyCard.module.css';
import { WhyList } from './WhyList';

type Props = { why: Why; order: readonly string[]; title: (id: string) => string };

/** The reasons after the ballot is in: until the close they can be written, changed and taken back. */
export function WhyCard({ why, order, title }: Props) {
  const { t } = useTranslation('decision');
  const save = async () => {
    if (await why.send()) notify(t('why.saved'));
  };
  return (
    <div className={classes.card}>
      <WhyList why={why} order={order} title={title} />
      {why.sent > 0 && why.unsent.length === 0 && (
        <p role="status" className={classes.note}>
          {t('why.in', { count: why.sent })}
        </p>
      )}
      {why.error && <ErrorNote title={t('why.failed')} error={why.error} />}
      {why.unsent.length > 0 && (
        <div className={classes.acts}>
          <Button loading={why.sending} onClick={() => void save()}>
            {t('why.save')}
          </Button>
          {why.kept && <span className={classes.note}>{t('why.draftKept')}</span>}
        </div>
      )}
    </div>
  );
}
