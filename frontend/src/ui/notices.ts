import { createStore } from '../lib/store';

export type Notice = { id: number; text: string; undo?: () => void };

const shown = createStore<readonly Notice[]>([]);
let last = 0;

export const useNotices = shown.use;

export function dismissNotice(id: number): void {
  shown.set(shown.get().filter((notice) => notice.id !== id));
}

/** Takes all away: what was said belongs to a page that is gone. */
export const clearNotices = () => shown.set([]);

/** Says in one sentence what has happened, for 6 seconds; with a way to undo it, for 10. */
export function notify(text: string, undo?: () => void): void {
  const id = ++last;
  shown.set([...shown.get().slice(-2), { id, text, undo }]);
  setTimeout(() => dismissNotice(id), undo ? 10_000 : 6_000);
}
