import { Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { useDraft } from '../../lib/draft';
import { notify } from '../../ui/notices';
import { InsightForm, type Written } from './InsightForm';
import {
  facetsQuery,
  listChanged,
  postInsight,
  type Insight,
  type PersonalChoice,
  type SourceKind,
} from './queries';
import type { Place } from './TouchpointPicker';

type Props = {
  opened: boolean;
  onClose: () => void;
  /** Where it is posted from; chosen already, and can be changed. */
  touchpoint?: Place;
  onPosted?: (insight: Insight) => void;
};

/** "Post an insight": what a customer said, in under twenty seconds. What is typed is kept until the server has it. */
export function PostInsight({ opened, onClose, touchpoint, onPosted }: Props) {
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('post.title')}
      size={640}
      closeButtonProps={{ 'aria-label': ui('close') }}
    >
      <PostForm
        touchpoint={touchpoint}
        onPosted={(insight) => {
          onClose();
          onPosted?.(insight);
        }}
      />
    </Modal>
  );
}

export default PostInsight;

type FormProps = { touchpoint?: Place; onPosted: (insight: Insight) => void };

function PostForm({ touchpoint, onPosted }: FormProps) {
  const { t } = useTranslation('insight');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  // The kind of source is the same for a while: who reads tickets today posts from tickets.
  const last = useDraft<SourceKind>('insight.kind', 'interview');
  const draft = useDraft(`insight.new${touchpoint ? `.${touchpoint.id}` : ''}`, {
    quote: '',
    sentiment: null,
    source_kind: last.value,
    source: '',
    segment: '',
    note: '',
    said_on: '',
    touchpoint: touchpoint ?? null,
    key: '',
  } as Written & { key: string });
  const facets = useQuery(facetsQuery);
  const { quote, sentiment, source_kind, source, segment, note, said_on, touchpoint: place } = draft.value;

  const post = useMutation({
    mutationFn: ({ personal, key }: { personal: PersonalChoice | undefined; key: string }) =>
      postInsight(
        {
          quote: quote.trim(),
          sentiment: sentiment ?? 0,
          source_kind,
          ...(source.trim() && { source: source.trim() }),
          ...(segment.trim() && { segment: segment.trim() }),
          ...(note.trim() && { note: note.trim() }),
          ...(said_on && { said_on }),
          ...(place && { touchpoint: place.id }),
          ...(personal && { personal }),
        },
        key,
      ),
    onSuccess: (insight) => {
      last.set(source_kind);
      draft.clear();
      listChanged(queryClient);
      notify(insight.touchpoint ? t('post.doneAt', { place: insight.touchpoint.title }) : t('post.done'));
      onPosted(insight);
    },
  });
  return (
    <InsightForm
      written={draft.value}
      onWrite={(part) => {
        // A refusal stays in sight while its words do.
        if (!post.isIdle && !post.isPending) post.reset();
        // Another text is another request; the same text sent again makes no second insight.
        draft.set({ ...draft.value, ...part, key: idempotencyKey() });
      }}
      onSend={(personal) =>
        // The answer to a refusal is another request as well.
        post.mutate({ personal, key: `${draft.value.key || idempotencyKey()}${personal ?? ''}` })
      }
      sending={post.isPending}
      error={post.error}
      sendLabel={t('post.act')}
      failed={t('post.failed')}
      hint={draft.kept && quote.trim() !== '' ? ui('draft.kept') : undefined}
      segments={facets.data?.segments.map((each) => each.value)}
    />
  );
}
