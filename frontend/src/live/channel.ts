import type { QueryClient } from '@tanstack/react-query';
import { client } from '../api/client';
import { sessionEnded } from '../api/expired';
import { bridge, setLiveState } from '../lib/liveState';
import type { changes } from './changes';
import { connect } from './connection';

/** Where the socket is, on the server this page came from. */
function address(after: number): string {
  const url = new URL('/api/v1/live', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.searchParams.set('after', String(after));
  return url.href;
}

const again = 5_000; // ms
const rest = 5_000; // ms after which what applies changes is fetched, if none has come before

/**
 * What brings a change onto the page. It is fetched when the first one comes, or when the page has settled. Not without
 * a connection: a browser may go on refusing in this document what it once failed to import.
 */
async function loadApply(): Promise<typeof changes> {
  for (;;) {
    try {
      if (navigator.onLine) return (await import('./changes')).changes;
    } catch {
      // It is tried again.
    }
    await new Promise((done) => setTimeout(done, again)); // what has come meanwhile waits, in order
  }
}

/** The socket, joined to what the page holds. */
export function openChannel(queryClient: QueryClient, me: string, after: number): () => void {
  let loading: ReturnType<typeof loadApply> | undefined;
  const ready = () => (loading ??= loadApply());
  let told: Promise<unknown> = Promise.resolve();
  const settled = setTimeout(() => void ready(), rest);
  const connection = connect(address, after, {
    onFrame: (frame) => {
      if (frame.type === 'presence') bridge.heard?.(frame);
      else if (frame.type === 'hello') bridge.greeted?.();
      else {
        const before = told;
        // One that cannot be applied does not stop those behind it.
        told = ready().then((open) => before.then(() => open(queryClient, me)(frame)).catch(reportError));
      }
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
    clearTimeout(settled);
    connection.close();
    setLiveState('connecting');
  };
}
