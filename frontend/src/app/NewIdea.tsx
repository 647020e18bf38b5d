import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { challengesQuery } from '../features/challenge/queries';
import { NewIdeaDialog } from '../features/idea/NewIdeaDialog';
import type { Origin } from '../features/idea/PostBox';

type Props = { opened: boolean; onClose: () => void; from?: Origin };

/** "New idea" from anywhere: the challenges that gather ideas, the one being looked at first. */
export default function NewIdea({ opened, onClose, from }: Props) {
  const challenges = useInfiniteQuery(challengesQuery);
  const navigate = useNavigate();
  const here = useLocation().pathname;
  const gathering = challenges.data?.pages
    .flatMap((page) => page.items)
    .filter((each) => each.can.includes('idea.create'))
    .sort((a, b) => Number(here.endsWith(b.id)) - Number(here.endsWith(a.id)));
  return (
    <NewIdeaDialog
      opened={opened}
      onClose={onClose}
      challenges={gathering}
      error={challenges.error}
      from={from}
      onRetry={() => void challenges.refetch()}
      onPosted={(idea) => {
        // On its challenge's page it already stands on top of the list.
        if (here !== `/challenges/${idea.challenge.id}`) {
          void navigate({ to: '/ideas/$id', params: { id: idea.id } });
        }
      }}
    />
  );
}
