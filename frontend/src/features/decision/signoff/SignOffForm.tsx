import { Button, NativeSelect, Radio, Textarea } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../../api/problem';
import { useMe } from '../../../api/session';
import { writtenDate } from '../../../lib/dates';
import { useDraft } from '../../../lib/draft';
import { ErrorNote } from '../../../ui/ErrorNote';
import { IconCheck } from '../../../ui/icons';
import { notify } from '../../../ui/notices';
import { RichText } from '../../../ui/RichText';
import { useSignOff, type Choice } from '../outcome/queries';
import type { Titled } from '../outcome/titled';
import type { Decision } from '../queries';
import classes from './SignOffForm.module.css';

const choices = ['agree', 'abstain', 'disagree', 'block'] as const;
const longest = 2000; // characters of a reason, as the server takes them

type Word = { choice: Choice | ''; concept: string; reason: string };

/** A member's word on the shortlist: named, public, and changeable until all have answered. */
export default function SignOffForm({ decision, result, title }: Titled & { decision: Decision }) {
  const { t } = useTranslation(['outcome', 'ui']);
  const me = useMe().person.id;
  const mine = decision.sign_offs.find(({ cycle, person }) => cycle === decision.cycle && person.id === me);
  const before: Word = {
    choice: mine?.choice ?? '',
    concept: mine?.concept?.id ?? '',
    reason: mine?.reason ?? '',
  };
  const draft = useDraft<Word>(`signoff.${decision.id}.${decision.cycle}`, before);
  const [changing, setChanging] = useState(false);
  const [tried, setTried] = useState(false);
  const signOff = useSignOff(decision.id);
  const { choice, concept, reason } = draft.value;
  const set = (more: Partial<Word>) => draft.set({ ...draft.value, ...more });
  const block = choice === 'block';
  const fields = signOff.error instanceof Problem ? signOff.error.fields : {};
  const wrong = {
    concept: fields.concept ?? (tried && block && concept === '' ? t('signs.conceptMissing') : undefined),
    reason: fields.reason ?? (tried && block && reason.trim() === '' ? t('signs.reasonMissing') : undefined),
  };

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (choice === '' || (block && (concept === '' || reason.trim() === ''))) return;
    try {
      await signOff.mutateAsync({ choice, reason: reason.trim(), ...(block && { concept }) });
    } catch {
      return; // shown below; the words stay
    }
    draft.clear();
    setTried(false);
    setChanging(false);
    notify(t('signs.done'));
  };

  if (mine && !changing) {
    return (
      <div className={classes.card} data-signed>
        <p className={classes.signed}>
          <IconCheck size={18} />
          <span>
            <RichText text={t('signs.signed', { choice: t(`signs.choice.${mine.choice}`) })} />
          </span>
        </p>
        <Button onClick={() => setChanging(true)}>{t('signs.change')}</Button>
      </div>
    );
  }
  return (
    <form className={classes.card} onSubmit={(event) => void send(event)} noValidate>
      <h2>{t('signs.formTitle')}</h2>
      <p className={classes.text}>
        {t('signs.formText')}{' '}
        {decision.due_at && t('signs.formUntil', { date: writtenDate(new Date(decision.due_at)) })}
      </p>
      <Radio.Group
        aria-label={t('signs.formTitle')}
        value={choice}
        onChange={(value) => set({ choice: value as Choice })}
      >
        <div className={classes.choices}>
          {choices.map((each) => (
            <Radio
              key={each}
              value={each}
              label={t(`signs.choice.${each}`)}
              description={choice === each ? t(`signs.hint.${each}`) : undefined}
            />
          ))}
        </div>
      </Radio.Group>
      {block && (
        <NativeSelect
          label={t('signs.concept')}
          value={concept}
          error={wrong.concept}
          onChange={(event) => set({ concept: event.currentTarget.value })}
          data={[
            { value: '', label: t('signs.conceptChoose') },
            ...result.shortlist.map((id) => ({ value: id, label: title(id) })),
          ]}
        />
      )}
      {choice !== '' && (
        <Textarea
          label={t(block ? 'signs.reason' : 'signs.reasonOptional')}
          description={t('signs.reasonHint')}
          value={reason}
          error={wrong.reason}
          maxLength={longest}
          autosize
          minRows={2}
          onChange={(event) => set({ reason: event.currentTarget.value })}
        />
      )}
      {signOff.isError && Object.keys(fields).length === 0 && (
        <ErrorNote title={t('signs.failed')} error={signOff.error} />
      )}
      <div className={classes.acts}>
        <Button type="submit" variant="filled" disabled={choice === ''} loading={signOff.isPending}>
          {t('signs.sign')}
        </Button>
        {mine && (
          <Button
            variant="subtle"
            onClick={() => {
              draft.clear();
              setChanging(false);
            }}
          >
            {t('signs.cancel')}
          </Button>
        )}
        {draft.kept && <span className={classes.kept}>{t('signs.draft')}</span>}
      </div>
    </form>
  );
}
