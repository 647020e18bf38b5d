import { ActionIcon, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListKeys } from '../../lib/listKeys';
import { CustomerQuote } from '../../ui/CustomerQuote';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconClose, IconPlus } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import classes from './PointEvidence.module.css';
import {
  evidenceChanged,
  evidenceQuery,
  linkInsight,
  unlinkInsight,
  type Insight,
  type StickingPoint,
} from './queries';
import type { Picker } from './StickingPointPage';

const few = 20;
const many = 100; // The most that one answer carries.

/** The customers' words behind a sticking point; whoever may, ties more to it or unties one. */
export function PointEvidence({ point, pick }: { point: StickingPoint; pick: Picker }) {
  const { t } = useTranslation('touchpoint');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const [limit, setLimit] = useState(few);
  const evidence = useQuery(evidenceQuery(point.id, limit));
  const [adding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<Insight[]>([]);
  const list = useRef<HTMLUListElement>(null);
  useListKeys(list);
  const mayLink = point.can.includes('sticking_point.link');

  const tie = useMutation({
    mutationFn: async (insights: readonly Insight[]) => {
      for (const each of insights) await linkInsight(each.id, point.id);
    },
    onSuccess: (_, insights) => {
      setAdding(false);
      setChosen([]);
      notify(t('evidence.tied', { count: insights.length }));
    },
    onSettled: () => evidenceChanged(queryClient, point.id),
  });
  const untie = useMutation({
    mutationFn: (insight: Insight) => unlinkInsight(insight.id, point.id),
    onSuccess: (_, insight) => notify(t('evidence.untied'), () => tie.mutate([insight])),
    onError: (error) => notify(error.message),
    onSettled: () => evidenceChanged(queryClient, point.id),
  });

  const rows = evidence.data?.insights;
  const direct = new Set(evidence.data?.direct);
  const total = evidence.data?.total ?? point.insights;
  const start = () => setAdding(true);
  return (
    <Section
      title={t('evidence.title')}
      hint={rows && total > 0 ? t('evidence.of', { shown: rows.length, total }) : undefined}
      action={
        mayLink &&
        !adding && (
          <button type="button" className="tk-link" onClick={start}>
            {t('evidence.link')}
          </button>
        )
      }
    >
      {adding && (
        <div className={classes.adding}>
          <Suspense fallback={<SkeletonRows rows={3} height={56} />}>
            {pick(
              chosen,
              setChosen,
              { id: point.touchpoint.id, title: point.touchpoint.title },
              rows?.map((each) => each.id) ?? [],
            )}
          </Suspense>
          {tie.isError && <ErrorNote title={t('evidence.notTied')} error={tie.error} />}
          <div className={classes.acts}>
            <Button
              variant="filled"
              disabled={chosen.length === 0}
              loading={tie.isPending}
              onClick={() => tie.mutate(chosen)}
            >
              {t('evidence.act')}
            </Button>
            <Button variant="subtle" onClick={() => setAdding(false)}>
              {ui('cancel')}
            </Button>
          </div>
        </div>
      )}
      {evidence.isPending && <SkeletonRows rows={3} height={64} />}
      {evidence.isError && !rows && (
        <ErrorNote
          title={t('evidence.failed')}
          error={evidence.error}
          onRetry={() => void evidence.refetch()}
        />
      )}
      {rows?.length === 0 && !adding && (
        <EmptyState
          text={t(mayLink ? 'evidence.empty' : 'evidence.none')}
          action={
            mayLink && (
              <Button leftSection={<IconPlus size={16} />} onClick={start}>
                {t('evidence.link')}
              </Button>
            )
          }
        />
      )}
      {!!rows?.length && (
        <ul ref={list} className={classes.list}>
          {rows.map((insight) => (
            <li key={insight.id} className={classes.row}>
              <CustomerQuote said={insight} to={`/insights/${insight.id}`} row />
              {mayLink && direct.has(insight.id) && (
                <ActionIcon
                  variant="subtle"
                  aria-label={t('evidence.untie', { quote: insight.quote.slice(0, 60) })}
                  title={t('evidence.untieShort')}
                  disabled={untie.isPending}
                  onClick={() => untie.mutate(insight)}
                >
                  <IconClose size={16} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {rows && limit < many && total > rows.length && (
        <Button variant="subtle" onClick={() => setLimit(many)}>
          {t('evidence.more', { count: Math.min(total, many) })}
        </Button>
      )}
    </Section>
  );
}
