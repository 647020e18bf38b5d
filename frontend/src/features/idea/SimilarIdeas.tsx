import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { IconCheck, IconSupport } from '../../ui/icons';
import { useMayVote } from './IdeaVote';
import classes from './PostBox.module.css';
import type { Idea } from './queries';
import { useVote } from './vote';

const few = 2;

/** Ideas that say much the same as what is being written, with the way to join them; joining is the easy way. */
export function SimilarIdeas({
  ideas,
  onJoined,
}: {
  ideas: readonly Idea[];
  onJoined: (idea: Idea) => void;
}) {
  const { t } = useTranslation('idea');
  const [all, setAll] = useState(false);
  const rest = ideas.length - (all ? ideas.length : few);
  return (
    <section
      className={classes.similar}
      aria-live="polite"
      aria-label={t('similar', { count: ideas.length })}
    >
      <p className={classes.similarHead}>
        <strong>{t('similar', { count: ideas.length })}</strong>
        <span className={classes.similarHint}>{t('similarHint')}</span>
      </p>
      <ul className={classes.similarList} data-all={all || undefined}>
        {ideas.slice(0, all ? undefined : few).map((idea, index) => (
          <li key={idea.id} className={classes.match}>
            <Match idea={idea} strong={index === 0} onJoined={onJoined} />
          </li>
        ))}
      </ul>
      {!all && ideas.length > 1 && (
        <button
          type="button"
          className={classes.moreSimilar}
          data-wide={rest > 0 || undefined}
          onClick={() => setAll(true)}
        >
          <span className={classes.onWide}>{rest > 0 && t('similarMore', { count: rest })}</span>
          <span className={classes.onPhone}>{t('similarMore', { count: ideas.length - 1 })}</span>
        </button>
      )}
    </section>
  );
}

type MatchProps = { idea: Idea; strong: boolean; onJoined: (idea: Idea) => void };

function Match({ idea, strong, onJoined }: MatchProps) {
  const { t } = useTranslation('idea');
  const vote = useVote();
  const may = useMayVote(idea);
  const stance = idea.vote_mode === 'stance';
  const mine = idea.counts.my_vote === 1;
  const join = async () => {
    if (await vote(idea, 1)) onJoined(idea);
  };
  return (
    <>
      <div className={classes.matchWords}>
        <Link to="/ideas/$id" params={{ id: idea.id }} className={classes.matchTitle}>
          {idea.title}
        </Link>
        <p className={classes.matchMeta}>
          <span>{t(stance ? 'agreeIt' : 'supportIt', { count: idea.counts.agree })}</span>
          <DepartmentTag name={idea.author.department} />
        </p>
      </div>
      {mine ? (
        <span className={classes.already}>
          <IconCheck size={16} />
          {t('supportedAlready')}
        </span>
      ) : (
        may && (
          <Button
            className={classes.join}
            variant={strong ? 'filled' : undefined}
            leftSection={<IconSupport size={16} />}
            onClick={() => void join()}
          >
            {t(stance ? 'agreeInstead' : 'supportInstead')}
          </Button>
        )
      )}
    </>
  );
}
