import { Button, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { PersonLine } from '../../ui/PersonLine';
import classes from './EditCommitment.module.css';
import { EffectFields } from './EffectFields';
import { changesOf, formOf, halves, lacking, type Form } from './form';
import { peopleQuery, useUpdateCommitment, type Commitment, type Status } from './queries';
import { statuses } from './timeline';
import { when } from './when';

/** Status, note, dates and owner of a commitment. Nothing is sent but what was changed. */
export default function EditCommitment({
  commitment,
  onClose,
}: {
  commitment: Commitment;
  onClose: () => void;
}) {
  const { t } = useTranslation(['roadmap', 'ui']);
  const update = useUpdateCommitment(commitment.id);
  // What the form started from; a newer one comes in through the list and is shown beside it.
  const [base, setBase] = useState(() => formOf(commitment));
  const draft = useDraft<Form>(`commitment.v2.${commitment.id}`, base);
  const form = draft.value;
  const set = (change: Partial<Form>) => draft.set({ ...form, ...change });
  const [q, setQ] = useState('');
  const [words] = useDebouncedValue(q.trim(), 200);
  const people = useQuery(peopleQuery(words));
  const problem = update.error instanceof Problem ? update.error : undefined;
  const wrong = problem?.fields ?? {};
  const stale = problem?.status === 412 || form.version < commitment.version;
  const order = form.starts_on !== '' && form.due_on !== '' && form.due_on < form.starts_on;
  const change = changesOf(form, base);
  const half = Object.keys(halves(form.effect)).length > 0;
  // Said before it is sent: the server refuses it for the same reason.
  const unmeasured =
    form.status === 'done' &&
    (base.status !== 'done' || change.effect !== undefined) &&
    lacking(form.effect).length > 0;
  const silent =
    form.status === 'stopped' &&
    form.reason.trim() === '' &&
    (base.status !== 'stopped' || base.reason !== '');

  // A second attempt after somebody else's change is made over what is shown as theirs.
  const save = async () => {
    const sent = stale ? changesOf(form) : change;
    const version = stale ? commitment.version : Math.max(form.version, base.version);
    if (stale) {
      setBase(formOf(commitment));
      set({ version });
    }
    try {
      await update.mutateAsync({ version, change: sent });
      draft.clear();
      notify(t('saved', { title: commitment.title }));
      onClose();
    } catch {
      // Shown in the dialog; what was typed is kept.
    }
  };
  const theirs = [
    t(`status.${commitment.status}`),
    when(t, commitment),
    commitment.owner?.name,
    commitment.note,
  ].filter(Boolean);

  return (
    <Modal opened onClose={onClose} title={t('editTitle')} closeButtonProps={{ 'aria-label': t('ui:close') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p className={classes.title}>{commitment.title}</p>
        <NativeSelect
          label={t('statusField')}
          error={wrong.status}
          value={form.status}
          onChange={(event) => set({ status: event.currentTarget.value as Status })}
          data={statuses.map((status) => ({ value: status, label: t(`status.${status}`) }))}
        />
        {unmeasured && (
          <p className={classes.refused} role="status">
            {t('doneRefused')}
          </p>
        )}
        {(form.status === 'stopped' || form.reason !== '') && (
          <Textarea
            label={t('reason')}
            description={t('reasonHint')}
            error={wrong.reason}
            required={form.status === 'stopped'}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={form.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
          />
        )}
        <Textarea
          label={t('note')}
          description={t('noteHint')}
          error={wrong.note}
          autosize
          minRows={2}
          maxRows={12}
          maxLength={5000}
          value={form.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
        <div className={classes.dates}>
          <TextInput
            type="date"
            label={t('starts')}
            error={wrong.starts_on}
            value={form.starts_on}
            onChange={(event) => set({ starts_on: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t('due')}
            error={order ? t('datesOrder') : wrong.due_on}
            value={form.due_on}
            onChange={(event) => set({ due_on: event.currentTarget.value })}
          />
        </div>
        <div>
          <p className={classes.label}>{t('owner')}</p>
          {form.owner ? <PersonLine person={form.owner} /> : t('noOwner')}
          <TextInput
            mt="xs"
            type="search"
            aria-label={t('ownerSearch')}
            placeholder={t('ownerSearch')}
            error={wrong.owner}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
          {words !== '' && q !== '' && (
            <ul className={classes.found}>
              {people.data?.items.map((person) => (
                <li key={person.id}>
                  <button
                    type="button"
                    className={classes.person}
                    onClick={() => {
                      set({ owner: person });
                      setQ('');
                    }}
                  >
                    <PersonLine person={person} />
                  </button>
                </li>
              ))}
              {people.data?.items.length === 0 && <li className={classes.none}>{t('ownerNone')}</li>}
            </ul>
          )}
        </div>
        <EffectFields
          commitment={commitment}
          value={form.effect}
          onChange={(effect) => set({ effect })}
          wrong={wrong}
        />
        {stale ? (
          <ErrorNote title={t('stale')} hint={t('theirs', { text: theirs.join(' · ') })} />
        ) : (
          problem && <ErrorNote title={t('notSaved')} error={problem} />
        )}
        <div className={classes.acts}>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button
            variant="filled"
            type="submit"
            disabled={order || half || unmeasured || silent || (!stale && Object.keys(change).length === 0)}
            loading={update.isPending}
          >
            {t('save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
