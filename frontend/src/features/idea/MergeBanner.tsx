import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import { locale } from '../../i18n';
import { DraftTextarea } from '../../ui/DraftTextarea';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconMerge } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { RichText, words } from '../../ui/RichText';
import classes from './Merge.module.css';
import { consentToMerge, refreshMerged, type Idea, type Merge } from './queries';
import { UndoMerge } from './UndoMerge';

/** Where an idea lives on, and every merge that waits for its authors. */
export function MergeBanner({ idea, merges }: { idea: Idea; merges: readonly Merge[] }) {
  const { t } = useTranslation('idea');
  const done = merges.find((merge) => merge.state === 'done' && merge.source.id === idea.id);
  const proposed = merges.filter((merge) => merge.state === 'proposed');
  return (
    <>
      {idea.status === 'merged' && (
        <section className={classes.banner} aria-label={t('merge.merged')}>
          <IconMerge size={18} />
          <div className={classes.words}>
            <p className={classes.strong}>
              {idea.merged_into ? (
                <RichText
                  text={t('merge.livesOn', words({ title: idea.merged_into.title }))}
                  b={(title) => (
                    <Link
                      to="/ideas/$id"
                      params={{ id: idea.merged_into?.id ?? '' }}
                      className={classes.link}
                    >
                      {title}
                    </Link>
                  )}
                />
              ) : (
                t('merge.livesOnHidden')
              )}
            </p>
            <p className={classes.quiet}>{t('merge.livesOnHint')}</p>
            {done?.can.includes('merge.undo') && (
              <div className={classes.acts}>
                <UndoMerge merge={done} challenge={idea.challenge.id} />
              </div>
            )}
          </div>
        </section>
      )}
      {proposed.map((merge) => (
        <Proposal key={merge.id} merge={merge} challenge={idea.challenge.id} />
      ))}
    </>
  );
}

/** A merge that waits for consent: who proposed what, what would happen, and the reader's own answer where it is asked for. */
function Proposal({ merge, challenge }: { merge: Merge; challenge: string }) {
  const { t } = useTranslation('idea');
  const me = useMe().person.id;
  const queryClient = useQueryClient();
  const [declining, setDeclining] = useState(false);
  const asked = merge.awaited.some((person) => person.id === me) && merge.can.includes('merge.consent');
  const others = merge.awaited.filter((person) => person.id !== me).map((person) => person.name);
  const names = new Intl.ListFormat(locale(), { type: 'conjunction' }).format(others);
  const answer = useMutation({
    mutationFn: ({ agree, reason }: { agree: boolean; reason?: string }) =>
      consentToMerge(merge.id, agree, reason),
    onSuccess: (next) => {
      refreshMerged(queryClient, next, challenge);
      notify(
        t(
          next.state === 'done'
            ? 'merge.doneNotice'
            : next.state === 'declined'
              ? 'merge.declinedNotice'
              : 'merge.agreedNotice',
        ),
      );
    },
    // Somebody else was quicker: the page shows what happened.
    onError: () => refreshMerged(queryClient, merge, challenge),
  });
  return (
    <section className={classes.banner} data-asked={asked || undefined} aria-label={t('merge.proposal')}>
      <IconMerge size={18} />
      <div className={classes.words}>
        <p className={classes.strong}>
          <RichText
            text={t('merge.proposed', words({ source: merge.source.title, target: merge.target.title }))}
          />
        </p>
        <p className={classes.quiet}>{t('merge.by', { name: merge.proposed_by.name })}</p>
        {merge.note && <p className={classes.note}>{merge.note}</p>}
        <p className={classes.quiet}>{t('merge.effect')}</p>
        {others.length > 0 && <p className={classes.quiet}>{t('merge.awaits', { names })}</p>}
        {declining ? (
          <DraftTextarea
            draftKey={`merge.decline.${merge.id}`}
            label={t('merge.why')}
            placeholder={t('merge.whyHint')}
            sendLabel={t('merge.decline')}
            onSend={(reason) => answer.mutateAsync({ agree: false, reason })}
            sending={answer.isPending}
            error={answer.error?.message}
            maxLength={2000}
            onCancel={() => setDeclining(false)}
          />
        ) : (
          <>
            {answer.error && <ErrorNote title={t('merge.failed')} error={answer.error} />}
            <div className={classes.acts}>
              {asked && (
                <>
                  <Button
                    variant="filled"
                    loading={answer.isPending}
                    onClick={() => answer.mutate({ agree: true })}
                  >
                    {t('merge.agree')}
                  </Button>
                  <Button onClick={() => setDeclining(true)}>{t('merge.decline')}</Button>
                </>
              )}
              {!asked && merge.can.includes('merge.undo') && (
                <UndoMerge merge={merge} challenge={challenge} />
              )}
            </div>
          </>
        )}
      </div>
    </section>
  );
}
