import type { PresenceFrame } from './envelope';

/**
 * Where the channel, which is on every page, meets what says who is here, which only some pages fetch. Whoever comes second finds
 * what the other has left.
 */
export const bridge: {
  /** Sends one message, when the socket is open. */
  send?: (message: object) => void;
  /** Takes what the server says of who is here. */
  heard?: (frame: PresenceFrame) => void;
  /** A socket has been greeted: it knows nothing yet of what the page shows. */
  greeted?: () => void;
} = {};
