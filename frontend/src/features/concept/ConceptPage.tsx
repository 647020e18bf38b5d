import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { Avatar } from '../../ui/Avatar';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconEdit, IconLock } from '../../ui/icons';
import { LineageLine } from '../../ui/LineageLine';
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
import { conceptQuery, type Concept } from './queries';
import { Versions } from './Versions';

const Settings = lazy(() => import('./Settings'));

type Props = {
  id: string;
  /** The discussion of this concept, from the feature that has it. */
  comments: (concept: Concept) => ReactNode;
};

/** One concept: the canvas, whose ideas it grew from, what people say, and how it came to be. */
export function ConceptPage({ id, comments }: Props) {
  const { t } = useTranslation('concept');
  const concept = useQuery(conceptQuery(id));
  const [settings, setSettings] = useState(false);

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
    <Page aside={<Versions concept={shown} />}>
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
      <div className={classes.line}>
        <Lineage concept={shown} />
      </div>
      {!editable && <WhyNot concept={shown} />}
      <Canvas key={shown.id} concept={shown} />
      <Evidence key={`evidence ${shown.id}`} concept={shown} />
      <GrownFrom concept={shown} />
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
  const { owner } = concept;
  const authors = concept.authors.filter((author) => author.id !== owner.id);
  return (
    <div className={classes.meta}>
      <span className={classes.faces} aria-hidden="true">
        {[owner, ...authors].slice(0, faces).map((person) => (
          <Avatar key={person.id} name={person.name} picture={person.picture} />
        ))}
      </span>
      <span>
        <RichText
          text={
            authors.length > 0
              ? t('ownsWith', { count: authors.length, ...words({ name: owner.name }) })
              : t('owns', words({ name: owner.name }))
          }
          b={(name) => <strong className={classes.owner}>{name}</strong>}
        />
      </span>
      <DepartmentTag name={owner.department} />
      <span className={classes.tags}>
        <Tag>{t('version', { version: concept.version })}</Tag>
        <BallotTag concept={concept} />
      </span>
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

function Lineage({ concept }: { concept: Concept }) {
  const { t } = useTranslation('concept');
  const decision = concept.lineage?.decisions.at(-1);
  const commitment = concept.lineage?.commitments.at(-1);
  const source = concept.sources[0];
  return (
    <LineageLine
      label={t('lineage')}
      stations={{
        idea: {
          state: 'done',
          detail: t('ideas', { count: concept.sources.length }),
          to: source && `/ideas/${source.id}`,
        },
        concept: { state: 'here' },
        ...(decision && {
          decision: { state: 'done', detail: decision.title, to: `/decisions/${decision.id}` },
        }),
        ...(commitment && { roadmap: { state: 'done', detail: commitment.title, to: '/roadmap' } }),
      }}
    />
  );
}
