import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { idempotencyKey } from '../../api/client';
import { DraftTextarea } from '../../ui/DraftTextarea';
import { ErrorNote } from '../../ui/ErrorNote';
import { MoreRows } from '../../ui/MoreRows';
import { Section } from '../../ui/Section';
import { SkeletonRows } from '../../ui/Skeleton';
import { CommentItem } from './CommentItem';
import { useCause } from './cause';
import classes from './Comments.module.css';
import { addComment, commentsQuery, postComment, threads, type TargetKind } from './queries';

type Props = {
  kind: TargetKind;
  id: string;
  /** How many there are, as the thing itself tells. */
  count: number;
  /** Whether the reader may write here now. */
  may: boolean;
  fieldRef?: Ref<HTMLTextAreaElement>;
};

/** The discussion of an idea or a concept: comments with one level of replies, live. */
export function Comments({ kind, id, count, may, fieldRef }: Props) {
  const { t } = useTranslation('discussion');
  const comments = useInfiniteQuery(commentsQuery(kind, id));
  const [replyTo, setReplyTo] = useState<string>();
  const shown = comments.data && threads(comments.data.pages.flatMap((page) => page.items));

  return (
    <Section title={t('title')} hint={count > 0 ? count : undefined}>
      {comments.isPending ? (
        <SkeletonRows rows={Math.min(Math.max(count, 1), 3)} />
      ) : !shown ? (
        <ErrorNote title={t('loadFailed')} error={comments.error} onRetry={() => void comments.refetch()} />
      ) : shown.length === 0 ? (
        <p className={classes.none}>{t(may ? 'none' : 'noneClosed')}</p>
      ) : (
        <ul className={classes.list}>
          {shown.map(({ comment, replies }) => (
            <li key={comment.id} className={classes.thread}>
              <CommentItem
                comment={comment}
                kind={kind}
                target={id}
                onReply={
                  may && !comment.deleted && !comment.origin ? () => setReplyTo(comment.id) : undefined
                }
              />
              {(replies.length > 0 || replyTo === comment.id) && (
                <ul className={classes.replies}>
                  {replies.map((reply) => (
                    <li key={reply.id}>
                      <CommentItem
                        comment={reply}
                        kind={kind}
                        target={id}
                        onReply={may && !comment.origin ? () => setReplyTo(comment.id) : undefined}
                      />
                    </li>
                  ))}
                  {replyTo === comment.id && (
                    <li className={classes.replyField}>
                      <Writer
                        kind={kind}
                        target={id}
                        parent={comment.id}
                        name={comment.author.name}
                        onDone={() => setReplyTo(undefined)}
                      />
                    </li>
                  )}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
      <MoreRows query={comments} />
      <div className={classes.write}>
        {may ? (
          <Writer kind={kind} target={id} fieldRef={fieldRef} />
        ) : (
          <p className={classes.none}>{t('closed')}</p>
        )}
      </div>
    </Section>
  );
}

type WriterProps = {
  kind: TargetKind;
  target: string;
  /** The comment replied to, and who wrote it. */
  parent?: string;
  name?: string;
  onDone?: () => void;
  fieldRef?: Ref<HTMLTextAreaElement>;
};

/** The field for a comment or a reply. What is typed is kept until the server has it. */
function Writer({ kind, target, parent, name = '', onDone, fieldRef }: WriterProps): ReactNode {
  const { t } = useTranslation('discussion');
  const queryClient = useQueryClient();
  // One key for one text: an attempt repeated after a lost answer makes no second comment.
  const [attempt, setAttempt] = useState({ text: '', key: '' });
  const post = useMutation({
    mutationFn: (text: string) => {
      const key = attempt.text === text ? attempt.key : idempotencyKey();
      setAttempt({ text, key });
      return postComment(kind, target, { body: text, parent }, key);
    },
    onSuccess: (comment) => {
      setAttempt({ text: '', key: '' });
      addComment(queryClient, kind, target, comment);
      // The socket tells the count; without it the thing is read again.
      void queryClient.invalidateQueries({ queryKey: [kind, target] });
    },
  });
  const cause = useCause(post.error);
  return (
    <DraftTextarea
      ref={fieldRef ?? (parent ? focusAtOnce : undefined)}
      draftKey={parent ? `reply.${parent}` : `comment.${kind}.${target}`}
      label={parent ? t('replyTo', { name }) : t('write')}
      placeholder={parent ? t('replyPlaceholder', { name }) : t('placeholder')}
      sendLabel={t(parent ? 'sendReply' : 'send')}
      onSend={(text) => post.mutateAsync(text).then(onDone)}
      sending={post.isPending}
      error={post.error ? t('sendFailed', { cause }) : undefined}
      maxLength={10000}
      minRows={1}
      onCancel={onDone}
    />
  );
}

const focusAtOnce = (field: HTMLTextAreaElement | null) => field?.focus();
