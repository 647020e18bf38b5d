import { useTranslation } from 'react-i18next';
import { IconCheck, IconSupport } from './icons';
import classes from './VoteBox.module.css';

type Props = {
  /** The title of what is voted on, for the screen reader. */
  title: string;
  /** How many support it, the reader included. */
  count: number;
  mine: boolean;
  /** Called with what the reader wants now. Leave it out where the reader may not vote. */
  onVote?: (support: boolean) => void;
  size?: 52 | 56;
};

/** Support in one press, and back by the same press. Its width is reserved, so that a changing number moves nothing. */
export function VoteBox({ title, count, mine, onVote, size = 52 }: Props) {
  const { t } = useTranslation();
  const Icon = mine ? IconCheck : IconSupport;
  const inside = (
    <>
      <Icon size={18} />
      <span key={count} className={classes.count} aria-hidden="true">
        {count}
      </span>
      <span className="tk-hidden">{t('vote.supporters', { count })}</span>
    </>
  );
  const style = { width: `${size / 16}rem`, minHeight: `${size / 16}rem` };
  if (!onVote) {
    return (
      <span className={classes.box} data-still style={style} data-mine={mine || undefined}>
        {inside}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={classes.box}
      style={style}
      data-mine={mine || undefined}
      data-support
      aria-pressed={mine}
      title={mine ? t('vote.supported') : undefined}
      onClick={() => onVote(!mine)}
    >
      <span className="tk-hidden">{t('vote.support', { title })}. </span>
      {inside}
    </button>
  );
}
