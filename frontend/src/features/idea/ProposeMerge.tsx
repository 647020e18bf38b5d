import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { useMe } from '../../api/session';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './Merge.module.css';
import { ideasQuery, proposeMerge, refreshMerged, similarQuery, type Idea } from './queries';

type Props = { idea: Idea; opened: boolean; onClose: () => void };

/** Chooses the idea that this one would live on in: those that say much the same come first. */
export default function ProposeMerge({ idea, opened, onClose }: Props) {
  const { t } = useTranslation('idea');
  const { t: ui } = useTranslation();
  const me = useMe().person.id;
  const queryClient = useQueryClient();
  const name = useId();
  const [q, setQ] = useState('');
  const [asked] = useDebouncedValue(q.trim(), 250);
  const [chosen, setChosen] = useState<Idea>();
  const [key, setKey] = useState(idempotencyKey);
  const note = useDraft(`merge.note.${idea.id}`, '');
  const similar = useQuery(similarQuery(idea.challenge.id, idea.title));
  const list = useInfiniteQuery(ideasQuery(idea.challenge.id, { sort: 'top', q: asked || undefined }));
  const fits = (each: Idea) => each.id !== idea.id && each.status !== 'hidden' && each.status !== 'merged';
  const first = asked ? [] : (similar.data?.items ?? []).filter(fits);
  const rest = (list.data?.pages.flatMap((page) => page.items) ?? [])
    .filter(fits)
    .filter((each) => !first.some((one) => one.id === each.id));
  const both = chosen && chosen.author.id === me && idea.author.id === me;

  const propose = useMutation({
    mutationFn: (into: Idea) => proposeMerge(idea.id, into.id, note.value.trim(), key),
    onSuccess: (merge) => {
      note.clear();
      refreshMerged(queryClient, merge, idea.challenge.id);
      notify(t(merge.state === 'done' ? 'merge.doneNotice' : 'merge.proposedNotice'));
      onClose();
    },
  });
  const choose = (each: Idea) => {
    setChosen(each);
    setKey(idempotencyKey());
    propose.reset();
  };
  const choice = (each: Idea) => (
    <label key={each.id} className={classes.choice} data-on={chosen?.id === each.id || undefined}>
      <input type="radio" name={name} checked={chosen?.id === each.id} onChange={() => choose(each)} />
      <span className={classes.choiceWords}>
        {each.title}
        <span className={classes.choiceMeta}>
          {each.author.name} ·{' '}
          {t(each.vote_mode === 'stance' ? 'agreeIt' : 'supportIt', { count: each.counts.agree })}
        </span>
      </span>
    </label>
  );
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('merge.title')}
      size={640}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <div className={classes.dialog}>
        <p className={classes.quiet}>{t('merge.effect')}</p>
        <TextInput
          type="search"
          aria-label={t('merge.search')}
          placeholder={t('merge.search')}
          maxLength={200}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        {list.isPending ? (
          <SkeletonRows rows={4} height={56} />
        ) : list.isError ? (
          <ErrorNote title={t('loadFailed')} error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <div className={classes.choices} role="radiogroup" aria-label={t('merge.into')}>
            {chosen && ![...first, ...rest].some((each) => each.id === chosen.id) && choice(chosen)}
            {first.map(choice)}
            {rest.map(choice)}
            {first.length + rest.length === 0 && (
              <p className={classes.quiet}>{asked ? t('emptySearch', { q: asked }) : t('merge.noOther')}</p>
            )}
            {list.hasNextPage && (
              <button type="button" className="tk-link" onClick={() => void list.fetchNextPage()}>
                {t('merge.moreIdeas')}
              </button>
            )}
          </div>
        )}
        <Textarea
          label={t('merge.note')}
          description={t('merge.noteHint')}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={note.value}
          onChange={(event) => {
            note.set(event.currentTarget.value);
            setKey(idempotencyKey());
          }}
        />
        {propose.error && <ErrorNote title={t('merge.failed')} error={propose.error} />}
        <div className={classes.acts}>
          <Button
            variant="filled"
            disabled={!chosen}
            loading={propose.isPending}
            onClick={() => chosen && propose.mutate(chosen)}
          >
            {t(both ? 'merge.now' : 'merge.propose')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </div>
    </Modal>
  );
}
