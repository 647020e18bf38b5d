import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../lib/draft';
import { notify } from '../../ui/notices';
import { InsightForm, type Written } from './InsightForm';
import {
  facetsQuery,
  showChanged,
  updateInsight,
  type Insight,
  type InsightChange,
  type PersonalChoice,
} from './queries';

/** Changes an insight in place; what is typed is kept until the server has it. */
export function EditInsight({ insight, onDone }: { insight: Insight; onDone: () => void }) {
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const facets = useQuery(facetsQuery);
  const draft = useDraft<Written>(`insight.${insight.id}`, {
    quote: insight.quote,
    sentiment: insight.sentiment,
    source_kind: insight.source_kind,
    source: insight.source,
    segment: insight.segment,
    note: insight.note,
    said_on: insight.said_on,
    touchpoint: insight.touchpoint ? { id: insight.touchpoint.id, title: insight.touchpoint.title } : null,
  });
  const save = useMutation({
    mutationFn: (personal: PersonalChoice | undefined) =>
      updateInsight(insight.id, insight.version, {
        ...changeOf(insight, draft.value),
        ...(personal && { personal }),
      }),
    onSuccess: (changed) => {
      draft.clear();
      showChanged(queryClient, changed);
      notify(t('edit.done'));
      onDone();
    },
  });
  return (
    <InsightForm
      written={draft.value}
      onWrite={(part) => {
        if (!save.isIdle && !save.isPending) save.reset();
        draft.set({ ...draft.value, ...part });
      }}
      onSend={(personal) => save.mutate(personal)}
      sending={save.isPending}
      error={save.error}
      sendLabel={t('edit.act')}
      failed={t('edit.failed')}
      hint={draft.kept ? ui('draft.kept') : undefined}
      onCancel={() => {
        draft.clear();
        onDone();
      }}
      segments={facets.data?.segments.map((each) => each.value)}
    />
  );
}

/** Only what differs, so that words nobody touched are not judged again. */
function changeOf(insight: Insight, written: Written): InsightChange {
  const change: InsightChange = {};
  for (const name of ['quote', 'source', 'segment', 'note'] as const) {
    const words = written[name].trim();
    if (words !== insight[name]) change[name] = words;
  }
  if (written.said_on && written.said_on !== insight.said_on) change.said_on = written.said_on;
  if (written.source_kind !== insight.source_kind) change.source_kind = written.source_kind;
  if (written.sentiment !== null && written.sentiment !== insight.sentiment)
    change.sentiment = written.sentiment;
  if ((written.touchpoint?.id ?? '') !== (insight.touchpoint?.id ?? '')) {
    change.touchpoint = written.touchpoint?.id ?? '';
  }
  return change;
}
