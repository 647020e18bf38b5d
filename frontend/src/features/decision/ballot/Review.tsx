import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../../ui/ErrorNote';
import type { Marks, Method } from './receipt';
import classes from './Review.module.css';
import { inTier, tiers, type Placing } from './tiers';

type Props = {
  method: Method;
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
  /** Reasons to give with it. */
  why?: ReactNode;
  onClose: () => void;
  onSend: (marks: Marks) => void;
};

type Group = { name: string; concepts: readonly string[]; words?: string };

/** The ballot in words, once more before it goes out. */
export default function Review(props: Props) {
  const { method, marks, title, act, sending, waiting, error, why, onClose, onSend } = props;
  const { t } = useTranslation(['decision', 'ui']);
  // An objection's abstention is one of its three answers, filled in like the others.
  const abstains = 'abstain' in marks && method !== 'objection';
  const groups = useGroups(props);
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
          {groups.map(({ name, concepts, words }) => (
            <div key={name} className={classes.group}>
              <dt>{name}</dt>
              {words !== undefined ? (
                <dd>{words}</dd>
              ) : concepts.length === 0 ? (
                <dd className={classes.nothing}>{t('cast.reviewNothing')}</dd>
              ) : (
                concepts.map((id) => <dd key={id}>{title(id)}</dd>)
              )}
            </div>
          ))}
        </dl>
      )}
      {why}
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

/** The marks in groups, the best first and what got none last. */
function useGroups({ method, marks, placing, order }: Props): Group[] {
  const { t } = useTranslation('decision');
  const rest = (marked: readonly string[]) => order.filter((id) => !marked.includes(id));
  if (method === 'objection') {
    const choice = 'choice' in marks ? marks.choice : 'abstain';
    return [
      { name: t('cast.yourVoice'), concepts: [], words: t(`cast.${choice}`) },
      { name: t('cast.about'), concepts: order },
    ];
  }
  if ('ranking' in marks && method === 'stv') {
    const listed = marks.ranking.flat();
    return [
      ...listed.map((id, index) => ({ name: String(index + 1), concepts: [id] })),
      ...(listed.length < order.length ? [{ name: t('cast.unranked'), concepts: rest(listed) }] : []),
    ];
  }
  if ('ranking' in marks) {
    return tiers.map((tier) => ({ name: t(`cast.tier.${tier}`), concepts: inTier(placing, order, tier) }));
  }
  if ('approvals' in marks) {
    return [
      { name: t('cast.ticked'), concepts: order.filter((id) => marks.approvals.includes(id)) },
      { name: t('cast.unticked'), concepts: rest(marks.approvals) },
    ];
  }
  if ('scores' in marks) {
    return byPoints(order, marks.scores).map(([count, concepts]) => ({
      name: t('cast.stars', { count }),
      concepts,
    }));
  }
  if ('dots' in marks) {
    return byPoints(order, marks.dots).map(([count, concepts]) => ({
      name: t('cast.dots', { count }),
      concepts,
    }));
  }
  return [];
}

function byPoints(order: readonly string[], points: Record<string, number>): [number, string[]][] {
  const given = [...new Set(order.map((id) => points[id] ?? 0))].sort((a, b) => b - a);
  return given.map((value) => [value, order.filter((id) => (points[id] ?? 0) === value)]);
}
