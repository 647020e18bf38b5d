import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/session';
import { writtenDate } from '../../lib/dates';
import { useListKeys } from '../../lib/listKeys';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconCheck, IconPlus } from '../../ui/icons';
import { PageHeader } from '../../ui/PageHeader';
import { SkeletonRows } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { TagTime } from '../../ui/TagTime';
import { TurnoutDots } from '../../ui/TurnoutDots';
import classes from './DecisionsPage.module.css';
import { challengeChoicesQuery, decisionsQuery, type Decision } from './queries';

/** Every decision, newest first: what waits for the reader's ballot says so. */
export function DecisionsPage() {
  const { t } = useTranslation('decision');
  const decisions = useInfiniteQuery(decisionsQuery);
  const challenges = useInfiniteQuery(challengeChoicesQuery);
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  const mayPrepare = challenges.data?.pages.some((page) =>
    page.items.some((challenge) => challenge.can.includes('decision.prepare')),
  );
  const rows = decisions.data?.pages.flatMap((page) => page.items);
  const prepare = mayPrepare && (
    <Button component={Link} to="/decisions/new" leftSection={<IconPlus size={16} />}>
      {t('prepare')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('decisions')} meta={t('intro')} actions={prepare} />
      {rows?.length === 0 && <EmptyState text={t('empty')} />}
      {rows && rows.length > 0 && (
        <ul ref={list} className={classes.list}>
          {rows.map((decision) => (
            <DecisionRow key={decision.id} decision={decision} />
          ))}
        </ul>
      )}
      {decisions.isPending && <SkeletonRows rows={4} height={88} />}
      {decisions.isError && (
        <ErrorNote
          title={t('listFailed')}
          error={decisions.error}
          onRetry={() => void (rows ? decisions.fetchNextPage() : decisions.refetch())}
        />
      )}
      {decisions.hasNextPage && !decisions.isError && (
        <Button mt="md" loading={decisions.isFetchingNextPage} onClick={() => void decisions.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {rows && (
        <p className={classes.recount}>
          {t('recountHint')}{' '}
          <Link to="/recount" className="tk-link">
            {t('recount')}
          </Link>
        </p>
      )}
    </>
  );
}

const signed = (decision: Decision, me: string) =>
  decision.sign_offs.some(({ cycle, person }) => cycle === decision.cycle && person.id === me);

function DecisionRow({ decision }: { decision: Decision }) {
  const { t } = useTranslation('decision');
  const me = useMe().person.id;
  const { state, turnout } = decision;
  const member = decision.panel.some((person) => person.id === me);
  const mine = state === 'open' && member;
  // A run-off, a second round or an objection that waits for the reader's ballot.
  const round = member ? decision.rounds.find((each) => each.state === 'open' && !each.voted) : undefined;
  const ends = !member || state === 'open' ? undefined : (round?.closes_at ?? decision.due_at);
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <h2 className={classes.title}>
          <Link to="/decisions/$id" params={{ id: decision.id }} className={classes.link} data-row>
            {decision.title}
          </Link>
        </h2>
        <p className={classes.meta}>
          <span>{decision.challenge.title}</span>
          <span>{t('seats', { seats: decision.seats, of: decision.candidates.length })}</span>
          {decision.closed_at && (
            <span>{t('closedAt', { date: writtenDate(new Date(decision.closed_at)) })}</span>
          )}
        </p>
        {state === 'open' && (
          <div className={classes.turnout}>
            <TurnoutDots voted={turnout.voted} of={turnout.panel} />
            {mine && decision.voted && (
              <Tag tone="accent" icon={IconCheck}>
                {t('youVoted')}
              </Tag>
            )}
          </div>
        )}
      </div>
      <div className={classes.side}>
        {state === 'open' ? (
          <TagTime until={decision.closes_at} ballot />
        ) : (
          <>
            <Tag tone={state === 'adopted' ? 'accent' : 'neutral'}>{t(`state.${state}`)}</Tag>
            {ends && <TagTime until={ends} ballot />}
          </>
        )}
        {mine && !decision.voted && (
          <Button variant="filled" component={Link} to={`/decisions/${decision.id}`}>
            {t('vote')}
          </Button>
        )}
        {round && (
          <Button variant="filled" component={Link} to={`/decisions/${round.id}`}>
            {t('vote')}
          </Button>
        )}
        {state === 'proposed' && decision.can.includes('sign_off.give') && !signed(decision, me) && (
          <Button variant="filled" component={Link} to={`/decisions/${decision.id}`}>
            {t('sign')}
          </Button>
        )}
      </div>
    </li>
  );
}
