// The drawing, made again here with the browser's own hash: seed = H(04 ‖ config ‖ server seed ‖ root), a ticket =
// H(05 ‖ seed ‖ concept), and the lowest win.

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

async function hash(kind: 3 | 4 | 5, ...parts: Uint8Array[]): Promise<string> {
  const whole = Uint8Array.from([kind, ...parts.flatMap((part) => [...part])]);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type Published = {
  commitment: string;
  config_hash: string;
  server_seed: string;
  root: string;
  seed: string;
  tickets: Record<string, string>;
  winners: readonly string[];
};

export type Checked =
  | { what: 'sealed' | 'seed'; ok: boolean }
  | { what: 'tickets'; ok: boolean; count: number }
  | { what: 'winners'; ok: boolean; drawn: string[] };

/** Draws everything again, one step after the other. */
export async function* draw(published: Published): AsyncGenerator<Checked> {
  const { commitment, config_hash: config, server_seed: server, root, tickets, winners } = published;
  yield { what: 'sealed', ok: (await hash(3, bytesOf(server))) === commitment };

  const seed = await hash(4, bytesOf(config), bytesOf(server), bytesOf(root));
  yield { what: 'seed', ok: seed === published.seed };

  const drawn: [id: string, ticket: string][] = [];
  for (const id of Object.keys(tickets)) {
    drawn.push([id, await hash(5, bytesOf(seed), new TextEncoder().encode(id))]);
  }
  const wrong = drawn.filter(([id, ticket]) => tickets[id] !== ticket).length;
  yield { what: 'tickets', ok: wrong === 0, count: wrong || drawn.length };

  const lowest = drawn
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
    .slice(0, winners.length)
    .map(([id]) => id);
  yield { what: 'winners', ok: lowest.every((id) => winners.includes(id)), drawn: lowest };
}
