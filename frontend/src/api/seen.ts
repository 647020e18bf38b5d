let seen: number | undefined;

/** Notes how far the log has been heard on this page. */
export function heard(seq: number): void {
  if (seen === undefined || seq > seen) seen = seq;
}

/**
 * Tells the server what an answer must hold at least, so that it may read a copy of its database that is a moment behind. Before
 * anything has been heard nothing is said, and the server reads the database itself.
 */
export function tellSeen(request: Request): void {
  if (seen !== undefined && request.method === 'GET') request.headers.set('Talkoot-Seen', `${seen}`);
}
