import { createStore } from './store';

/**
 * Where the live channel stands. `connecting` is the first attempt, or a signed-out page; `lost` tells since when what
 * is shown may be old.
 */
export type LiveState = { state: 'connecting' } | { state: 'live' } | { state: 'lost'; since: Date };

const liveState = createStore<LiveState>({ state: 'connecting' });

/** The socket reports here; only changes of state count. */
export function setLiveState(next: 'connecting' | 'live' | 'lost'): void {
  if (liveState.get().state === next) return;
  liveState.set(next === 'lost' ? { state: 'lost', since: new Date() } : { state: next });
}

export const useLiveState = liveState.use;

/** Who looks at one thing just now, a few by name, and who writes there. */
export type PresenceFrame = {
  type: 'presence';
  ref: { kind: string; id: string };
  reading: number;
  people: { id: string; name: string }[];
  typing?: { id: string; name: string; field?: string }[];
};

/**
 * Where the channel, which is on every page, meets what says who is here, which only some pages fetch. Whoever comes second finds
 * what the other has left. It stands here because a file of its own would be one more for the first page to fetch.
 */
export const bridge: {
  /** Sends one message, when the socket is open. */
  send?: (message: object) => void;
  /** Takes what the server says of who is here. */
  heard?: (frame: PresenceFrame) => void;
  /** A socket has been greeted: it knows nothing yet of what the page shows. */
  greeted?: () => void;
} = {};
