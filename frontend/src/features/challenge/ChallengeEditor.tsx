import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { Skeleton } from '../../ui/Skeleton';
import { ChallengeForm } from './ChallengeForm';
import classes from './ChallengeForm.module.css';
import { emptyFields, fieldsOf, inputOf, themeInputs, themesChanged } from './form';
import { challengeQuery, createChallenge, putThemes, updateChallenge, type Challenge } from './queries';

/** Puts a new challenge to the company. */
export function NewChallenge({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useTranslation('challenge');
  const { t: f } = useTranslation('challengeForm');
  const queryClient = useQueryClient();
  const [start] = useState(() => emptyFields(new Date()));
  const draft = useDraft('challenge.new', start);
  // A changed form is another request and takes another key.
  const [key, setKey] = useState(idempotencyKey);
  const create = useMutation({
    mutationFn: async () => {
      const made = await createChallenge(inputOf(draft.value), key);
      // Names go in with the challenge; what a theme means follows. A second try finds the same challenge by its key.
      const texts = themeInputs(draft.value);
      if (!texts.some(({ about }) => about)) return made;
      return putThemes(
        made.id,
        made.version,
        texts.map((theme) => ({ ...theme, id: made.themes.find(({ name }) => name === theme.name)?.id })),
      );
    },
    onSuccess: (challenge) => {
      draft.clear();
      queryClient.setQueryData(['challenge', challenge.id], challenge);
      void queryClient.invalidateQueries({ queryKey: ['challenges'] });
      void queryClient.invalidateQueries({ queryKey: ['me'] });
      notify(f('form.created'));
      onDone(challenge.id);
    },
  });
  return (
    <Page>
      <PageHeader
        title={f('form.new')}
        crumbs={[{ label: t('list'), to: '/challenges' }, { label: f('form.new') }]}
      />
      <ChallengeForm
        fields={draft.value}
        onChange={(next) => {
          draft.set(next);
          setKey(idempotencyKey());
        }}
        onSend={() => create.mutate()}
        sending={create.isPending}
        error={create.error}
        failed={f('form.createFailed')}
        send={f('form.create')}
        kept={draft.kept}
      />
    </Page>
  );
}

/** Changes a challenge. */
export function EditChallenge({ id, onDone }: { id: string; onDone: (id: string) => void }) {
  const { t } = useTranslation('challenge');
  const query = useQuery({ ...challengeQuery(id), refetchOnWindowFocus: false });
  if (query.isPending) return <Skeleton heights={[34, 64, 120, 200, 64]} />;
  if (!query.data) {
    return <ErrorNote title={t('oneFailed')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Edit challenge={query.data} onDone={onDone} />;
}

function Edit({ challenge, onDone }: { challenge: Challenge; onDone: (id: string) => void }) {
  const { t } = useTranslation('challenge');
  const { t: f } = useTranslation('challengeForm');
  const queryClient = useQueryClient();
  // What the writing began from. A newer version that arrives meanwhile replaces nothing.
  const [base, setBase] = useState(challenge);
  const [start] = useState(() => fieldsOf(challenge, new Date()));
  const draft = useDraft(`challenge.edit.${challenge.id}`, start);
  const [theirs, setTheirs] = useState<Challenge>();
  const save = useMutation({
    mutationFn: async () => {
      const changed = await updateChallenge(base.id, base.version, inputOf(draft.value, base));
      if (!themesChanged(draft.value, changed)) return changed;
      setBase(changed); // so much is saved, should the themes be refused
      return putThemes(changed.id, changed.version, themeInputs(draft.value));
    },
    onSuccess: (changed) => {
      draft.clear();
      queryClient.setQueryData(['challenge', changed.id], changed);
      void queryClient.invalidateQueries({ queryKey: ['challenges'] });
      void queryClient.invalidateQueries({ queryKey: ['ideas', changed.id] });
      notify(f('form.saved'));
      onDone(changed.id);
    },
    onError: async (error) => {
      if (!(error instanceof Problem) || error.status !== 412) return;
      const now = await queryClient.fetchQuery({ ...challengeQuery(base.id), staleTime: 0 });
      setTheirs(now);
      setBase(now);
    },
  });
  if (!challenge.can.includes('challenge.edit')) {
    return <ErrorNote title={t('oneFailed')} hint={f('form.notYours')} />;
  }
  return (
    <Page>
      <PageHeader
        title={f('form.edit')}
        crumbs={[
          { label: t('list'), to: '/challenges' },
          { label: challenge.title, to: `/challenges/${challenge.id}` },
          { label: f('form.edit') },
        ]}
      />
      <ChallengeForm
        fields={draft.value}
        onChange={draft.set}
        onSend={() => save.mutate()}
        sending={save.isPending}
        error={theirs ? undefined : save.error}
        failed={f('form.saveFailed')}
        send={f('form.save')}
        kept={draft.kept}
        named={challenge.facilitators}
      >
        {theirs && (
          <>
            <ErrorNote title={f('form.saveFailed')} hint={f('form.stale')} />
            <section className={classes.theirs} aria-label={f('form.theirs')}>
              <strong>{f('form.theirs')}</strong>
              <pre>{[theirs.title, theirs.brief].filter(Boolean).join('\n\n')}</pre>
            </section>
          </>
        )}
      </ChallengeForm>
    </Page>
  );
}
