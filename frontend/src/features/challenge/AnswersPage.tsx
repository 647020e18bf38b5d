import { Button } from '@mantine/core';
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type InfiniteData,
  type UseInfiniteQueryResult,
} from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { day, shortDate } from '../../lib/dates';
import { useDraft } from '../../lib/draft';
import { useListKeys } from '../../lib/listKeys';
import { useNow } from '../../lib/now';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { DraftTextarea } from '../../ui/DraftTextarea';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconClock } from '../../ui/icons';
import { MoreRows } from '../../ui/MoreRows';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { RadioRow } from '../../ui/RadioRow';
import { Section } from '../../ui/Section';
import { Skeleton, SkeletonRows } from '../../ui/Skeleton';
import classes from './AnswersPage.module.css';
import { answerIdeas, challengeQuery, owedQuery, type Challenge, type Idea } from './queries';

/** The answers a challenge owes: everybody sees them, a facilitator answers many at once. */
export function AnswersPage() {
  const { id } = useParams({ from: '/challenges/$id/answers' });
  const { t } = useTranslation('challenge');
  const query = useQuery(challengeQuery(id));
  if (query.isPending) return <Skeleton heights={[18, 34, 18, 88, 88]} />;
  if (!query.data) {
    return <ErrorNote title={t('oneFailed')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Answers key={id} challenge={query.data} />;
}

function Answers({ challenge }: { challenge: Challenge }) {
  const { t } = useTranslation('challenge');
  const now = useNow();
  const overdue = useInfiniteQuery(owedQuery(challenge.id, 'overdue'));
  const owed = useInfiniteQuery(owedQuery(challenge.id, 'owed'));
  useAll(overdue);
  useAll(owed);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [result, setResult] = useState<number>();
  const may = challenge.can.includes('idea.answer');
  const { answers_owed: count, answers_overdue: late } = challenge.counts;

  const lateRows = rowsOf(overdue.data?.pages);
  // What has become late since the list was read stands among the late ones only.
  const owedRows = rowsOf(owed.data?.pages)?.filter((idea) => !lateRows?.some((each) => each.id === idea.id));
  const shown = [...(lateRows ?? []), ...(owedRows ?? [])];
  const picked = shown.filter((idea) => chosen.has(idea.id)).map((idea) => idea.id);
  const choose = (ids: readonly string[], on: boolean) => {
    setResult(undefined);
    setChosen((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  };
  const failed = overdue.error ?? owed.error;
  const rows = { now, chosen, onChoose: may ? choose : undefined };
  return (
    <Page>
      <PageHeader
        title={t('answers.title')}
        crumbs={[
          { label: t('list'), to: '/challenges' },
          { label: challenge.title, to: `/challenges/${challenge.id}` },
          { label: t('answers.title') },
        ]}
        meta={
          <span>
            {t('answers.meta', { count: challenge.answer_days })}{' '}
            {count > 0 && `${t('answers.owed', { count })}. `}
            {late > 0 && <strong className={classes.late}>{t('answers.overdue', { count: late })}</strong>}
          </span>
        }
      />
      {overdue.isPending || owed.isPending ? (
        <SkeletonRows rows={5} height={68} />
      ) : failed && shown.length === 0 ? (
        <ErrorNote
          title={t('answers.loadFailed')}
          error={failed}
          onRetry={() => {
            void overdue.refetch();
            void owed.refetch();
          }}
        />
      ) : shown.length === 0 ? (
        <EmptyState
          text={t(challenge.counts.ideas > 0 ? 'answers.none' : 'answers.noIdeas')}
          action={
            <Button component={Link} to={`/challenges/${challenge.id}`}>
              {t('answers.back')}
            </Button>
          }
        />
      ) : (
        <div className={classes.lists}>
          {may && (
            <label className={classes.all}>
              <input
                type="checkbox"
                checked={picked.length === shown.length}
                ref={(box) => {
                  if (box) box.indeterminate = picked.length > 0 && picked.length < shown.length;
                }}
                onChange={(event) =>
                  choose(
                    shown.map((idea) => idea.id),
                    event.currentTarget.checked,
                  )
                }
              />
              {t('answers.selectAll', { count: shown.length })}
            </label>
          )}
          {!!lateRows?.length && (
            <Section title={t('answers.lateTitle')} hint={late || lateRows.length}>
              <Rows ideas={lateRows} {...rows} />
              <MoreRows query={overdue} />
            </Section>
          )}
          {!!owedRows?.length && (
            <Section title={t('answers.owedTitle')} hint={Math.max(count - late, owedRows.length)}>
              <Rows ideas={owedRows} {...rows} />
              <MoreRows query={owed} />
            </Section>
          )}
        </div>
      )}
      <p role="status" className={classes.result}>
        {result !== undefined && t('answers.sent', { count: result })}
      </p>
      {may && picked.length > 0 && (
        <Send
          challenge={challenge.id}
          ideas={picked}
          onSent={(answered) => {
            setResult(answered);
            setChosen(new Set());
          }}
        />
      )}
    </Page>
  );
}

/** What is owed soonest, or is late the longest, comes first. */
const rowsOf = (pages: readonly { items: Idea[] }[] | undefined) =>
  pages
    ?.flatMap((page) => page.items)
    .filter((idea) => !idea.answer)
    .sort((a, b) => a.created_at.localeCompare(b.created_at));

/** Reads a list on, up to what can be answered at once, for the server begins with the newest. */
function useAll({
  data,
  hasNextPage,
  isFetching,
  isError,
  fetchNextPage,
}: UseInfiniteQueryResult<InfiniteData<{ items: Idea[] }>>) {
  const held = data?.pages.reduce((all, page) => all + page.items.length, 0) ?? 0;
  const wanted = hasNextPage && !isFetching && !isError && held < most;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
}

type RowsProps = {
  ideas: readonly Idea[];
  now: number;
  chosen: ReadonlySet<string>;
  onChoose: ((ids: readonly string[], on: boolean) => void) | undefined;
};

function Rows({ ideas, now, chosen, onChoose }: RowsProps) {
  const { t } = useTranslation('challenge');
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  return (
    <ul ref={list} className={classes.list}>
      {ideas.map((idea) => {
        const rest = idea.answer_due ? Date.parse(idea.answer_due) - now : 0;
        const late = rest < 0;
        return (
          <li key={idea.id} className={classes.row} data-chosen={chosen.has(idea.id) || undefined}>
            {onChoose && (
              <label className={classes.choose}>
                <input
                  type="checkbox"
                  checked={chosen.has(idea.id)}
                  onChange={(event) => onChoose([idea.id], event.currentTarget.checked)}
                />
                <span className="tk-hidden">{t('answers.choose', { title: idea.title })}</span>
              </label>
            )}
            <div className={classes.words}>
              <h3 className={classes.title}>
                <Link to="/ideas/$id" params={{ id: idea.id }} className={classes.link} data-row>
                  {idea.title}
                </Link>
              </h3>
              <p className={classes.meta}>
                <span>{idea.author.name}</span>
                <DepartmentTag name={idea.author.department} />
                <time dateTime={idea.created_at}>{shortDate(new Date(idea.created_at), now)}</time>
                <span className={classes.clock} data-late={late || undefined}>
                  <IconClock size={14} />
                  {t(late ? 'answers.daysLate' : 'answers.daysLeft', {
                    count: Math.ceil(Math.abs(rest) / day),
                  })}
                </span>
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

const statuses = ['taken_up', 'later', 'declined', 'done'] as const;
const most = 500; // at once, as the server takes them

type SendProps = { challenge: string; ideas: readonly string[]; onSent: (answered: number) => void };

/** One answer for all that is chosen: what becomes of them, and one reason. */
function Send({ challenge, ideas, onSent }: SendProps) {
  const { t } = useTranslation('challenge');
  const queryClient = useQueryClient();
  const status = useDraft<(typeof statuses)[number]>(`answers.status.${challenge}`, 'later');
  const send = useMutation({
    mutationFn: (reason: string) =>
      answerIdeas(challenge, { ideas: ideas.slice(0, most), status: status.value, reason }),
    onSuccess: ({ answered }) => {
      for (const key of [['ideas', challenge], ['idea'], ['challenge', challenge], ['challenges']]) {
        void queryClient.invalidateQueries({ queryKey: key });
      }
      onSent(answered);
    },
  });
  return (
    <section className={classes.send} aria-label={t('answers.sendTitle', { count: ideas.length })}>
      <h2 className={classes.sendTitle}>{t('answers.sendTitle', { count: ideas.length })}</h2>
      <RadioRow
        legend={t('answers.what')}
        value={status.value}
        onChange={status.set}
        options={statuses.map((value) => ({ value, label: t(`answers.status.${value}`) }))}
      />
      <DraftTextarea
        draftKey={`answers.reason.${challenge}`}
        label={t('answers.reason')}
        placeholder={t('answers.reasonHint')}
        sendLabel={t('answers.send', { count: Math.min(ideas.length, most) })}
        onSend={(reason) => send.mutateAsync(reason)}
        sending={send.isPending}
        error={send.error ? t('answers.failed', { cause: send.error.message }) : undefined}
        maxLength={5000}
        minRows={2}
      />
    </section>
  );
}
