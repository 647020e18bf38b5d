import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useMe } from '../../api/session';
import { shortDate } from '../../lib/dates';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { LineageLine } from '../../ui/LineageLine';
import { MarkdownView } from '../../ui/MarkdownView';
import { PageHeader } from '../../ui/PageHeader';
import { PersonLine } from '../../ui/PersonLine';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { AnswerCard } from './AnswerCard';
import { AnswerGiven } from './AnswerGiven';
import { CustomersSay, type InsightPicker } from './CustomersSay';
import { IdeaActions } from './IdeaActions';
import { IdeaEdit } from './IdeaEdit';
import classes from './IdeaPage.module.css';
import { IdeaVote, useMayVote } from './IdeaVote';
import { stationsOf } from './lineage';
import { MergeBanner } from './MergeBanner';
import { MergedHere } from './MergedHere';
import { ideaQuery, mergesQuery, type Idea } from './queries';

type Props = {
  id: string;
  /** The discussion, joined in src/app. */
  comments: (idea: Idea) => ReactNode;
  onDeleted: (idea: Idea) => void;
  /** Chooses insights, joined in src/app. */
  picker?: InsightPicker;
  /** Who owes the answer, joined in src/app. */
  owedBy?: (idea: Idea) => ReactNode;
  /** Its line from the customers' words to the effect, joined in src/app. */
  line?: ReactNode;
};

/** One idea: its title, its way so far, the words, the vote and the discussion. */
export function IdeaPage({ id, comments, onDeleted, picker, owedBy, line }: Props) {
  const { t } = useTranslation('idea');
  const query = useQuery(ideaQuery(id));
  // Read beside the idea and waited for: a proposal stands above the words, which must not move.
  const merging = useQuery(mergesQuery(id));
  const [editing, setEditing] = useState(false);
  const [answering, setAnswering] = useState(false);
  const wide = useMediaQuery('(min-width: 64em)', undefined, { getInitialValueInEffect: false });
  if (query.isPending || (query.data && merging.isLoading))
    return <Skeleton heights={[18, 34, 28, 56, 120]} />;
  const gone = query.error instanceof Problem && query.error.status === 404;
  if (gone) return <Gone />;
  if (!query.data) {
    return <ErrorNote title={t('oneFailed')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const idea = query.data;
  const merges = merging.data?.items ?? [];
  const clock = !answering && (
    <AnswerCard
      idea={idea}
      owedBy={owedBy?.(idea)}
      onAnswer={idea.can.includes('idea.answer') ? () => setAnswering(true) : undefined}
    />
  );
  return (
    <div className={classes.page}>
      <div className={classes.centre}>
        <PageHeader
          title={idea.title}
          short={t('idea')}
          crumbs={[
            { label: idea.challenge.title, to: `/challenges/${idea.challenge.id}` },
            { label: t('idea') },
          ]}
          meta={
            <span className={classes.meta}>
              <PersonLine person={idea.author}>
                <time dateTime={idea.created_at}>{shortDate(new Date(idea.created_at))}</time>
                {idea.version > 1 && ` · ${t('edited', { date: shortDate(new Date(idea.updated_at)) })}`}
              </PersonLine>
              {idea.theme && (
                <Link
                  to="/challenges/$id"
                  params={{ id: idea.challenge.id }}
                  search={{ theme: idea.theme.id }}
                  className={classes.theme}
                >
                  {t('fromTheme', { theme: idea.theme.title })}
                </Link>
              )}
              {idea.status === 'hidden' && (
                <>
                  <Tag tone="warn">{t('hidden')}</Tag> {t('hiddenHint')}
                </>
              )}
            </span>
          }
        />
        {line ?? (
          <LineageLine
            label={t('line')}
            stations={stationsOf(idea, 'here', (count) => t('fromCustomers', { count }))}
          />
        )}
        <MergeBanner idea={idea} merges={merges} />
        {editing ? (
          <IdeaEdit idea={idea} onDone={() => setEditing(false)} />
        ) : (
          <>
            {idea.body_html && (
              <div className={classes.body}>
                <MarkdownView html={idea.body_html} />
              </div>
            )}
            <IdeaActions idea={idea} onEdit={() => setEditing(true)} onDeleted={() => onDeleted(idea)} />
          </>
        )}
        <div className={classes.parts}>
          <AnswerGiven idea={idea} answering={answering} onAnswer={setAnswering} />
          {!wide && clock}
          <CustomersSay idea={idea} picker={picker} />
          <MergedHere idea={idea} merges={merges} />
        </div>
        <div id="comments" className={classes.comments}>
          {comments(idea)}
        </div>
      </div>
      <aside className={classes.aside} aria-label={t('voteTitle')}>
        <div className={classes.stay}>
          <VoteCard idea={idea} />
          {wide && clock}
        </div>
      </aside>
    </div>
  );
}

/** My vote beside the idea; on a phone a bar above the tabs. */
function VoteCard({ idea }: { idea: Idea }) {
  const { t } = useTranslation('idea');
  const may = useMayVote(idea);
  const own = useMe().person.id === idea.author.id;
  const { agree, my_vote: mine } = idea.counts;
  const closed = t(idea.status === 'merged' ? 'merge.votesThere' : 'votingClosed');
  if (idea.vote_mode === 'stance') {
    return (
      <div className={classes.stances}>
        <p className={classes.strong}>{t(may ? 'yourStance' : 'voteTitle')}</p>
        <IdeaVote idea={idea} />
        {!may && !own && <p className={classes.quiet}>{closed}</p>}
      </div>
    );
  }
  return (
    <div className={classes.card}>
      <IdeaVote idea={idea} size={56} />
      <div>
        <p className={classes.strong}>
          {own
            ? t(agree === 1 ? 'ownOne' : 'own')
            : mine === 1
              ? t('you')
              : may
                ? t('pressToSupport')
                : t(agree === 1 ? 'supportersOne' : 'supporters')}
        </p>
        {!own && may && mine === 1 && <p className={classes.quiet}>{t('pressAgain')}</p>}
        {!own && !may && <p className={classes.quiet}>{closed}</p>}
      </div>
    </div>
  );
}

function Gone() {
  const { t } = useTranslation('idea');
  return (
    <>
      <PageHeader title={t('goneTitle')} />
      <EmptyState
        text={t('goneText')}
        action={
          <Button component={Link} to="/">
            {t('home')}
          </Button>
        }
      />
    </>
  );
}
