import type { components } from '../api/schema';

export type Envelope = components['schemas']['Envelope'];
export type Counts = components['schemas']['Counts'];

export type Typist = { id: string; name: string; field?: string };

/** Who looks at one thing just now, a few by name, and who writes there. It is no activity and has no number. */
export type PresenceFrame = {
  type: 'presence';
  ref: { kind: string; id: string };
  reading: number;
  people: { id: string; name: string }[];
  typing?: Typist[];
};

/** What the server says on the socket: where the log stands, one activity, that too much was missed to tell, or who is here. */
export type Frame =
  | { type: 'hello'; seq: number }
  | ({ type: 'event' } & Envelope)
  | { type: 'resync'; seq: number }
  | PresenceFrame;

/** Reads one frame; undefined for a frame of a kind this page does not know, which a newer server may send. */
export function readFrame(data: unknown): Frame | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const frame = JSON.parse(data) as Frame;
    if (frame.type === 'presence') return frame;
    const known = frame.type === 'hello' || frame.type === 'event' || frame.type === 'resync';
    return known && typeof frame.seq === 'number' ? frame : undefined;
  } catch {
    return undefined;
  }
}
