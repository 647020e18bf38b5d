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
