import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../lib/draft';
import classes from './PostBox.module.css';
import type { Idea } from './queries';

type Props = {
  idea: Idea;
  /** What the reader had written for an idea of their own. */
  words: string;
  onDiscard: () => void;
  onLeave: () => void;
};

/** After "Support this instead": the words are not lost, they can go in as a comment. */
export function Joined({ idea, words, onDiscard, onLeave }: Props) {
  const { t } = useTranslation('idea');
  const navigate = useNavigate();
  const comment = useDraft(`comment.idea.${idea.id}`, '');
  const asComment = () => {
    comment.set([comment.value, words].filter(Boolean).join('\n\n'));
    onLeave();
    void navigate({ to: '/ideas/$id', params: { id: idea.id }, hash: 'comments' });
  };
  return (
    <div className={classes.joined} role="status">
      <p>
        <strong>{t('joined', { title: idea.title })}</strong> {t('joinedHint')}
      </p>
      <div className={classes.joinedActs}>
        <Button variant="filled" onClick={asComment}>
          {t('asComment')}
        </Button>
        <Button variant="subtle" onClick={onDiscard}>
          {t('discard')}
        </Button>
        <Link to="/ideas/$id" params={{ id: idea.id }} onClick={onLeave}>
          {t('openIdea')}
        </Link>
      </div>
    </div>
  );
}
