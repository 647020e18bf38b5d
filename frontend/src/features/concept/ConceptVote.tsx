import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../api/problem';
import { notify } from '../../ui/notices';
import { StanceBox } from '../../ui/StanceBox';
import { VoteBox } from '../../ui/VoteBox';
import { voteConcept, type Concept } from './queries';

type Value = 1 | 0 | -1 | undefined;

/** The reader's vote on a concept, in the way its challenge votes; read-only where no vote is open. */
export function ConceptVote({ concept, size }: { concept: Concept; size?: 52 | 56 }) {
  const { t } = useTranslation(['concept', 'ui']);
  const cache = useQueryClient();
  const { title, counts } = concept;
  const vote = (wanted: Value) =>
    void voteConcept(cache, concept, wanted, (error) => {
      const why = error instanceof Problem && error.status > 0 ? error.message : t('ui:error.network');
      notify(`${t('vote.failed', { title })} ${why}`);
    });
  const may = concept.can.includes('concept.vote');
  return concept.vote_mode === 'stance' ? (
    <StanceBox title={title} counts={counts} mine={counts.my_vote} onVote={may ? vote : undefined} />
  ) : (
    <VoteBox
      title={title}
      count={counts.agree}
      mine={counts.my_vote === 1}
      onVote={may ? (support) => vote(support ? 1 : undefined) : undefined}
      size={size}
    />
  );
}
