import { createStore } from '../lib/store';

const expired = createStore(false);

/** Called at the first 401. The page stays as it is, with everything typed; the shell offers to sign in again. */
export function sessionEnded(): void {
  expired.set(true);
}

/** True once the server has refused the session. */
export const useSessionExpired = expired.use;
