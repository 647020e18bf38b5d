import { useTranslation } from 'react-i18next';
import { IconAgree, IconDisagree, IconPass } from './icons';
import classes from './StanceBox.module.css';

/** 1 agree, -1 disagree, 0 pass; undefined when the reader has taken no stance. */
export type Stance = 1 | 0 | -1 | undefined;

type Props = {
  title: string;
  counts: { agree: number; disagree: number; pass: number };
  mine: Stance;
  /** Called with what the reader wants now; undefined takes the stance back. Leave it out where the reader may not vote. */
  onVote?: (stance: Stance) => void;
};

const stances = [
  { value: 1, word: 'agree', icon: IconAgree },
  { value: -1, word: 'disagree', icon: IconDisagree },
  { value: 0, word: 'pass', icon: IconPass },
] as const;

/** Agree, disagree or pass in one press, and back by the same press. */
export function StanceBox({ title, counts, mine, onVote }: Props) {
  const { t } = useTranslation();
  return (
    <div role="group" aria-label={t('vote.stance', { title })} className={classes.group}>
      {stances.map(({ value, word, icon: Icon }) => (
        <button
          key={word}
          type="button"
          className={classes.stance}
          data-mine={mine === value || undefined}
          data-support={value === 1 || undefined}
          aria-pressed={mine === value}
          disabled={!onVote}
          onClick={() => onVote?.(mine === value ? undefined : value)}
        >
          <Icon size={16} />
          <span className={classes.word}>{t(`vote.${word}`)}</span>
          <span className={classes.count}>{counts[word]}</span>
        </button>
      ))}
    </div>
  );
}
