import type { Context } from './apply';
import type { Envelope } from './envelope';

/** After these somebody may have been told what became of what they said; whom, only the server knows. */
const tells: ReadonlySet<string> = new Set([
  'concept.grown',
  'concept.invited',
  'decision.opened',
  'decision.adopted',
  'commitment.made',
  'commitment.told',
  'commitment.measured',
  'commitment.changed',
  'idea.answered',
  'idea.merge_proposed',
  'idea.merged',
]);

/** What draws or parts lines of the lineage, or moves something along them. */
const draws: ReadonlySet<string> = new Set([
  ...tells,
  'idea.linked',
  'idea.unmerged',
  'idea.hidden',
  'idea.deleted',
  'concept.edited',
  'concept.joined',
  'sticking_point.linked',
  'sticking_point.merged',
  'insight.deleted',
  'insight.withdrawn',
  'decision.closed',
  'decision.not_adopted',
  'decision.no_consensus',
  'decision.inquorate',
]);

/**
 * Brings the evidence, the lineage and the inbox to where they stand after one activity. How many notices are unread is only marked
 * old, for the next look at the page: asking after each would make everybody ask for what concerns a few.
 */
export function applyEvidence(
  { queryClient, refetch }: Context,
  { kind, ref, summary }: Envelope,
  within: { shown: number; aside: number },
): void {
  const noun = kind.slice(0, kind.indexOf('.'));
  if (draws.has(kind)) {
    refetch(['lineage'], within.aside);
    refetch(['evidence'], within.aside);
  }
  if (tells.has(kind)) {
    refetch(['notices'], within.aside);
    void queryClient.invalidateQueries({ queryKey: ['me'], refetchType: 'none' });
  }
  if (noun === 'insight') {
    refetch(['insight', ref.id], within.shown);
    refetch(['insights'], within.aside);
    if (ref.kind === 'insight_import') {
      refetch(['insight-import', ref.id], within.shown);
      refetch(['insight-imports'], within.aside);
    }
  }
  if (noun === 'sticking_point' || kind === 'idea.linked') {
    for (const each of [ref, summary.target]) {
      if (each?.kind === 'sticking_point') refetch(['sticking-point', each.id], within.shown);
    }
    refetch(['sticking-points'], within.aside);
  }
  if (kind === 'idea.linked') refetch(['idea', ref.id], within.shown);
  if (noun === 'metric') {
    refetch(['metric', ref.id], within.shown);
    refetch(['metrics'], within.shown);
  }
  if (['insight', 'sticking_point', 'metric', 'journey'].includes(noun))
    refetch(['touchpoint'], within.aside);
}
