import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../../lib/draft';
import { patchEverywhere } from '../../live';
import { DraftTextarea } from '../../ui/DraftTextarea';
import { notify } from '../../ui/notices';
import { RadioRow } from '../../ui/RadioRow';
import classes from './Answer.module.css';
import { answerStatuses, type GivenStatus } from './answers';
import { answerIdea, type Idea } from './queries';

const isGiven = (status: string | undefined): status is GivenStatus =>
  answerStatuses.some((each) => each === status);

/** A facilitator answers: what becomes of the idea, and why. What is typed is kept until the server has it. */
export default function AnswerForm({ idea, onDone }: { idea: Idea; onDone: () => void }) {
  const { t } = useTranslation('idea');
  const queryClient = useQueryClient();
  const before = idea.answer?.status;
  const status = useDraft<GivenStatus>(`answer.status.${idea.id}`, isGiven(before) ? before : 'taken_up');
  const send = useMutation({
    mutationFn: (reason: string) => answerIdea(idea.id, { status: status.value, reason }),
    onSuccess: (changed) => {
      status.clear();
      patchEverywhere<Idea>(queryClient, 'idea', idea.id, (shown) => {
        const next = { ...shown, ...changed };
        delete next.answer_due;
        return next;
      });
      void queryClient.invalidateQueries({ queryKey: ['challenge', idea.challenge.id] });
      notify(t('answer.sent'));
      onDone();
    },
  });
  return (
    <div className={classes.form}>
      <RadioRow
        legend={t('answer.what')}
        value={status.value}
        onChange={status.set}
        options={answerStatuses.map((value) => ({ value, label: t(`answer.status.${value}`) }))}
      />
      <DraftTextarea
        draftKey={`answer.reason.${idea.id}`}
        label={t('answer.reason')}
        placeholder={t('answer.reasonHint')}
        sendLabel={t('answer.send')}
        onSend={(text) => send.mutateAsync(text)}
        sending={send.isPending}
        error={send.error ? t('answer.failed', { cause: send.error.message }) : undefined}
        maxLength={5000}
        minRows={3}
        onCancel={onDone}
      />
    </div>
  );
}
