import { heard } from '../api/seen';
import { readFrame, type Frame } from './envelope';

const shortest = 500; // ms
const longest = 10_000;
const patience = 2_000; // ms without a connection before the page calls it lost

/** The close codes that mean something here (contract of the interface). */
const ended = 4401;
const restart = 1012;
const tooSlow = 4408;

/**
 * The wait before the next attempt, in ms: anywhere between half a second and a ceiling that doubles with every failure, so
 * that thousands of pages do not come back at the same moment. A restarting server asks for the whole span at once.
 */
export function retryDelay(failures: number, code?: number, random = Math.random()): number {
  const spread = code === restart || code === tooSlow;
  const ceiling = spread ? longest : Math.min(longest, shortest * 2 ** (failures + 1));
  return shortest + random * (ceiling - shortest);
}

export type ConnectionEvents = {
  /** Every frame but a repeated event, in order. */
  onFrame: (frame: Frame) => void;
  onState: (state: 'connecting' | 'live' | 'lost') => void;
  /** The server has ended the session; the connection does not come back by itself. */
  onEnded: () => void;
  /** The server closed before it opened: the session may have ended, which the handshake cannot tell to a page. */
  onRefused: () => void;
};

export type Connection = {
  close: () => void;
  /** Sends a message if the line is open; what is said on a line that is not would be out of date when it opens. */
  send: (message: object) => void;
};

/** Keeps one socket open to `address(seq)` and resumes after the last number seen. */
export function connect(
  address: (after: number) => string,
  after: number,
  events: ConnectionEvents,
): Connection {
  let seq = after;
  let failures = 0;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lost: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const open = () => {
    clearTimeout(timer);
    timer = undefined;
    if (closed) return;
    let opened = false;
    const current = new WebSocket(address(seq));
    socket = current;
    current.onopen = () => {
      opened = true;
    };
    current.onmessage = (message) => {
      if (current !== socket) return;
      const frame = readFrame(message.data);
      if (!frame) return;
      if ('seq' in frame) heard(frame.seq);
      if (frame.type === 'hello') {
        failures = 0;
        clearTimeout(lost);
        lost = undefined;
        events.onState('live');
      } else if (frame.type === 'event') {
        if (frame.seq <= seq) return;
        seq = frame.seq;
      } else if (frame.type === 'resync') {
        seq = frame.seq;
      }
      events.onFrame(frame);
    };
    current.onclose = (event) => {
      if (current !== socket || closed) return;
      socket = undefined;
      if (event.code === ended) {
        closed = true;
        stop();
        events.onState('lost');
        events.onEnded();
        return;
      }
      if (!opened) events.onRefused();
      lost ??= setTimeout(() => events.onState('lost'), patience);
      timer = setTimeout(open, retryDelay(failures, event.code));
      failures += 1;
    };
  };

  const again = () => {
    if (timer !== undefined) open();
  };
  const offline = () => {
    // The browser may take minutes to notice that the other side is gone.
    const gone = socket;
    if (!gone) return;
    socket = undefined;
    gone.close();
    events.onState('lost');
    clearTimeout(timer);
    timer = setTimeout(open, retryDelay(failures));
    failures += 1;
  };
  const visible = () => {
    if (document.visibilityState === 'visible') again();
  };
  const stop = () => {
    clearTimeout(timer);
    clearTimeout(lost);
    removeEventListener('online', again);
    removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', visible);
  };
  addEventListener('online', again);
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', visible);
  open();

  return {
    send: (message) => {
      if (socket?.readyState === 1) socket.send(JSON.stringify(message));
    },
    close: () => {
      closed = true;
      stop();
      socket?.close();
      socket = undefined;
    },
  };
}
