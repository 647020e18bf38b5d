import { placeOf } from '../../lib/places';
import type { Notice } from './queries';

const kinds = [
  'concept_grown',
  'decision_opened',
  'decision_adopted',
  'commitment_made',
  'commitment_told',
  'commitment_measured',
  'commitment_changed',
  'idea_answered',
  'idea_merge_proposed',
  'idea_merged',
  'concept_invited',
] as const;

const followed = ['followed_made', 'followed_told', 'followed_measured', 'followed_changed'] as const;

const sources = ['insight', 'sticking_point', 'idea', 'concept'] as const;

export type NoticeKey = (typeof kinds)[number] | (typeof followed)[number] | 'other';
export type SourceKey = (typeof sources)[number] | 'own';

/** Which text says a notice, what led to it, and where it leads. A kind this page does not know yet still gets a sentence. */
export function sentenceOf({ kind, ref, source }: Notice): {
  key: NoticeKey;
  source: SourceKey;
  to?: string;
} {
  const named = kind.replace('.', '_');
  const to =
    // Agreeing to a merge is done on one's own idea.
    kind === 'idea.merge_proposed' && source ? placeOf(source.kind, source.id) : placeOf(ref.kind, ref.id);
  const led = sources.find((each) => each === source?.kind) ?? 'own';
  const follows = !source && followed.find((key) => `commitment_${key.slice('followed_'.length)}` === named);
  return { key: follows || (kinds.find((key) => key === named) ?? 'other'), source: led, to };
}
