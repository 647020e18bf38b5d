import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { writtenDate } from '../../../lib/dates';
import { IconCheck, IconLock, IconWarning } from '../../../ui/icons';
import type { Decision } from '../queries';
import type { Sent } from './kept';
import classes from './ReceiptCard.module.css';

type Props = {
  decision: Decision;
  /** The ballot as this browser sent it; undefined in any other browser. */
  sent: Sent | undefined;
  title: (id: string) => string;
  /** Left out where this browser cannot change the ballot. */
  onChange?: () => void;
};

/** What the voter keeps: the receipt, compared in this browser, and the way to change the ballot. */
export function ReceiptCard({ decision, sent, title, onChange }: Props) {
  const { t } = useTranslation('decision');
  const open = decision.state === 'open';
  const download = () => {
    if (!sent) return;
    const titles = Object.fromEntries(decision.candidates.map(({ id }) => [id, title(id)]));
    const file = {
      decision: decision.id,
      title: decision.title,
      concepts: titles,
      record: sent.record,
      receipt: sent.receipt,
      note: t('receipt.fileNote'),
    };
    const address = URL.createObjectURL(
      new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }),
    );
    const link = document.createElement('a');
    link.href = address;
    link.download = `receipt-${decision.id}.json`;
    link.click();
    URL.revokeObjectURL(address);
  };
  const abstained = sent && 'abstain' in sent.marks;
  return (
    <div className={classes.card}>
      <h2 className={classes.title}>
        <IconCheck size={20} />
        {abstained ? t('receipt.abstained') : t('receipt.title')}
      </h2>
      {sent ? (
        <>
          <p
            className={classes.verdict}
            data-differs={!sent.same || undefined}
            role={sent.same ? undefined : 'alert'}
          >
            {!sent.same && <IconWarning size={16} />}
            {sent.same ? t('receipt.same') : t('receipt.differs')}
          </p>
          <p className={classes.label}>{t('receipt.code')}</p>
          <p className={classes.code}>{sent.receipt.match(/.{1,8}/g)?.join(' ')}</p>
          <p className={classes.what}>{t('receipt.what')}</p>
        </>
      ) : (
        open &&
        !onChange && (
          <p className={classes.what}>
            {t('receipt.elsewhere')} {t('receipt.elsewhereMore')}
          </p>
        )
      )}
      <div className={classes.acts}>
        {open && onChange && <Button onClick={onChange}>{t('receipt.change')}</Button>}
        {sent && (
          <Button variant={open ? 'subtle' : 'default'} onClick={download}>
            {t('receipt.download')}
          </Button>
        )}
      </div>
      {open && (
        <p className={classes.secret}>
          <IconLock size={14} />
          <span>
            {t('cast.secret')}{' '}
            {onChange && t('cast.until', { date: writtenDate(new Date(decision.closes_at)) })}
          </span>
        </p>
      )}
    </div>
  );
}
