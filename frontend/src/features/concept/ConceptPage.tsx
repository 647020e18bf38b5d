import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useMe } from '../../api/session';
import { Avatar } from '../../ui/Avatar';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconCheck, IconEdit, IconLock } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { Page } from '../../ui/Page';
import { PageHeader } from '../../ui/PageHeader';
import { RichText, words } from '../../ui/RichText';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { BallotTag, ballotOpen } from './BallotTag';
import { Canvas } from './Canvas';
import classes from './ConceptPage.module.css';
import { ConceptVote } from './ConceptVote';
import { Evidence } from './Evidence';
import { GrownFrom } from './GrownFrom';
import { Invitation } from './Invitation';
import { conceptQuery, useAuthors, type Concept } from './queries';
import { lacksOf, Readiness } from './Readiness';
import type { InsightSlot } from './SourcePicker';
import { Versions } from './Versions';

const Settings = lazy(() => import('./Settings'));
const InviteDialog = lazy(() => import('./InviteDialog'));
const Suggestions = lazy(() => import('./Suggestions'));

type Props = {
  id: string;
  /** The discussion of this concept, from the feature that has it. */
  comments: (concept: Concept) => ReactNode;
  /** The concept's place on the line from a customer's words to the effect. */
  line?: ReactNode;
  /** Chooses insights as sources. */
  insights?: InsightSlot;
};

/** One concept: the canvas, whose ideas it grew from, what people say, and how it came to be. */
export function ConceptPage({ id, comments, line, insights }: Props) {
  const { t } = useTranslation('concept');
  const concept = useQuery(conceptQuery(id));
  const [settings, setSettings] = useState(false);
  const wide = useMediaQuery('(min-width: 64em)', true, { getInitialValueInEffect: false });

  if (!concept.data) {
    if (!concept.isError) return <Skeleton heights={[32, 24, 420, 160]} />;
    const gone = concept.error instanceof Problem && concept.error.status === 404;
    return (
      <>
        <PageHeader title={t('concept')} crumbs={[{ label: t('concepts'), to: '/concepts' }]} />
        {gone ? (
          <EmptyState text={t('missing')} />
        ) : (
          <ErrorNote title={t('failed')} error={concept.error} onRetry={() => void concept.refetch()} />
        )}
      </>
    );
  }
  const shown = concept.data;
  const editable = shown.can.includes('concept.edit');
  return (
    <Page
      aside={
        <>
          {wide && <Readiness concept={shown} />}
          <Versions concept={shown} />
        </>
      }
    >
      <PageHeader
        title={shown.title}
        short={t('concept')}
        crumbs={[
          { label: shown.challenge.title, to: `/challenges/${shown.challenge.id}` },
          { label: t('concepts'), to: '/concepts' },
        ]}
        meta={<Meta concept={shown} />}
        actions={
          <>
            <ConceptVote concept={shown} />
            {editable && (
              <Button
                variant="subtle"
                aria-label={t('settings')}
                title={t('settings')}
                onClick={() => setSettings(true)}
              >
                <IconEdit size={18} />
              </Button>
            )}
          </>
        }
      />
      <div className={classes.line}>{line}</div>
      <Invitation concept={shown} />
      {!editable && <WhyNot concept={shown} />}
      {!wide && <Readiness concept={shown} folded />}
      <Canvas key={shown.id} concept={shown} />
      <Suspense fallback={null}>{shown.open_suggestions > 0 && <Suggestions concept={shown} />}</Suspense>
      <Evidence concept={shown} />
      <GrownFrom concept={shown} insights={insights} />
      <div className={classes.comments}>{comments(shown)}</div>
      <Suspense fallback={null}>
        {settings && <Settings concept={shown} onClose={() => setSettings(false)} />}
      </Suspense>
    </Page>
  );
}

const faces = 5;

function Meta({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const { owner, themes } = concept;
  const [inviting, setInviting] = useState(false);
  const { remove } = useAuthors(concept.id);
  const me = useMe().person.id;
  const accepted = concept.coauthors.filter(({ state }) => state === 'accepted');
  const waiting = concept.coauthors.filter(({ state }) => state === 'invited').length;
  const leaving = accepted.find(({ person }) => person.id === me);
  return (
    <div className={classes.meta}>
      <span className={classes.faces} aria-hidden="true">
        {[owner, ...accepted.map(({ person }) => person)].slice(0, faces).map((person) => (
          <Avatar key={person.id} name={person.name} picture={person.picture} />
        ))}
      </span>
      <span>
        <RichText
          text={
            accepted.length > 0
              ? t('ownsWith', { count: accepted.length, ...words({ name: owner.name }) })
              : t('owns', words({ name: owner.name }))
          }
          b={(name) => <strong className={classes.owner}>{name}</strong>}
        />
      </span>
      <DepartmentTag name={owner.department} />
      {waiting > 0 && <span className={classes.waiting}>{t('authors.waiting', { count: waiting })}</span>}
      {concept.can.includes('author.invite') && (
        <button type="button" className="tk-link" onClick={() => setInviting(true)}>
          {t('authors.invite')}
        </button>
      )}
      {leaving && concept.can.includes('concept.edit') && (
        <button
          type="button"
          className="tk-link"
          disabled={remove.isPending}
          onClick={() => remove.mutate(leaving.person.id, { onSuccess: () => notify(t('authors.left')) })}
        >
          {t('authors.leave')}
        </button>
      )}
      <span className={classes.tags}>
        {themes.map((theme) => (
          <Tag key={theme.id}>{theme.title}</Tag>
        ))}
        <Tag>{t('version', { version: concept.version })}</Tag>
        {!concept.on_ballot && lacksOf(concept).length === 0 && (
          <Tag tone="accent" icon={IconCheck}>
            {t('ready.tag')}
          </Tag>
        )}
        <BallotTag concept={concept} />
      </span>
      <Suspense fallback={null}>
        {inviting && <InviteDialog concept={concept} onClose={() => setInviting(false)} />}
      </Suspense>
    </div>
  );
}

/** Why the canvas cannot be edited, for somebody who might have wanted to. */
function WhyNot({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const { on_ballot: ballot } = concept;
  const open = ballotOpen(concept);
  return (
    <p className={classes.why}>
      <IconLock size={16} />
      <span>
        {ballot ? (
          <RichText
            text={t(open === false ? 'frozenPast' : 'frozen', words({ title: ballot.title }))}
            b={(text) => (
              <Link to="/decisions/$id" params={{ id: ballot.id }} className="tk-link">
                {text}
              </Link>
            )}
          />
        ) : (
          t('readOnly')
        )}
      </span>
    </p>
  );
}
