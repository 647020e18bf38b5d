import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { patchEverywhere } from '../../live';
import { ErrorNote } from '../../ui/ErrorNote';
import { MarkdownView } from '../../ui/MarkdownView';
import { notify } from '../../ui/notices';
import classes from './IdeaEdit.module.css';
import { ideaQuery, updateIdea, type Idea } from './queries';

/** Changes an idea's words. When somebody else was faster both texts stand side by side, and nothing is lost. */
export function IdeaEdit({ idea, onDone }: { idea: Idea; onDone: () => void }) {
  const { t } = useTranslation('idea');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  // The version the writing began from: what arrives live meanwhile is not overwritten unseen.
  const [base, setBase] = useState(idea.version);
  const [start] = useState({ title: idea.title, body: idea.body });
  const draft = useDraft(`idea.edit.${idea.id}`, start);
  const [theirs, setTheirs] = useState<Idea>();
  const { title, body } = draft.value;

  const leave = () => {
    draft.clear();
    onDone();
  };
  const save = useMutation({
    mutationFn: () => updateIdea(idea.id, base, { title: title.trim(), body }),
    onSuccess: (changed) => {
      patchEverywhere<Idea>(queryClient, 'idea', idea.id, (shown) => ({ ...shown, ...changed }));
      notify(t('saved'));
      leave();
    },
    onError: async (error) => {
      if (!(error instanceof Problem) || error.status !== 412) return;
      const now = await queryClient.fetchQuery({ ...ideaQuery(idea.id), staleTime: 0 });
      setTheirs(now);
      setBase(now.version);
    },
  });
  const said = save.error instanceof Problem ? save.error.fields : {};
  const conflict = save.error instanceof Problem && save.error.status === 412;
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (title.trim() !== '' && !save.isPending) save.mutate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form className={classes.form} onSubmit={send} aria-label={t('editTitle')}>
      {theirs && <ErrorNote title={t('conflict')} hint={t('conflictHint')} />}
      <div className={classes.texts} data-both={theirs ? true : undefined}>
        <div className={classes.mine}>
          {theirs && <h2 className={classes.whose}>{t('yours')}</h2>}
          <TextInput
            label={t('field')}
            required
            maxLength={300}
            value={title}
            onChange={(event) => draft.set({ title: event.currentTarget.value, body })}
            onKeyDown={onKeyDown}
            error={title.trim() === '' ? t('needsTitle') : said.title}
          />
          <Textarea
            label={t('detail')}
            autosize
            minRows={4}
            maxRows={20}
            maxLength={20000}
            value={body}
            onChange={(event) => draft.set({ title, body: event.currentTarget.value })}
            onKeyDown={onKeyDown}
            error={said.body}
          />
        </div>
        {theirs && (
          <section className={classes.theirs} aria-label={t('theirs')}>
            <h2 className={classes.whose}>{t('theirs')}</h2>
            <h3>{theirs.title}</h3>
            <MarkdownView html={theirs.body_html} size="body" />
          </section>
        )}
      </div>
      {save.error && !conflict && !said.title && !said.body && (
        <ErrorNote title={t('saveFailed')} error={save.error} />
      )}
      <div className={classes.foot}>
        <span className={classes.kept}>{draft.kept ? ui('draft.kept') : ''}</span>
        <Button variant="subtle" onClick={leave}>
          {theirs ? t('takeTheirs') : ui('cancel')}
        </Button>
        <Button type="submit" variant="filled" loading={save.isPending} disabled={title.trim() === ''}>
          {t(theirs ? 'saveOver' : 'save')}
        </Button>
      </div>
    </form>
  );
}
