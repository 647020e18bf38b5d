import type { QueryKey } from '@tanstack/react-query';
import table from './effects.json';
import type { Envelope } from './envelope';

// What each kind of activity does to what a page holds is data, in effects.json. The server's tests read the same file: after every
// change a client that does what it says must hold what a fresh request gives.

/** What is changed in place, from the envelope alone; `row` reads one thing again and puts it where it stands. */
export type Patch =
  | 'counts'
  | 'vote'
  | 'title'
  | 'turnout'
  | 'row'
  | 'gone'
  | 'arrived'
  | 'left'
  | 'hushed'
  | 'reworded'
  | 'followers'
  | 'gathered';

/** `$…` stands for a word of the envelope; `@challenge` and `@row`, at the end, for those queries whose data have to do with it. */
type Template = readonly unknown[];

type Line = {
  patch?: readonly string[];
  also?: readonly string[];
  shown?: readonly Template[];
  aside?: readonly Template[];
  old?: readonly Template[];
  rows?: readonly Template[];
  own?: readonly Template[];
};

/**
 * What one kind of activity does: keys of queries that are read again, by how soon; lists read again unless they have the row; and what
 * only whoever did it reads again.
 */
export type Effect = {
  patch: ReadonlySet<Patch>;
  shown: Template[];
  aside: Template[];
  old: Template[];
  rows: Template[];
  own: Template[];
};

const groups: Record<string, Line | undefined> = table.groups;
const kinds: Record<string, Line | undefined> = table.kinds;

/** The kinds the table knows. */
export const knownKinds = Object.keys(kinds);

function gather(line: Line, into: Effect & { patch: Set<Patch> }): void {
  line.patch?.forEach((each) => into.patch.add(each as Patch));
  for (const when of ['shown', 'aside', 'old', 'rows', 'own'] as const)
    into[when].push(...(line[when] ?? []));
  line.also?.forEach((name) => gather(groups[name] ?? {}, into));
}

const found = new Map<string, Effect>();

/** What an activity of this kind does. Of a kind this page does not know yet its challenge is read again: better than shown wrong. */
export function effectOf(kind: string): Effect {
  let effect = found.get(kind);
  if (!effect) {
    effect = { patch: new Set(), shown: [], aside: [], old: [], rows: [], own: [] };
    gather(kinds[kind] ?? (table.unknown as Line), effect as Effect & { patch: Set<Patch> });
    found.set(kind, effect);
  }
  return effect;
}

/** The key with the envelope's words in it; undefined where the envelope lacks one. */
export function fill(
  template: Template,
  { ref, challenge, summary: { target } }: Envelope,
): QueryKey | undefined {
  const words: Record<string, string | undefined> = {
    $id: ref.id,
    $challenge: challenge,
    $target: target?.id,
    $targetKind: target?.kind,
  };
  const key = template.map((each) => (typeof each === 'string' && each in words ? words[each] : each));
  return key.some((each) => each === undefined || each === '') ? undefined : key;
}
