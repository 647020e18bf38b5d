import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './NewIdeaDialog.module.css';
import { PostBox, type Gathering, type Origin } from './PostBox';
import type { Idea } from './queries';

type Challenge = Gathering & { title: string };

type Props = {
  opened: boolean;
  onClose: () => void;
  /** The challenges that gather ideas now, the likeliest first; undefined while they are being read. */
  challenges: readonly Challenge[] | undefined;
  error?: unknown;
  onRetry: () => void;
  onPosted: (idea: Idea) => void;
  /** The insight or sticking point the idea comes from. */
  from?: Origin;
};

/** "New idea" from anywhere: two clicks, one field. Several open challenges: the reader's is chosen, the others offered. */
export function NewIdeaDialog({ opened, onClose, challenges, error, onRetry, onPosted, from }: Props) {
  const { t } = useTranslation('idea');
  const { t: ui } = useTranslation();
  const [wanted, setWanted] = useState<string>();
  const chosen = challenges?.find((each) => each.id === wanted) ?? challenges?.[0];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('newIdea')}
      size={640}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      {!challenges ? (
        error ? (
          <ErrorNote title={t('loadFailed')} error={error} onRetry={onRetry} />
        ) : (
          <SkeletonRows rows={1} height={112} />
        )
      ) : !chosen ? (
        <div className={classes.none}>
          <p>{t('noGather')}</p>
          <Button component={Link} to="/challenges" onClick={onClose}>
            {t('toChallenges')}
          </Button>
        </div>
      ) : (
        <div className={classes.stack}>
          {challenges.length > 1 ? (
            <label className={classes.challenge}>
              <span className={classes.label}>{t('challenge')}</span>
              <select value={chosen.id} onChange={(event) => setWanted(event.currentTarget.value)}>
                {challenges.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.title}
                  </option>
                ))}
              </select>
            </label>
          ) : (
            <p className={classes.question}>{chosen.title}</p>
          )}
          <PostBox
            key={chosen.id}
            challenge={chosen}
            focus
            from={from}
            onPosted={(idea) => {
              onClose();
              onPosted(idea);
            }}
            onLeave={onClose}
          />
        </div>
      )}
    </Modal>
  );
}
