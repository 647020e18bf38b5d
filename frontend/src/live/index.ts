import type { QueryClient } from '@tanstack/react-query';
import { firstSeqQuery } from '../api/session';
import { setLiveState } from '../lib/liveState';

export { useFeedArrivals, useIdeaArrivals, takeFeedArrivals, takeIdeaArrivals } from './arrivals';
export { patchEverywhere } from './cached';
export { castVote, withVote, type Value } from './vote';
export type { Envelope } from './envelope';

const again = 5_000; // ms

/** Opens the live channel for a person; returns how to close it. Its code is fetched after the page. */
export function startLive(queryClient: QueryClient, me: string): () => void {
  let stop: (() => void) | undefined;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = async () => {
    try {
      const seq = queryClient.fetchQuery(firstSeqQuery);
      // Awaited together: a refusal that comes while the code is on its way has somebody who hears it.
      const [{ openChannel }, after] = await Promise.all([import('./channel'), seq]);
      if (!stopped) stop = openChannel(queryClient, me, after);
    } catch {
      // The page itself shows that the server does not answer.
      if (stopped) return;
      setLiveState('lost');
      timer = setTimeout(() => void start(), again);
    }
  };
  void start();
  return () => {
    stopped = true;
    clearTimeout(timer);
    stop?.();
  };
}
