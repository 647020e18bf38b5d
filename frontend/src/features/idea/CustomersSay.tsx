import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomerQuote } from '../../ui/CustomerQuote';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconStickingPoint } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './CustomersSay.module.css';
import { evidenceQuery, untieInsight, type Idea } from './queries';

/** What chooses insights, lent by src/app: tells the ids of those chosen, and offers none of `held`. */
export type InsightPicker = ComponentType<{ held: readonly string[]; onChange: (ids: string[]) => void }>;

const AddInsights = lazy(() => import('./AddInsights'));

type Props = { idea: Idea; picker?: InsightPicker };

const few = 3;

/** The customers' words behind an idea, and the sticking points it aims at. */
export function CustomersSay({ idea, picker }: Props) {
  const { t } = useTranslation('idea');
  const evidence = useQuery(evidenceQuery(idea.id));
  const [all, setAll] = useState(false);
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState(false);
  const may = idea.can.includes('idea.link');
  const { data } = evidence;
  const shown = data?.insights.slice(0, all ? undefined : few) ?? [];
  // An idea of nobody's words, for somebody who cannot add any, needs no empty heading.
  if (!may && idea.insights === 0 && (idea.sticking_points ?? []).length === 0) return null;
  return (
    <Section
      title={t('say.title')}
      hint={data && data.total > 0 ? t('say.of', { shown: shown.length, total: data.total }) : undefined}
      action={
        may &&
        picker && (
          <button
            type="button"
            className="tk-link"
            onClick={() => {
              setOpened(true);
              setAdding(true);
            }}
          >
            {t('say.add')}
          </button>
        )
      }
    >
      {(idea.sticking_points ?? []).map((point) => (
        <p key={point.id} className={classes.point}>
          <IconStickingPoint size={16} />
          <Link to={`/sticking-points/${point.id}` as string}>{point.title}</Link>
        </p>
      ))}
      {evidence.isPending ? (
        // As many rows as will come, so that nothing below them moves.
        idea.insights !== 0 && <SkeletonRows rows={Math.min(idea.insights ?? 1, few)} height={54} />
      ) : !data ? (
        <ErrorNote title={t('say.failed')} error={evidence.error} onRetry={() => void evidence.refetch()} />
      ) : (
        <ul className={classes.list}>
          {shown.map((insight) => (
            <li key={insight.id}>
              <CustomerQuote said={insight} to={`/insights/${insight.id}`}>
                {may && data.direct?.includes(insight.id) && (
                  <Untie insight={insight.id} quote={insight.quote} idea={idea.id} />
                )}
              </CustomerQuote>
            </li>
          ))}
        </ul>
      )}
      {data && data.total === 0 && may && <p className={classes.none}>{t('say.none')}</p>}
      {data && data.insights.length > few && (
        <button type="button" className="tk-link" onClick={() => setAll(!all)}>
          {all ? t('say.fewer') : t('say.more', { count: data.insights.length - few })}
        </button>
      )}
      {opened && picker && (
        <Suspense fallback={null}>
          <AddInsights
            idea={idea}
            held={data?.direct ?? []}
            picker={picker}
            opened={adding}
            onClose={() => setAdding(false)}
          />
        </Suspense>
      )}
    </Section>
  );
}

function Untie({ insight, quote, idea }: { insight: string; quote: string; idea: string }) {
  const { t } = useTranslation('idea');
  const queryClient = useQueryClient();
  const untie = useMutation({
    mutationFn: () => untieInsight(insight, idea),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['evidence', 'idea', idea] });
      void queryClient.invalidateQueries({ queryKey: ['idea', idea] });
      notify(t('say.untied'));
    },
    onError: (error) => notify(t('actFailed', { cause: error.message })),
  });
  return (
    <button
      type="button"
      className={classes.untie}
      aria-label={t('say.untieLabel', { quote: quote.length > 60 ? `${quote.slice(0, 60)}…` : quote })}
      disabled={untie.isPending}
      onClick={() => untie.mutate()}
    >
      {t('say.untie')}
    </button>
  );
}
