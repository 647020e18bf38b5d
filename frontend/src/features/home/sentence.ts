import { placeOf } from '../../lib/places';
import type { Envelope } from '../../live';

/** A sentence of the feed: its text under `feedKind`, the words in it and where its link leads. */
export type Sentence = {
  key: SentenceKey;
  values: Record<string, string | number>;
  to?: string;
  /** It says everything by itself; the others go on from a person's name. */
  whole: boolean;
};

const plain = [
  'challenge_opened',
  'challenge_changed',
  'challenge_phase',
  'idea_posted',
  'idea_edited',
  'idea_deleted',
  'idea_hidden',
  'idea_supported',
  'idea_counted',
  'comment_posted',
  'comment_edited',
  'comment_deleted',
  'concept_grown',
  'concept_edited',
  'concept_supported',
  'concept_counted',
  'decision_opened',
  'decision_turnout',
  'decision_closed',
  'decision_extended',
  'decision_reminded',
  'decision_proxy',
  'decision_proxy_removed',
  'decision_second_round',
  'decision_runoff',
  'decision_drawn',
  'decision_proposed',
  'decision_signed',
  'decision_objection',
  'decision_objection_decided',
  'decision_adopted',
  'decision_not_adopted',
  'decision_no_consensus',
  'decision_inquorate',
  'commitment_made',
  'commitment_changed',
  'commitment_told',
  'commitment_measured',
  'challenge_archived',
  'challenge_unarchived',
  'insight_posted',
  'insight_imported',
  'journey_drawn',
  'sticking_point_raised',
  'sticking_point_confirmed',
  'sticking_point_merged',
  'metric_added',
  'metric_measured',
  'idea_merge_proposed',
  'idea_merged',
  'idea_answered',
  'concept_joined',
  'concept_suggested',
] as const;

/** Kinds that say more when the state after them is known. */
const withState = [
  'challenge_phase_gather',
  'challenge_phase_develop',
  'challenge_phase_decide',
  'challenge_phase_deliver',
  'decision_closed_discussion',
  'decision_closed_runoff',
  'decision_closed_proposed',
  'decision_closed_no_consensus',
  'decision_closed_inquorate',
  'decision_signed_agree',
  'decision_signed_abstain',
  'decision_signed_disagree',
  'decision_signed_block',
  'commitment_changed_decided',
  'commitment_changed_under_way',
  'commitment_changed_done',
  'commitment_changed_stopped',
  'idea_answered_taken_up',
  'idea_answered_merged',
  'idea_answered_later',
  'idea_answered_declined',
  'idea_answered_done',
] as const;

export type SentenceKey =
  | (typeof plain)[number]
  | (typeof withState)[number]
  | 'comment_posted_excerpt'
  | 'concept_edited_version'
  | (typeof acts)[number]
  | 'other';

/** Acts that sound otherwise when the product did them by itself. */
const acts = [
  'decision_opened_by',
  'decision_extended_by',
  'decision_proxy_by',
  'decision_second_round_by',
  'commitment_made_by',
  'commitment_changed_by',
  'commitment_told_by',
  'commitment_measured_by',
  'insight_imported_by',
  'metric_measured_by',
] as const;

/** Sentences that go on from a person's name. */
const afterName: ReadonlySet<SentenceKey> = new Set([
  'challenge_opened',
  'challenge_changed',
  'idea_posted',
  'idea_edited',
  'idea_supported',
  'comment_posted',
  'comment_posted_excerpt',
  'comment_edited',
  'concept_grown',
  'concept_edited',
  'concept_edited_version',
  'concept_supported',
  'decision_opened_by',
  'decision_extended_by',
  'decision_proxy_by',
  'decision_second_round_by',
  'decision_signed',
  'decision_signed_agree',
  'decision_signed_abstain',
  'decision_signed_disagree',
  'decision_signed_block',
  'commitment_made_by',
  'commitment_changed_by',
  'commitment_changed_decided',
  'commitment_changed_under_way',
  'commitment_changed_done',
  'commitment_changed_stopped',
  'commitment_told_by',
  'commitment_measured_by',
  'challenge_archived',
  'challenge_unarchived',
  'insight_posted',
  'insight_imported_by',
  'journey_drawn',
  'sticking_point_raised',
  'sticking_point_confirmed',
  'sticking_point_merged',
  'metric_added',
  'metric_measured_by',
  'idea_merge_proposed',
  'idea_merged',
  'idea_answered',
  'idea_answered_taken_up',
  'idea_answered_merged',
  'idea_answered_later',
  'idea_answered_declined',
  'idea_answered_done',
  'concept_joined',
  'concept_suggested',
]);

/** What the feed says of an activity. A kind this page does not know yet still gets a sentence. */
export function sentenceOf({ kind, ref, actor, summary }: Envelope): Sentence {
  const named = kind.replace('.', '_');
  const values = {
    title: summary.title ?? '',
    target: summary.target?.title ?? summary.title ?? '',
    excerpt: summary.excerpt ?? '',
    version: summary.version ?? 0,
    // An import tells how many it brought in place of a version.
    count: summary.version ?? 0,
    voted: summary.turnout?.voted ?? 0,
    of: summary.turnout?.panel ?? 0,
  };
  // A comment and a metric are shown on the page of what they belong to.
  const on = ref.kind === 'comment' || (ref.kind === 'metric' && summary.target) ? summary.target : ref;
  const gone = named === 'idea_deleted' || named === 'idea_hidden';
  const to = on && !gone ? placeOf(on.kind, on.id) : undefined;
  const key = keyOf(named, !!actor, values.excerpt !== '', values.version, summary.state);
  return { key, values, to, whole: !afterName.has(key) };
}

function keyOf(
  named: string,
  byPerson: boolean,
  excerpt: boolean,
  version: number,
  state: string | undefined,
): SentenceKey {
  const stated = withState.find((key) => key === `${named}_${state}`);
  const person = byPerson || named !== 'commitment_changed';
  if (stated && person) return stated;
  if (named === 'comment_posted' && excerpt) return 'comment_posted_excerpt';
  if (named === 'concept_edited' && version > 1) return 'concept_edited_version';
  const by = byPerson && acts.find((key) => key === `${named}_by`);
  if (by) return by;
  return plain.find((key) => key === named) ?? 'other';
}
