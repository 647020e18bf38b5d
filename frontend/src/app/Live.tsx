import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { startLive } from '../live';

/**
 * Keeps the live channel open while somebody is signed in. It stands before the pages, so that its question for the newest number
 * leaves before theirs: what happens after that number is told by the socket.
 */
export function Live({ me }: { me: string }) {
  const queryClient = useQueryClient();
  useEffect(() => startLive(queryClient, me), [queryClient, me]);
  return null;
}
