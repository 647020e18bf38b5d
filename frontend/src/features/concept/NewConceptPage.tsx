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
import { challengeChoicesQuery, sourcesQuery, useGrowConcept } from './queries';
import { SourcePicker, type Source } from './SourcePicker';

type Props = {
  /** What the way here has chosen already. */
  challenge: string;
  ideas: readonly string[];
};

/** Grows a concept: a title and the ideas it grows from. The canvas is written on its own page. */
export function NewConceptPage({ challenge: given, ideas }: Props) {
  const { t } = useTranslation('concept');
  const navigate = useNavigate();
  const challenges = useInfiniteQuery(challengeChoicesQuery);
  const named = useQuery(sourcesQuery(ideas));
  const grow = useGrowConcept();
  const [key] = useState(idempotencyKey);
  const title = useDraft(`concept.new.${[given, ...ideas].join('.')}.title`, '');
  const [chosenChallenge, setChallenge] = useState(given);
  const [touched, setTouched] = useState<Source[] | null>(null);

  const choices = (challenges.data?.pages.flatMap((page) => page.items) ?? []).filter((each) =>
    each.can.includes('concept.create'),
  );
  const fromIdeas = named.data ?? [];
  const challenge =
    chosenChallenge || fromIdeas[0]?.challenge.id || (choices.length === 1 ? (choices[0]?.id ?? '') : '');
  const sources = touched ?? fromIdeas.map(({ id, title: name, author }) => ({ id, title: name, author }));
  const lacks = [
    challenge === '' && t('new.lack.challenge'),
    title.value.trim() === '' && t('new.lack.title'),
    sources.length === 0 && t('new.lack.sources'),
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
              setTouched([]);
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
            <SourcePicker challenge={challenge} chosen={sources} onChange={setTouched} />
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
