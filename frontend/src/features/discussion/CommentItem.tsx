import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { useDraft } from '../../lib/draft';
import { Avatar } from '../../ui/Avatar';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { DepartmentTag } from '../../ui/DepartmentTag';
import { MarkdownView } from '../../ui/MarkdownView';
import { notify } from '../../ui/notices';
import { RelativeTime } from '../../ui/RelativeTime';
import { RichText, words } from '../../ui/RichText';
import { useCause } from './cause';
import classes from './Comments.module.css';
import { changeComment, deleteComment, editComment, type Comment, type TargetKind } from './queries';

type Props = {
  comment: Comment;
  kind: TargetKind;
  target: string;
  onReply?: () => void;
};

/** One comment: who, when, the words, and what the reader may do with it. */
export function CommentItem({ comment, kind, target, onReply }: Props) {
  const { t } = useTranslation('discussion');
  const [editing, setEditing] = useState(false);
  if (comment.deleted) return <p className={classes.deleted}>{t('deleted')}</p>;
  const mayEdit = comment.can.includes('comment.edit');
  const mayDelete = comment.can.includes('comment.delete');
  return (
    <article className={classes.comment}>
      <Avatar name={comment.author.name} picture={comment.author.picture} size={28} />
      <div className={classes.words}>
        <p className={classes.by}>
          <strong className={classes.name}>{comment.author.name}</strong>
          <DepartmentTag name={comment.author.department} />
          <span className={classes.time}>
            <RelativeTime at={comment.created_at} />
            {comment.version > 1 && ` · ${t('edited')}`}
          </span>
          {comment.origin && (
            <span className={classes.origin}>
              <RichText
                text={t('from', words({ title: comment.origin.title }))}
                b={(title) => (
                  <Link to="/ideas/$id" params={{ id: comment.origin?.id ?? '' }}>
                    {title}
                  </Link>
                )}
              />
            </span>
          )}
        </p>
        {editing ? (
          <Edit comment={comment} kind={kind} target={target} onDone={() => setEditing(false)} />
        ) : (
          <>
            <MarkdownView html={comment.body_html} size="body" />
            {(onReply || mayEdit || mayDelete) && (
              <div className={classes.acts}>
                {onReply && (
                  <button type="button" className={classes.act} onClick={onReply}>
                    {t('reply')}
                  </button>
                )}
                {mayEdit && (
                  <button type="button" className={classes.act} onClick={() => setEditing(true)}>
                    {t('edit')}
                  </button>
                )}
                {mayDelete && <Delete comment={comment} kind={kind} target={target} />}
              </div>
            )}
          </>
        )}
      </div>
    </article>
  );
}

type EditProps = { comment: Comment; kind: TargetKind; target: string; onDone: () => void };

function Edit({ comment, kind, target, onDone }: EditProps) {
  const { t } = useTranslation('discussion');
  const { t: ui } = useTranslation();
  const queryClient = useQueryClient();
  const draft = useDraft(`comment.edit.${comment.id}`, comment.body);
  // The version the writing began from: words that arrive meanwhile are shown, not overwritten unseen.
  const [base, setBase] = useState(comment.version);
  const save = useMutation({
    mutationFn: (version: number) => editComment(comment.id, version, draft.value.trim()),
    onSuccess: (changed) => {
      draft.clear();
      // Where it was said stays beside it; the answer to an edit does not tell.
      changeComment(queryClient, kind, target, comment.id, (shown) => ({ ...changed, origin: shown.origin }));
      onDone();
    },
    onError: (error) => {
      if (error instanceof Problem && error.status === 412) {
        void queryClient.refetchQueries({ queryKey: ['comments', kind, target] });
      }
    },
  });
  const cause = useCause(save.error);
  const stale = comment.version !== base;
  const send = () => {
    if (draft.value.trim() === '' || save.isPending) return;
    // Theirs has been shown beside the field by now, so the words may go in its place.
    setBase(comment.version);
    save.mutate(comment.version);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
      onDone();
    }
  };
  return (
    <div className={classes.edit}>
      <Textarea
        ref={(field) => {
          if (field && document.activeElement === document.body) field.focus();
        }}
        aria-label={t('editOf')}
        autosize
        minRows={2}
        maxRows={14}
        maxLength={10000}
        value={draft.value}
        onChange={(event) => draft.set(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        error={
          stale ? t('stale', { theirs: comment.body }) : save.error ? t('saveFailed', { cause }) : undefined
        }
      />
      <div className={classes.editFoot}>
        <Button
          variant="subtle"
          onClick={() => {
            draft.clear();
            onDone();
          }}
        >
          {ui('cancel')}
        </Button>
        <Button variant="filled" onClick={send} loading={save.isPending} disabled={draft.value.trim() === ''}>
          {t('save')}
        </Button>
      </div>
    </div>
  );
}

function Delete({ comment, kind, target }: Omit<EditProps, 'onDone'>) {
  const { t } = useTranslation('discussion');
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteComment(comment.id),
    onSuccess: () => {
      setAsking(false);
      notify(t('deletedNotice'));
      void queryClient.invalidateQueries({ queryKey: ['comments', kind, target] });
      void queryClient.invalidateQueries({ queryKey: [kind, target] });
    },
  });
  const cause = useCause(remove.error);
  return (
    <>
      <button type="button" className={classes.act} onClick={() => setAsking(true)}>
        {t('delete')}
      </button>
      <ConfirmDialog
        opened={asking}
        onClose={() => {
          setAsking(false);
          remove.reset();
        }}
        title={t('deleteTitle')}
        text={t('deleteText')}
        act={t('delete')}
        onAct={() => remove.mutate()}
        bad
        busy={remove.isPending}
        error={remove.error ? cause : undefined}
      />
    </>
  );
}
