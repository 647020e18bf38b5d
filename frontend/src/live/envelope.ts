import type { components } from '../api/schema';
import type { PresenceFrame } from '../lib/liveState';

export type Envelope = components['schemas']['Envelope'];
export type Counts = components['schemas']['Counts'];

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
