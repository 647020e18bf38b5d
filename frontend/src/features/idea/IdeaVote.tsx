import { useMe } from '../../api/session';
import { StanceBox } from '../../ui/StanceBox';
import { VoteBox } from '../../ui/VoteBox';
import type { Idea } from './queries';
import { useVote } from './vote';

type Props = { idea: Pick<Idea, 'id' | 'title' | 'counts' | 'vote_mode' | 'author' | 'can'>; size?: 52 | 56 };

/** Whether the reader may vote on it now. An author supports an idea by posting it. */
export function useMayVote({ can, author }: Pick<Idea, 'can' | 'author'>): boolean {
  return useMe().person.id !== author.id && can.includes('idea.vote');
}

/** The vote on an idea, in the way its challenge votes. */
export function IdeaVote({ idea, size }: Props) {
  const vote = useVote();
  const may = useMayVote(idea);
  const { counts } = idea;
  if (idea.vote_mode === 'stance') {
    return (
      <StanceBox
        title={idea.title}
        counts={counts}
        mine={counts.my_vote}
        onVote={may ? (stance) => void vote(idea, stance) : undefined}
      />
    );
  }
  return (
    <VoteBox
      title={idea.title}
      count={counts.agree}
      mine={counts.my_vote === 1}
      size={size}
      onVote={may ? (support) => void vote(idea, support ? 1 : undefined) : undefined}
    />
  );
}
