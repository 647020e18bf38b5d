import type { Challenge, Phase, PhaseName } from './queries';

export const phaseNames: readonly PhaseName[] = ['gather', 'develop', 'decide', 'deliver'];

type Dated = Pick<Challenge, 'phases'> & Partial<Pick<Challenge, 'archived_at'>>;

/** The phase open at a moment (ms); none in the archive. */
export function phaseAt({ phases, archived_at: archived }: Dated, now: number): Phase | undefined {
  if (archived) return undefined;
  return phases.find((phase) => Date.parse(phase.opens_at) <= now && now < Date.parse(phase.closes_at));
}

/** Where a challenge stands at a moment: open, not yet open at all, between two phases, over, or archived. */
export function standing(
  challenge: Dated,
  now: number,
): 'open' | 'coming' | 'between' | 'closed' | 'archived' {
  const { phases, archived_at: archived } = challenge;
  if (archived) return 'archived';
  if (phaseAt(challenge, now)) return 'open';
  const ahead = phases.filter((phase) => Date.parse(phase.opens_at) > now);
  if (ahead.length === 0) return 'closed';
  return ahead.length === phases.length ? 'coming' : 'between';
}

/** The phase that would come next; none in the archive. */
export function nextPhase({ phases, archived_at: archived }: Dated, now: number): Phase | undefined {
  if (archived) return undefined;
  return phases.find((phase) => Date.parse(phase.opens_at) > now);
}

/** The phases when the next one starts at once: the open one closes now. Undefined when no phase is ahead. */
export function startNext(challenge: Dated, now: number): { phases: Phase[]; started: Phase } | undefined {
  const next = nextPhase(challenge, now);
  if (!next) return undefined;
  const current = phaseAt(challenge, now);
  const at = new Date(now).toISOString();
  const started: Phase = { ...next, opens_at: at };
  const phases = challenge.phases.map((phase) => {
    if (phase === next) return started;
    if (phase === current) return { ...phase, closes_at: at };
    return phase;
  });
  return { phases, started };
}

/** The phases when the open one closes at once and nothing follows it. */
export function closeCurrent(challenge: Dated, now: number): Phase[] {
  const at = new Date(now).toISOString();
  const current = phaseAt(challenge, now);
  return challenge.phases.map((phase) => (phase === current ? { ...phase, closes_at: at } : phase));
}
