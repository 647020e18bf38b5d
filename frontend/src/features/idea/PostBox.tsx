import { Button, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { ErrorNote } from '../../ui/ErrorNote';
import { IconClose, IconInsight, IconStickingPoint } from '../../ui/icons';
import { notify } from '../../ui/notices';
import { Joined } from './Joined';
import classes from './PostBox.module.css';
import { postIdea, showPosted, similarQuery, type Idea } from './queries';
import { SimilarIdeas } from './SimilarIdeas';

/** What an idea comes from: an insight or a sticking point. */
export type Origin = { kind: 'insight' | 'sticking_point'; id: string; title: string };

/** What the box must know of the challenge. */
export type Gathering = { id: string; themes: readonly { id: string; name: string }[] };

type Props = {
  challenge: Gathering;
  /** Start in the field, in a dialog. */
  focus?: boolean;
  /** What the idea comes from; shown, and left out again on a press. */
  from?: Origin;
  onPosted?: (idea: Idea) => void;
  /** The reader supports another idea instead and goes on to it. */
  onLeave?: () => void;
};

type Written = { title: string; body: string; theme: string; key: string };
const untouched: Written = { title: '', body: '', theme: '', key: '' };

/** From this many words on similar ideas are looked for, and after this pause in ms. */
const enoughWords = 3;
const pause = 250;

/** Posts an idea: one field, and similar ideas inside it while typing. What is typed is kept until the server has it. */
export function PostBox({ challenge, focus = false, from, onPosted, onLeave }: Props) {
  const { t } = useTranslation('idea');
  const queryClient = useQueryClient();
  const draft = useDraft(`idea.new.${challenge.id}`, untouched);
  const { title, body, theme } = draft.value;
  const [detailed, setDetailed] = useState(false);
  const [joined, setJoined] = useState<Idea>();
  const [origin, setOrigin] = useState(from);
  const field = useRef<HTMLTextAreaElement>(null);
  const detail = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // At once: whoever pressed "c" types on, and no letter may be lost to the dialog's opening.
    if (focus) field.current?.focus();
  }, [focus]);
  const hintId = useId();
  const showDetail = detailed || body !== '' || theme !== '';
  const empty = title.trim() === '';
  // Another text is another request and takes another key; the same text sent again makes no second idea.
  const write = (part: Partial<Written>) => {
    post.reset();
    setJoined(undefined);
    draft.set({ ...draft.value, ...part, key: idempotencyKey() });
  };

  const post = useMutation({
    mutationFn: () =>
      postIdea(
        challenge.id,
        {
          title: title.trim(),
          ...(body.trim() && { body }),
          ...(theme && { theme }),
          ...(origin && { from: [{ kind: origin.kind, id: origin.id }] }),
        },
        draft.value.key || idempotencyKey(),
      ),
    onSuccess: (idea) => {
      draft.clear();
      setDetailed(false);
      showPosted(queryClient, challenge.id, idea);
      notify(t('posted'));
      onPosted?.(idea);
    },
  });
  const send = () => {
    if (!empty && !post.isPending) post.mutate();
  };

  const [asked] = useDebouncedValue(title.trim(), pause);
  const enough = title.trim().split(/\s+/).length >= enoughWords;
  const similar = useQuery({
    ...similarQuery(challenge.id, asked),
    enabled: enough && asked.split(/\s+/).length >= enoughWords && !joined,
  });
  const found = enough && !joined ? (similar.data?.items ?? []) : [];

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      send();
    } else if (event.currentTarget !== detail.current) {
      // A title is one line; what follows is detail.
      event.preventDefault();
      setDetailed(true);
      requestAnimationFrame(() => detail.current?.focus());
    }
  };
  const said = post.error instanceof Problem ? post.error.fields : {};

  return (
    <div className={classes.box} data-open={!empty || showDetail || focus || undefined}>
      <Textarea
        ref={field}
        variant="unstyled"
        classNames={{ root: classes.field, input: classes.input }}
        aria-label={t('field')}
        aria-describedby={hintId}
        placeholder={t('placeholder')}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={300}
        data-autofocus={focus || undefined}
        value={title}
        onChange={(event) => write({ title: event.currentTarget.value.replace(/\s*\n\s*/g, ' ') })}
        onKeyDown={onKeyDown}
        error={said.title}
      />
      {origin && (
        <p className={classes.origin}>
          {origin.kind === 'insight' ? <IconInsight size={14} /> : <IconStickingPoint size={14} />}
          <span className={classes.originLabel}>{t('from.label')}</span>
          <span className={classes.originTitle}>{origin.title}</span>
          <button
            type="button"
            className={classes.originRemove}
            aria-label={t('from.remove', { title: origin.title })}
            onClick={() => {
              setOrigin(undefined);
              write({});
            }}
          >
            <IconClose size={14} />
          </button>
        </p>
      )}
      {found.length > 0 && <SimilarIdeas ideas={found} onJoined={setJoined} />}
      {joined && (
        <Joined
          idea={joined}
          words={[title.trim(), body.trim()].filter(Boolean).join('\n\n')}
          onDiscard={() => {
            draft.clear();
            setDetailed(false);
            setJoined(undefined);
          }}
          onLeave={() => {
            draft.clear();
            onLeave?.();
          }}
        />
      )}
      {showDetail && (
        <div className={classes.detail}>
          <Textarea
            ref={detail}
            label={t('detail')}
            placeholder={t('detailPlaceholder')}
            autosize
            minRows={3}
            maxRows={14}
            maxLength={20000}
            value={body}
            onChange={(event) => write({ body: event.currentTarget.value })}
            onKeyDown={onKeyDown}
            error={said.body}
          />
          {challenge.themes.length > 0 && (
            <label className={classes.theme}>
              <span>{t('theme')}</span>
              <select value={theme} onChange={(event) => write({ theme: event.currentTarget.value })}>
                <option value="">{t('noTheme')}</option>
                {challenge.themes.map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      )}
      {post.error && !said.title && !said.body && (
        <div className={classes.error}>
          <ErrorNote title={t('postFailed')} error={post.error} onRetry={send} />
        </div>
      )}
      {!joined && (
        <div className={classes.foot}>
          <span id={hintId} className={classes.kept}>
            {draft.kept && !empty ? t('draftOnly') : ''}
          </span>
          {!showDetail && (
            <Button
              variant="subtle"
              onClick={() => {
                setDetailed(true);
                requestAnimationFrame(() => detail.current?.focus());
              }}
            >
              {t('addDetail')}
            </Button>
          )}
          <Button
            variant={found.length > 0 ? undefined : 'filled'}
            disabled={empty}
            loading={post.isPending}
            onClick={send}
            rightSection={<kbd className={classes.key}>{t('key')}</kbd>}
          >
            {t(found.length > 0 ? 'postAnyway' : 'post')}
          </Button>
        </div>
      )}
    </div>
  );
}
