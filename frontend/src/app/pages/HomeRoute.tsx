import { useInfiniteQuery } from '@tanstack/react-query';
import { useMe } from '../../api/session';
import { OpenChallenges } from '../../features/challenge/OpenChallenges';
import { challengesQuery } from '../../features/challenge/queries';
import { HomePage } from '../../features/home/HomePage';
import { YourIdeas } from '../../features/idea/YourIdeas';

/** Home, joined of what waits, the open challenges, the reader's ideas and the feed. */
export function HomeRoute() {
  const count = useMe().waiting.own_ideas;
  const challenges = useInfiniteQuery(challengesQuery);
  return (
    <HomePage
      challenges={<OpenChallenges />}
      ideas={<YourIdeas few={5} count={count} />}
      settled={!challenges.isPending}
    />
  );
}
