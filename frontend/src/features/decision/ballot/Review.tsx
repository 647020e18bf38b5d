import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../../ui/ErrorNote';
import type { Marks } from './receipt';
import classes from './Review.module.css';
import { inTier, tiers, type Placing } from './tiers';

type Props = {
  marks: Marks;
  placing: Placing;
  order: readonly string[];
  title: (id: string) => string;
  closes: string;
  /** The words of the sending button. */
  act: string;
  sending: boolean;
  /** It could not be sent yet and is tried again. */
  waiting: boolean;
  error?: Error;
  onClose: () => void;
  onSend: (marks: Marks) => void;
};

/** The ballot in words, once more before it goes out. */
export default function Review(props: Props) {
  const { marks, placing, order, title, act, sending, waiting, error, onClose, onSend } = props;
  const { t } = useTranslation(['decision', 'ui']);
  const abstains = 'abstain' in marks;
  const groups = abstains
    ? []
    : 'ranking' in marks
      ? tiers.map((tier) => ({ name: t(`cast.tier.${tier}`), concepts: inTier(placing, order, tier) }))
      : [
          { name: t('cast.ticked'), concepts: order.filter((id) => marks.approvals.includes(id)) },
          { name: t('cast.unticked'), concepts: order.filter((id) => !marks.approvals.includes(id)) },
        ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={abstains ? t('cast.abstain') : t('cast.reviewTitle')}
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <p className={classes.text}>{abstains ? t('cast.reviewAbstain') : t('cast.reviewText')}</p>
      {groups.length > 0 && (
        <dl className={classes.groups}>
          {groups.map(({ name, concepts }) => (
            <div key={name} className={classes.group}>
              <dt>{name}</dt>
              {concepts.length === 0 ? (
                <dd className={classes.nothing}>{t('cast.reviewNothing')}</dd>
              ) : (
                concepts.map((id) => <dd key={id}>{title(id)}</dd>)
              )}
            </div>
          ))}
        </dl>
      )}
      {error && <ErrorNote title={t('cast.notSent')} error={error} />}
      <p className={classes.until}>{t('cast.until', { date: props.closes })}</p>
      <div className={classes.acts}>
        <Button onClick={onClose}>{abstains ? t('ui:cancel') : t('cast.reviewBack')}</Button>
        <Button
          variant="filled"
          onClick={() => onSend(marks)}
          loading={sending}
          disabled={waiting}
          data-autofocus
        >
          {waiting ? t('cast.waiting') : abstains ? t('cast.abstain') : act}
        </Button>
      </div>
    </Modal>
  );
}
