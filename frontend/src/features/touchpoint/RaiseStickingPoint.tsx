import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { raiseStickingPoint, showPoint, type Insight, type StickingPoint } from './queries';
import classes from './RaiseStickingPoint.module.css';

export type Place = { id: string; title: string };

type Props = {
  opened: boolean;
  onClose: () => void;
  /** Where the customer sticks; asked for when it is left out. */
  touchpoint?: Place;
  /** Customers' words it is raised from; chosen already. */
  insights?: readonly Insight[];
  onRaised?: (point: StickingPoint) => void;
  /** Chooses a touchpoint; joined in src/app. */
  place: (value: Place | null, onChange: (next: Place | null) => void, error?: string) => ReactNode;
  /** Chooses insights; joined in src/app. */
  pick: (chosen: readonly Insight[], onChange: (next: Insight[]) => void, at?: Place) => ReactNode;
};

/** Raises a sticking point: what it is in one line, where, and the customers' words it rests on. */
export function RaiseStickingPoint(props: Props) {
  const { opened, onClose } = props;
  const { t } = useTranslation('touchpoint');
  const { t: ui } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('raise.title')}
      size={680}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <Form {...props} />
    </Modal>
  );
}

function Form({ onClose, touchpoint, insights = [], onRaised, place, pick }: Props) {
  const { t } = useTranslation('touchpoint');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const name = `raise.${touchpoint?.id ?? 'new'}.${insights[0]?.id ?? ''}`;
  const draft = useDraft(name, { title: '', body: '', at: touchpoint ?? null, key: '' });
  const { title, body, at } = draft.value;
  const [chosen, setChosen] = useState<Insight[]>([...insights]);
  const [asksPlace, setAsksPlace] = useState(false);
  const write = (part: Partial<{ title: string; body: string; at: Place | null }>) => {
    if (raise.isError) raise.reset();
    draft.set({ ...draft.value, ...part, key: idempotencyKey() });
  };
  const raise = useMutation({
    mutationFn: ({ to, key }: { to: string; key: string }) =>
      raiseStickingPoint(
        {
          touchpoint: to,
          title: title.trim(),
          ...(body.trim() && { body: body.trim() }),
          ...(chosen.length > 0 && { insights: chosen.map((each) => each.id) }),
        },
        key,
      ),
    onSuccess: (point) => {
      draft.clear();
      showPoint(queryClient, point);
      notify(t('raise.done'));
      onClose();
      onRaised?.(point);
    },
  });
  const send = () => {
    if (title.trim() === '' || raise.isPending) return;
    if (!at) setAsksPlace(true);
    else raise.mutate({ to: at.id, key: draft.value.key || idempotencyKey() });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
  const said = raise.error instanceof Problem ? raise.error.fields : {};
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends from every field
    <form
      className={classes.form}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextInput
        label={t('raise.name')}
        placeholder={t('raise.namePlaceholder')}
        maxLength={200}
        data-autofocus
        value={title}
        onChange={(event) => write({ title: event.currentTarget.value })}
        error={said.title}
      />
      {touchpoint ? (
        <p className={classes.quiet}>{t('raise.at', { place: touchpoint.title })}</p>
      ) : (
        place(
          at,
          (next) => {
            setAsksPlace(false);
            write({ at: next });
          },
          asksPlace ? t('raise.placeMissing') : said.touchpoint,
        )
      )}
      <Textarea
        label={t('raise.body')}
        placeholder={t('raise.bodyPlaceholder')}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        value={body}
        onChange={(event) => write({ body: event.currentTarget.value })}
        error={said.body}
      />
      <div>
        <p className={classes.label}>{t('raise.evidence')}</p>
        {pick(chosen, setChosen, at ?? undefined)}
      </div>
      {raise.isError && <ErrorNote title={t('raise.failed')} error={raise.error} />}
      <div className={classes.foot}>
        <span className={classes.kept}>{draft.kept && title.trim() !== '' ? ui('draft.kept') : ''}</span>
        <Button variant="subtle" onClick={onClose}>
          {ui('cancel')}
        </Button>
        <Button type="submit" variant="filled" disabled={title.trim() === ''} loading={raise.isPending}>
          {t('raise.act')}
        </Button>
      </div>
    </form>
  );
}
