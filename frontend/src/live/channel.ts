import type { QueryClient } from '@tanstack/react-query';
import { client } from '../api/client';
import { sessionEnded } from '../api/expired';
import { bridge, setLiveState } from '../lib/liveState';
import { apply, applyResync } from './apply';
import { connect } from './connection';
import { refetcher } from './refresh';

/** Where the socket is, on the server this page came from. */
function address(after: number): string {
  const url = new URL('/api/v1/live', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('after', String(after));
  return url.href;
}

/** The socket, joined to what the page holds. */
export function openChannel(queryClient: QueryClient, me: string, after: number): () => void {
  const context = { queryClient, me, refetch: refetcher(queryClient) };
  const connection = connect(address, after, {
    onFrame: (frame) => {
      if (frame.type === 'event') apply(context, frame);
      else if (frame.type === 'resync') applyResync(context);
      else if (frame.type === 'presence') bridge.heard?.(frame);
      else bridge.greeted?.();
    },
    onState: setLiveState,
    onEnded: sessionEnded,
    onRefused: () => {
      // A page cannot see why a handshake failed. If it was the session, this request says so and the client tells the shell.
      client.GET('/me').catch(() => {});
    },
  });
  bridge.send = connection.send;
  return () => {
    connection.close();
    setLiveState('connecting');
  };
}
