import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { locale } from '../../i18n';
import { useNow } from '../../lib/now';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconClock, IconDecision, IconEdit } from '../../ui/icons';
import { MarkdownView } from '../../ui/MarkdownView';
import { PageHeader } from '../../ui/PageHeader';
import { PhaseStepper } from '../../ui/PhaseStepper';
import { Skeleton } from '../../ui/Skeleton';
import { Archive } from './Archive';
import { ChallengeTime } from './ChallengeRow';
import classes from './ChallengePage.module.css';
import { MovePhase } from './MovePhase';
import { standing } from './phases';
import { challengeQuery, type Challenge } from './queries';
import { ThemeList } from './ThemeList';

type Props = {
  id: string;
  /** The theme whose ideas are shown, from the address. */
  theme?: string;
  onTheme: (theme: string | undefined) => void;
  /** The ideas of the challenge, joined in src/app. */
  ideas: (challenge: Challenge) => ReactNode;
  /** What has grown from them, for the side column. */
  beside?: (challenge: Challenge) => ReactNode;
};

/** One challenge: the question, its phases, the brief, and its ideas. */
export function ChallengePage({ id, theme, onTheme, ideas, beside }: Props) {
  const { t } = useTranslation('challenge');
  const query = useQuery(challengeQuery(id));
  if (query.isPending) return <Skeleton heights={[18, 34, 18, 120, 88, 88]} />;
  if (!query.data) {
    return <ErrorNote title={t('oneFailed')} error={query.error} onRetry={() => void query.refetch()} />;
  }
  const challenge = query.data;
  return (
    <div className={classes.page}>
      <Head challenge={challenge} />
      <div className={classes.columns}>
        <div className={classes.centre}>{ideas(challenge)}</div>
        <aside className={classes.aside} aria-label={t('beside')}>
          {challenge.themes.length > 0 && (
            <div className={classes.themes}>
              <ThemeList themes={challenge.themes} chosen={theme} onChoose={onTheme} />
            </div>
          )}
          {beside?.(challenge)}
          {challenge.can.includes('challenge.edit') && <Run challenge={challenge} />}
        </aside>
      </div>
    </div>
  );
}

function Head({ challenge }: { challenge: Challenge }) {
  const { t } = useTranslation('challenge');
  const now = useNow();
  const [reading, setReading] = useState(false);
  const briefId = useId();
  const stands = standing(challenge, now);
  const hasBrief = !!challenge.brief_html || !!challenge.attribution;
  const names = new Intl.ListFormat(locale(), { type: 'conjunction' });
  const askedBy = challenge.created_by?.name;
  const run = challenge.facilitators.map((person) => person.name);
  const meta = [
    askedBy && t('askedBy', { name: askedBy }),
    run.length > 0 && run.join() !== askedBy && t('facilitatedBy', { names: names.format(run) }),
    challenge.audience.length > 0 && t('for', { departments: names.format(challenge.audience) }),
  ].filter(Boolean);
  return (
    <div className={classes.head}>
      <div className={classes.words}>
        <PageHeader
          title={challenge.title}
          short={t('list')}
          crumbs={[
            { label: t('list'), to: '/challenges' },
            {
              label: t(stands === 'between' ? 'open' : stands),
            },
          ]}
          meta={
            <span className={classes.meta}>
              {meta.map((part) => (
                <span key={part as string} className={classes.part}>
                  {part}
                </span>
              ))}
              {hasBrief && (
                <button
                  type="button"
                  className="tk-link"
                  aria-expanded={reading}
                  aria-controls={briefId}
                  onClick={() => setReading(!reading)}
                >
                  {t(reading ? 'hideBrief' : 'readBrief')}
                </button>
              )}
            </span>
          }
        />
      </div>
      <Ways challenge={challenge} />
      <div className={classes.phases}>
        <PhaseStepper phases={challenge.phases} dates />
      </div>
      {hasBrief && (
        <section id={briefId} className={classes.brief} hidden={!reading} aria-label={t('brief')}>
          <MarkdownView html={challenge.brief_html} />
          {challenge.attribution && (
            <p className={classes.small}>{t('source', { source: challenge.attribution })}</p>
          )}
        </section>
      )}
    </div>
  );
}

/** The answers owed, which everybody may see, and where else the challenge leads. */
function Ways({ challenge }: { challenge: Challenge }) {
  const { t } = useTranslation('challenge');
  const { answers_owed: owed, answers_overdue: overdue } = challenge.counts;
  const params = { id: challenge.id };
  return (
    <ul className={classes.ways}>
      <li>
        <Link to="/challenges/$id/answers" params={params} className={classes.way}>
          {owed > 0
            ? t('answers.owed', { count: owed })
            : t(challenge.counts.ideas > 0 ? 'answers.allGiven' : 'answers.title')}
          {overdue > 0 && (
            <span className={classes.late}>
              <IconClock size={14} />
              {t('answers.overdue', { count: overdue })}
            </span>
          )}
        </Link>
      </li>
      <li>
        <Link to="/challenges/$id/coverage" params={params} className={classes.way}>
          {t('coverage.link')}
        </Link>
      </li>
      <li>
        <Link to="/challenges/$id/lineage" params={params} className={classes.way}>
          {t('lineage')}
        </Link>
      </li>
    </ul>
  );
}

/** What a facilitator does with a challenge; folded away where it would stand above everybody's post box. */
function Run({ challenge }: { challenge: Challenge }) {
  const { t } = useTranslation('challenge');
  const [unfolded] = useState(() => matchMedia('(min-width: 64em)').matches);
  return (
    <details className={classes.fold} open={unfolded}>
      <summary className={classes.summary}>{t('run')}</summary>
      <div className={classes.run}>
        <ChallengeTime challenge={challenge} />
        <MovePhase challenge={challenge} />
        <Button component={Link} to={`/challenges/${challenge.id}/edit`} leftSection={<IconEdit size={16} />}>
          {t('edit')}
        </Button>
        {challenge.can.includes('decision.prepare') && (
          <Button
            component={Link}
            to={'/decisions/new' as string}
            search={{ challenge: challenge.id } as never}
            leftSection={<IconDecision size={16} />}
          >
            {t('prepareDecision')}
          </Button>
        )}
        {challenge.can.includes('challenge.archive') && <Archive challenge={challenge} />}
      </div>
    </details>
  );
}
