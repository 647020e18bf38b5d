import { ActionIcon, Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { writtenDate } from '../../lib/dates';
import { useDraft } from '../../lib/draft';
import { useNow } from '../../lib/now';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconClose } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { CandidatePicker } from './CandidatePicker';
import classes from './DecisionForm.module.css';
import {
  draftOf,
  fieldTime,
  lacksOf,
  momentOf,
  quorumOf,
  defaultQuorum,
  usualClose,
  lacksOfConcept,
  optionsOf,
  type Draft,
} from './form';
import { LackCard } from './LackCard';
import { MethodChoice } from './MethodChoice';
import { PanelPicker } from './PanelPicker';
import { StepsAfter } from './StepsAfter';
import {
  candidatesQuery,
  challengeChoicesQuery,
  leadersQuery,
  useCreateDecision,
  useDiscardDecision,
  useOpenDecision,
  useUpdateDecision,
  type Decision,
} from './queries';

/** What is kept while it is written; a panel nobody has touched is the leadership team. */
type Written = Omit<Draft, 'panel'> & { panel: Draft['panel'] | null; version: number };

type Props = {
  /** The draft that is edited; left out for a new one. */
  decision?: Decision;
  /** The challenge of a new one, when the way here has named it. */
  challenge?: string;
};

function untouched(decision: Decision | undefined, challenge: string): Written {
  if (decision) return { ...draftOf(decision), version: decision.version };
  return {
    challenge,
    title: '',
    question: '',
    seats: 3,
    method: 'pairwise',
    options: {},
    followUp: 2880,
    secondRound: false,
    candidates: [],
    panel: null,
    quorum: undefined,
    opens: '',
    closes: fieldTime(usualClose(new Date())),
    version: 0,
  };
}

/** Prepares a decision: everything it still lacks is named, and nothing can be changed once it is open. */
export default function DecisionForm({ decision, challenge = '' }: Props) {
  const { t } = useTranslation('decision');
  const navigate = useNavigate();
  const now = useNow();
  const [base] = useState(() => untouched(decision, challenge));
  const written = useDraft(`decision.${decision?.id ?? 'new'}`, base);
  const [key] = useState(idempotencyKey);
  const leaders = useQuery({ ...leadersQuery, enabled: !decision });
  const challenges = useInfiniteQuery({ ...challengeChoicesQuery, enabled: !decision });
  const create = useCreateDecision();
  // Emptied before the page learns of the new version: what is kept then belongs to somebody who has not saved.
  const update = useUpdateDecision(decision?.id ?? '', written.clear);
  const opening = useOpenDecision();
  const discard = useDiscardDecision(decision?.id ?? '');
  const [asking, setAsking] = useState<'open' | 'discard' | null>(null);

  // What an earlier version of the page kept may lack a part.
  const draft: Draft = {
    ...base,
    ...written.value,
    panel: written.value.panel ?? base.panel ?? leaders.data?.items ?? [],
  };
  const set = (change: Partial<Written>) => written.set({ ...written.value, ...change });
  const choices = (challenges.data?.pages.flatMap((page) => page.items) ?? []).filter((each) =>
    each.can.includes('decision.prepare'),
  );
  const phase = choices.find((each) => each.id === draft.challenge)?.phase;
  const concepts = useInfiniteQuery(candidatesQuery(draft.challenge));
  const bare = (concepts.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (each) => draft.candidates.includes(each.id) && lacksOfConcept(each).length > 0,
  );
  const lacks = lacksOf(draft, now, bare.length);
  const late = decision ? !decision.can.includes('decision.open') : phase !== undefined && phase !== 'decide';
  const failed = create.error ?? update.error;
  const fieldsOf = (error: unknown) => (error instanceof Problem ? error.fields : {});
  const fields: Readonly<Record<string, string>> = { ...fieldsOf(opening.error), ...fieldsOf(failed) };
  // The form is made anew for every version (DecisionPage); what was kept may have begun from an older one.
  const stale = written.value.version !== base.version;
  const dirty = JSON.stringify(withoutVersion(written.value)) !== JSON.stringify(withoutVersion(base));
  const closes = momentOf(draft.closes);
  const opens = momentOf(draft.opens);
  const mayEdit = !decision || decision.can.includes('decision.edit');
  const savable = draft.challenge !== '' && draft.title.trim() !== '' && closes && draft.seats >= 1;
  const busy = create.isPending || update.isPending || opening.isPending;

  if (!mayEdit) {
    return (
      <>
        <PageHeader
          title={decision?.title ?? ''}
          short={t('draft')}
          crumbs={[{ label: t('decisions'), to: '/decisions' }, { label: t('draft') }]}
        />
        <EmptyState text={t('form.draftOnly')} />
      </>
    );
  }

  /** The saved draft; throws what the server had against it. */
  const save = async (): Promise<Decision> => {
    const sent = {
      title: draft.title.trim(),
      question: draft.question.trim(),
      seats: draft.seats,
      method: draft.method,
      options: optionsOf(draft),
      follow_up: draft.followUp,
      second_round: draft.secondRound,
      candidates: draft.candidates,
      panel: draft.panel.map((person) => person.id),
      quorum: draft.panel.length > 0 ? quorumOf(draft) : undefined,
      opens_at: opens?.toISOString(),
      closes_at: (closes ?? new Date()).toISOString(),
    };
    if (!decision) {
      const made = await create.mutateAsync({ key, draft: { ...sent, challenge: draft.challenge } });
      written.clear();
      return made;
    }
    const forgotten = !opens && decision.opens_at ? { by_hand: true } : {};
    return update.mutateAsync({ version: base.version, draft: { ...sent, ...forgotten } });
  };
  const onSave = async () => {
    try {
      const saved = await save();
      notify(t('form.saved'));
      if (!decision) await navigate({ to: '/decisions/$id', params: { id: saved.id }, replace: true });
    } catch {
      // Shown below the form.
    }
  };
  const onOpen = async () => {
    try {
      const saved = !decision || dirty ? await save() : decision;
      await opening.mutateAsync(saved.id);
      written.clear();
      notify(t('form.opened'));
      if (!decision) await navigate({ to: '/decisions/$id', params: { id: saved.id }, replace: true });
    } catch {
      setAsking(null); // what the server had against it stands at the field and below the acts
    }
  };
  const onDiscard = async () => {
    await discard.mutateAsync();
    written.clear();
    notify(t('form.discarded'));
    await navigate({ to: '/decisions', replace: true });
  };
  return (
    <Page
      aside={
        <div className={classes.aside}>
          <LackCard
            lacks={lacks}
            late={late}
            savable={!!savable && (!decision || dirty)}
            saving={busy && asking === null}
            onOpen={() => setAsking('open')}
            onSave={() => void onSave()}
          >
            {stale && (
              <div role="alert" className={classes.stale}>
                <p>{t('form.stale')}</p>
                <Button onClick={written.clear}>{t('form.takeTheirs')}</Button>
              </div>
            )}
            {failed && <ErrorNote title={t('form.notSaved')} error={failed} />}
            {opening.error && <ErrorNote title={t('form.notOpened')} error={opening.error} />}
          </LackCard>
          {decision?.can.includes('decision.delete') && (
            <Button variant="subtle" color="bad" onClick={() => setAsking('discard')}>
              {t('form.discard')}
            </Button>
          )}
        </div>
      }
    >
      <PageHeader
        title={decision ? t('form.editTitle') : t('form.newTitle')}
        short={t('draft')}
        crumbs={[{ label: t('decisions'), to: '/decisions' }, { label: t('draft') }]}
        meta={t('form.intro')}
      />
      <form className={classes.form} onSubmit={(event) => event.preventDefault()}>
        {decision ? (
          <p className={classes.fixed}>
            <span className={classes.label}>{t('form.challenge')}</span>
            {decision.challenge.title}
          </p>
        ) : (
          <NativeSelect
            id="decision-challenge"
            label={t('form.challenge')}
            error={fields.challenge}
            value={draft.challenge}
            onChange={(event) => set({ challenge: event.currentTarget.value, candidates: [] })}
            data={[
              { value: '', label: t('form.chooseChallenge') },
              ...choices.map((each) => ({ value: each.id, label: each.title })),
            ]}
          />
        )}
        <TextInput
          id="decision-title"
          label={t('form.title')}
          placeholder={t('form.titlePlaceholder')}
          maxLength={200}
          error={fields.title}
          value={draft.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <Textarea
          id="decision-question"
          label={t('form.question')}
          placeholder={t('form.questionPlaceholder')}
          maxLength={2000}
          autosize
          minRows={1}
          error={fields.question}
          value={draft.question}
          onChange={(event) => set({ question: event.currentTarget.value })}
        />
        <Group title={t('form.method')}>
          <MethodChoice draft={draft} fields={fields} onChange={set} />
        </Group>
        <Group title={t('form.candidates')} hint={t('form.candidatesHint')} id="decision-candidates">
          <CandidatePicker
            challenge={draft.challenge}
            chosen={draft.candidates}
            known={decision?.candidates ?? []}
            onChange={(candidates) => set({ candidates })}
          />
          {fields.candidates && <p className={classes.error}>{fields.candidates}</p>}
        </Group>
        <Group title={t('form.choose')}>
          <div className={classes.line}>
            <NumberInput
              id="decision-seats"
              aria-label={t('form.choose')}
              className={classes.number}
              min={1}
              max={39}
              allowDecimal={false}
              error={fields.seats}
              value={Number.isNaN(draft.seats) ? '' : draft.seats}
              onChange={(value) => set({ seats: value === '' ? 0 : Number(value) })}
            />
            <span className={classes.after}>{t('form.seatsOf', { count: draft.candidates.length })}</span>
          </div>
        </Group>
        <Group title={t('form.panel')} hint={t('form.panelHint')} id="decision-panel">
          <PanelPicker
            panel={draft.panel}
            error={leaders.error}
            onRetry={() => void leaders.refetch()}
            onChange={(panel) => set({ panel })}
          />
          {fields.panel && <p className={classes.error}>{fields.panel}</p>}
        </Group>
        <div className={classes.line}>
          <NumberInput
            id="decision-quorum"
            label={t('form.quorum')}
            description={t('form.quorumHint')}
            className={classes.quorum}
            min={1}
            max={30}
            allowDecimal={false}
            error={fields.quorum}
            value={draft.panel.length === 0 && draft.quorum === undefined ? '' : quorumOf(draft)}
            onChange={(value) => set({ quorum: value === '' ? undefined : Number(value) })}
          />
        </div>
        {draft.quorum !== undefined && draft.quorum !== defaultQuorum(draft.panel.length) && (
          <button
            type="button"
            className={`tk-link ${classes.follow}`}
            onClick={() => set({ quorum: undefined })}
          >
            {t('form.quorumFollow', { count: defaultQuorum(draft.panel.length) })}
          </button>
        )}
        <div className={classes.times}>
          <TextInput
            id="decision-opens"
            type="datetime-local"
            label={t('form.opens')}
            description={t('form.opensHint')}
            error={fields.opens_at}
            value={draft.opens}
            onChange={(event) => set({ opens: event.currentTarget.value })}
            rightSection={
              draft.opens !== '' && (
                <ActionIcon
                  variant="subtle"
                  aria-label={t('form.byHand')}
                  title={t('form.byHand')}
                  onClick={() => set({ opens: '' })}
                >
                  <IconClose size={16} />
                </ActionIcon>
              )
            }
          />
          <TextInput
            id="decision-closes"
            type="datetime-local"
            label={t('form.closes')}
            description={closes ? writtenDate(closes) : t('form.lack.closes')}
            error={fields.closes_at}
            value={draft.closes}
            onChange={(event) => set({ closes: event.currentTarget.value })}
          />
        </div>
        <Group title={t('form.steps')}>
          <StepsAfter draft={draft} fields={fields} onChange={set} />
        </Group>
      </form>
      <ConfirmDialog
        opened={asking === 'open'}
        onClose={() => setAsking(null)}
        title={t('form.confirmTitle')}
        text={t('form.confirmText', {
          date: closes ? writtenDate(closes) : '',
          count: draft.panel.length,
        })}
        act={t('form.open')}
        busy={busy}
        onAct={() => void onOpen()}
      />
      <ConfirmDialog
        opened={asking === 'discard'}
        onClose={() => setAsking(null)}
        title={t('form.discard')}
        text={t('form.discardText')}
        act={t('form.discard')}
        bad
        busy={discard.isPending}
        error={discard.error?.message}
        onAct={() => void onDiscard()}
      />
    </Page>
  );
}

function withoutVersion({ version: _, ...rest }: Written) {
  return rest;
}

type GroupProps = { title: string; hint?: string; id?: string; children: ReactNode };

function Group({ title, hint, id, children }: GroupProps) {
  return (
    <fieldset className={classes.group} id={id} tabIndex={id ? -1 : undefined}>
      <legend className={classes.legend}>{title}</legend>
      {hint && <p className={classes.hint}>{hint}</p>}
      {children}
    </fieldset>
  );
}
