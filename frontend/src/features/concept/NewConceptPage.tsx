import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { notify } from '../../ui/notices';
import { PageHeader } from '../../ui/PageHeader';
import classes from './NewConceptPage.module.css';
import { grounded } from './kinds';
import { challengeChoicesQuery, sourcesQuery, useGrowConcept, type Named, type Source } from './queries';
import { SourcePicker, type InsightSlot } from './SourcePicker';

type Props = {
  /** What the way here has chosen already. */
  challenge: string;
  named: Named;
  /** Chooses insights as sources. */
  insights?: InsightSlot;
};

/** Grows a concept: a title and the ideas, sticking points and insights it grows from. The canvas is written on its own page. */
export function NewConceptPage({ challenge: given, named: way, insights }: Props) {
  const { t } = useTranslation('concept');
  const navigate = useNavigate();
  const challenges = useInfiniteQuery(challengeChoicesQuery);
  const named = useQuery(sourcesQuery(way));
  const grow = useGrowConcept();
  const [key] = useState(idempotencyKey);
  const title = useDraft(
    `concept.new.${[given, ...way.ideas, ...way.insights, ...way.stickingPoints].join('.')}.title`,
    '',
  );
  const [chosenChallenge, setChallenge] = useState(given);
  const [touched, setTouched] = useState<Source[] | null>(null);

  const choices = (challenges.data?.pages.flatMap((page) => page.items) ?? []).filter((each) =>
    each.can.includes('concept.create'),
  );
  const challenge =
    chosenChallenge || named.data?.challenge || (choices.length === 1 ? (choices[0]?.id ?? '') : '');
  const sources = touched ?? named.data?.sources ?? [];
  const lacks = [
    challenge === '' && t('new.lack.challenge'),
    title.value.trim() === '' && t('new.lack.title'),
    !grounded(sources) && t('new.lack.sources'),
  ].filter((lack) => lack !== false);
  const fields: Readonly<Record<string, string>> = grow.error instanceof Problem ? grow.error.fields : {};

  const act = async () => {
    try {
      const concept = await grow.mutateAsync({
        challenge,
        key,
        concept: { title: title.value.trim(), sources: sources.map(({ id }) => id) },
      });
      title.clear();
      notify(t('new.grown'));
      await navigate({ to: '/concepts/$id', params: { id: concept.id }, replace: true });
    } catch {
      // Shown above the button.
    }
  };

  return (
    <div className={classes.page}>
      <PageHeader
        title={t('new.title')}
        crumbs={[{ label: t('concepts'), to: '/concepts' }, { label: t('new.title') }]}
        meta={t('new.intro')}
      />
      {challenges.data && choices.length === 0 ? (
        <EmptyState text={t('new.closed')} />
      ) : (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (lacks.length === 0 && !grow.isPending) void act();
          }}
        >
          <NativeSelect
            label={t('new.challenge')}
            error={fields.challenge}
            value={challenge}
            onChange={(event) => {
              setChallenge(event.currentTarget.value);
              setTouched(sources.filter(({ kind }) => kind !== 'idea')); // another challenge has other ideas
            }}
            data={[
              { value: '', label: t('new.challengeAsk') },
              ...choices.map((each) => ({ value: each.id, label: each.title })),
            ]}
          />
          <TextInput
            label={t('new.name')}
            placeholder={t('new.namePlaceholder')}
            maxLength={200}
            error={fields.title}
            value={title.value}
            onChange={(event) => title.set(event.currentTarget.value)}
          />
          <fieldset className={classes.sources}>
            <legend>{t('new.sources')}</legend>
            <p className={classes.hint}>{t('new.sourcesHint')}</p>
            <SourcePicker challenge={challenge} chosen={sources} onChange={setTouched} insights={insights} />
          </fieldset>
          {grow.error && <ErrorNote title={t('new.failed')} error={grow.error} />}
          {lacks.length > 0 && <p className={classes.lacks}>{t('new.lacks', { list: lacks.join(', ') })}</p>}
          <div>
            <Button variant="filled" type="submit" disabled={lacks.length > 0} loading={grow.isPending}>
              {t('new.act')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
