import { Checkbox, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconWarning } from '../../ui/icons';
import { SkeletonRows } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { lacksOfConcept } from './form';
import { candidatesQuery } from './queries';
import classes from './Picker.module.css';

type Props = {
  challenge: string;
  chosen: readonly string[];
  /** Titles of concepts that were chosen before, whatever the list below shows. */
  known: readonly { id: string; title: string }[];
  onChange: (chosen: string[]) => void;
};

/** The challenge's concepts to tick, most supported first. */
export function CandidatePicker({ challenge, chosen, known, onChange }: Props) {
  const { t } = useTranslation('decision');
  const [q, setQ] = useState('');
  const concepts = useInfiniteQuery(candidatesQuery(challenge));
  const { hasNextPage, isFetching, fetchNextPage } = concepts;
  useEffect(() => {
    // All of them, because a concept that is not in sight cannot be chosen; 40 is the most a ballot takes.
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);

  if (challenge === '') return <p className={classes.none}>{t('form.chooseChallenge')}</p>;
  if (concepts.isError) {
    return (
      <ErrorNote
        title={t('form.conceptsFailed')}
        error={concepts.error}
        onRetry={() => void concepts.refetch()}
      />
    );
  }
  if (!concepts.data) return <SkeletonRows rows={4} height={32} />;
  const listed = concepts.data.pages.flatMap((page) => page.items);
  const rows = [
    ...known
      .filter(({ id }) => !listed.some((each) => each.id === id))
      .map(({ id, title }) => ({ id, title, support: 0, lacking: [] })),
    ...listed.map((each) => ({
      id: each.id,
      title: each.title,
      support: each.counts.agree,
      lacking: lacksOfConcept(each),
    })),
  ];
  if (rows.length === 0) return <p className={classes.none}>{t('form.noConcepts')}</p>;
  const words = q.trim().toLocaleLowerCase();
  const shown = rows.filter(({ title }) => title.toLocaleLowerCase().includes(words));
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <>
      {rows.length > 8 && (
        <TextInput
          type="search"
          aria-label={t('form.candidateSearch')}
          placeholder={t('form.candidateSearch')}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
      )}
      <ul className={classes.list}>
        {shown.map(({ id, title, support, lacking }) => (
          <li key={id} className={classes.row}>
            <Checkbox
              className={classes.tick}
              label={title}
              checked={chosen.includes(id)}
              onChange={() => toggle(id)}
            />
            {lacking.length > 0 ? (
              <span className={classes.lack}>
                <Tag tone="warn" icon={IconWarning}>
                  {t('form.lacksOf', { list: lacking.map((item) => t(`form.lackItem.${item}`)).join(', ') })}
                </Tag>
                <Link
                  to="/concepts/$id"
                  params={{ id }}
                  className="tk-link"
                  aria-label={t('form.mendOf', { title })}
                >
                  {t('form.mend')}
                </Link>
              </span>
            ) : (
              <span className={classes.detail}>{t('form.support', { count: support })}</span>
            )}
          </li>
        ))}
        {shown.length === 0 && <li className={classes.none}>{t('form.noMatch')}</li>}
      </ul>
      <p className={classes.foot}>
        <span role="status">{t('form.candidatesChosen', { count: chosen.length })}</span>
        {rows.length <= 40 && chosen.length < rows.length && (
          <button type="button" className="tk-link" onClick={() => onChange(rows.map(({ id }) => id))}>
            {t('form.allConcepts')}
          </button>
        )}
      </p>
    </>
  );
}
