import { refuse, unlike, unlikeCounted, type Checks } from './checks';
import { firstUnlike } from './compare';
import { chainOf, lotteryOf } from './hash';
import { judge } from './judgement';
import type { Reader } from './reader';
import type { CastRound, StatedRound } from './round';
import { afterCount, afterRunoff, type Filled } from './shortlist';
import type { Count, Judgement, RoundRecount, SignOff } from './types';

/** A round that was checked and counted. */
export type Checked = { round: CastRound; summary: RoundRecount };

/** One cycle of a decision: a count, what followed from it, and the panel's word. */
export type Cycle = {
  count: Count;
  /** By the count and the second round. */
  filled: Filled;
  /** By the run-off and then the lottery, once there is one. */
  further?: Filled;
  proposed: boolean;
  signed: Map<string, SignOff>;
  judgement?: Judgement;
  objections: { concept: string; status: string }[];
};

export type Outcome = { status: string; shortlist: string[] };

const choices = ['agree', 'abstain', 'disagree', 'block'];

/** The events of a decision from its first count to its outcome, each against what the ballots give. */
export class DecisionEvents {
  readonly cycles: Cycle[] = [];
  readonly signOffs: SignOff[] = [];
  readonly children = new Map<string, Checked>();
  outcome: Outcome | undefined;

  private readonly stated: StatedRound;
  private readonly upheld: string[] = [];
  private second: Checked | undefined;
  private runoff: Checked | undefined;

  constructor(
    private readonly checks: Checks,
    private readonly round: CastRound,
    private readonly summary: RoundRecount,
    /** Checks a round that followed from this one. */
    private readonly checkChild: (id: string) => Promise<Checked>,
  ) {
    this.stated = round.stated;
  }

  async run(): Promise<void> {
    for (const [index, event] of this.stated.events.entries()) {
      const kind = event.at('e').text();
      switch (kind) {
        case 'opened':
        case 'extended':
        case 'closed':
        case 'seed':
          break;
        case 'result':
          await this.onResult(index, event);
          break;
        case 'second_round':
          await this.onSecondRound(index, event);
          break;
        case 'runoff':
          await this.onRunoff(index, event);
          break;
        case 'lottery':
          await this.onLottery(index, event);
          break;
        case 'proposed':
          await this.onProposed(index, event);
          break;
        case 'sign_off':
          await this.onSignOff(index, event);
          break;
        case 'signed':
          await this.onSigned(index, event);
          break;
        case 'objection':
          await this.onObjection(index, event);
          break;
        case 'outcome':
          await this.onOutcome(index, event);
          break;
        default:
          await this.checks.step(this.stated, 'order', undefined, () =>
            unlike(this.stated, index, 'e', undefined, kind, 'event'),
          );
      }
    }
  }

  private refuse(difference: Parameters<typeof refuse>[0], index: number) {
    refuse(difference, this.stated.file, index);
  }

  /** The cycle an event speaks of: the last that was counted. */
  private cycle(index: number, event: Reader, named = true): Cycle {
    const cycle = this.cycles.at(-1);
    if (!cycle) return unlike(this.stated, index, 'e', 'result', event.at('e').value, 'event');
    if (named) this.refuse(firstUnlike(cycle.count.cycle, event.at('cycle').value, 'cycle'), index);
    return cycle;
  }

  private async child(index: number, event: Reader, kind: string): Promise<Checked> {
    const id = event.at('round').id();
    const listed = this.stated.children.find((each) => each.id === id);
    if (listed?.kind !== kind)
      unlike(this.stated, index, 'round', kind, `${id} ${listed?.kind ?? ''}`.trim(), 'round');
    const checked = this.children.get(id) ?? (await this.checkChild(id));
    this.children.set(id, checked);
    const there = checked.round.stated;
    if (there.id !== id || there.kind !== kind) {
      unlike(this.stated, index, 'round', `${id} ${kind}`, `${there.id} ${there.kind}`, 'round');
    }
    const head = await chainOf(there.events.map((each) => each.json()));
    this.refuse(firstUnlike(head, event.at('head').value, 'head'), index);
    return checked;
  }

  private onResult(index: number, event: Reader) {
    const { stated } = this;
    const number = this.cycles.length + 1;
    return this.checks.step(stated, 'count', { cycle: number, method: stated.method }, () => {
      const withdrawn = stated.candidates.filter((id) => this.upheld.includes(id));
      const result = this.round.count(withdrawn);
      const count: Count = { cycle: number, withdrawn, result, shortlist: [] };
      this.runoff = undefined;
      this.cycles.push({
        count,
        filled: afterCount(result, stated.rules, withdrawn, this.second?.round),
        proposed: false,
        signed: new Map(),
        objections: [],
      });
      this.summary.counts.push(count);
      this.refuse(firstUnlike(number, event.at('cycle').value, 'cycle'), index);
      this.refuse(firstUnlike(withdrawn, event.at('withdrawn').value, 'withdrawn'), index);
      this.refuse(unlikeCounted(result, event.at('result').json(), 'result', stated.seats), index);
    });
  }

  private onSecondRound(index: number, event: Reader) {
    const { stated } = this;
    return this.checks.step(stated, 'secondRound', undefined, async () => {
      const cycle = this.cycle(index, event, false);
      this.second = await this.child(index, event, 'second');
      const strange = this.second.round.candidates.find((id) => !stated.candidates.includes(id));
      if (strange !== undefined)
        unlike(this.second.round.stated, 0, 'config.candidates', undefined, strange, 'candidates');
      cycle.filled = afterCount(cycle.count.result, stated.rules, cycle.count.withdrawn, this.second.round);
    });
  }

  private onRunoff(index: number, event: Reader) {
    const { stated } = this;
    return this.checks.step(stated, 'runoff', undefined, async () => {
      const cycle = this.cycle(index, event, false);
      const { filled } = cycle;
      if (filled.open === 0) unlike(stated, index, 'e', undefined, 'runoff', 'event');
      this.runoff = await this.child(index, event, 'runoff');
      const there = this.runoff.round.stated;
      const sorted = (ids: readonly string[]) => [...ids].sort();
      refuse(
        firstUnlike('pairwise', there.method, 'config.method') ??
          firstUnlike(sorted(filled.tied), sorted(there.candidates), 'config.candidates') ??
          firstUnlike(filled.open, there.seats, 'config.seats') ??
          firstUnlike(sorted(stated.panel), sorted(there.panel), 'config.panel') ??
          firstUnlike(stated.quorum, there.quorum, 'config.quorum'),
        there.file,
      );
      cycle.further = afterRunoff(filled, this.runoff.round);
    });
  }

  private onLottery(index: number, event: Reader) {
    const { stated } = this;
    return this.checks.step(stated, 'lottery', undefined, async () => {
      const cycle = this.cycle(index, event, false);
      const id = event.at('round').id();
      const { further: open } = cycle;
      if (!open || open.open === 0 || this.runoff?.round.stated.id !== id) {
        return unlike(stated, index, 'round', this.runoff?.round.stated.id, id, 'round');
      }
      const seed = await this.runoff.round.lotterySeed();
      const { tickets, order } = await lotteryOf(seed, this.runoff.round.candidates);
      const winners = order.filter((each) => open.tied.includes(each)).slice(0, open.open);
      this.summary.lotteries.push({
        round: id,
        seed,
        tickets,
        seats: open.open,
        winners,
        cycle: cycle.count.cycle,
      });
      this.refuse(firstUnlike(seed, event.at('seed').value, 'seed'), index);
      const drawn = event.at('tickets');
      for (const concept of new Set([...open.tied, ...drawn.entries().map(([each]) => each)])) {
        this.refuse(firstUnlike(tickets[concept], drawn.at(concept).value, `tickets.${concept}`), index);
      }
      this.refuse(firstUnlike(open.open, event.at('seats').value, 'seats'), index);
      this.refuse(firstUnlike(winners, event.at('winners').value, 'winners'), index);
      cycle.further = { chosen: [...open.chosen, ...winners], tied: [], open: 0 };
    });
  }

  private onProposed(index: number, event: Reader) {
    const { stated } = this;
    return this.checks.step(stated, 'shortlist', { cycle: this.cycles.length }, () => {
      const cycle = this.cycle(index, event);
      const { chosen, open, tied } = cycle.further ?? cycle.filled;
      cycle.count.shortlist = chosen;
      cycle.proposed = true;
      if (open > 0) unlike(stated, index, 'e', cycle.further ? 'lottery' : 'runoff', tied, 'event');
      this.refuse(firstUnlike(chosen, event.at('shortlist').value, 'shortlist'), index);
    });
  }

  /** Signatures are counted when all have signed; here it is only asked whether this can be one. */
  private async onSignOff(index: number, event: Reader) {
    const { stated } = this;
    const signed: SignOff = {
      cycle: event.at('cycle').whole(),
      person: event.at('person').id(),
      choice: event.at('choice').text(),
      concept: event.maybe('concept', (concept) => concept.text()) ?? '',
      reason: event.maybe('reason', (reason) => reason.text()) ?? '',
    };
    this.signOffs.push(signed);
    const check = () => {
      const cycle = this.cycle(index, event);
      if (!cycle.proposed || cycle.judgement) unlike(stated, index, 'e', 'proposed', 'sign_off', 'event');
      if (!stated.panel.includes(signed.person)) {
        unlike(stated, index, 'person', undefined, signed.person, 'unknown');
      }
      if (!choices.includes(signed.choice)) unlike(stated, index, 'choice', choices, signed.choice);
      if (signed.choice === 'block') {
        if (!stated.candidates.includes(signed.concept)) {
          unlike(stated, index, 'concept', cycle.count.shortlist, signed.concept);
        }
        if (signed.reason === '') unlike(stated, index, 'reason', undefined, '', 'unknown');
      }
      return cycle;
    };
    let cycle: Cycle;
    try {
      cycle = check();
    } catch (error) {
      await this.checks.step(stated, 'signOff', { cycle: signed.cycle }, () => {
        throw error;
      });
      return;
    }
    cycle.signed.set(signed.person, signed);
  }

  private onSigned(index: number, event: Reader) {
    const { stated } = this;
    return this.checks.step(stated, 'signOff', { cycle: this.cycles.length }, () => {
      const cycle = this.cycle(index, event);
      cycle.judgement = judge(
        'consent',
        [...cycle.signed.values()].map(({ choice }) => ({ weight: 1, choice })),
        stated.quorum,
      );
      this.refuse(unlikeCounted(cycle.judgement, event.at('result').json(), 'result', stated.seats), index);
    });
  }

  private onObjection(index: number, event: Reader) {
    const { stated } = this;
    const concept = event.at('concept').id();
    return this.checks.step(stated, 'objection', { name: stated.names[concept] ?? concept }, async () => {
      const cycle = this.cycle(index, event);
      const person = event.at('person').id();
      const block = cycle.signed.get(person);
      if (block?.choice !== 'block') return unlike(stated, index, 'person', undefined, person, 'unknown');
      this.refuse(firstUnlike(block.concept, concept, 'concept'), index);
      this.refuse(firstUnlike(block.reason, event.at('reason').value, 'reason'), index);
      const { summary } = await this.child(index, event, 'objection');
      const found = event.at('status').text();
      // Below the quorum the panel votes once more; below it again, the objection stands.
      const repeated = cycle.objections.some((each) => each.concept === concept);
      let status: string = summary.judgement?.status ?? '';
      if (status === 'inquorate' && (repeated || found === 'upheld')) status = 'upheld';
      cycle.objections.push({ concept, status });
      if (status === 'upheld') this.upheld.push(concept);
      this.refuse(firstUnlike(status, found, 'status'), index);
    });
  }

  private onOutcome(index: number, event: Reader) {
    const { stated } = this;
    const outcome = { status: event.at('status').text(), shortlist: event.at('shortlist').ids() };
    this.outcome = outcome;
    return this.checks.step(stated, 'outcome', { status: outcome.status }, () => {
      if (index !== stated.events.length - 1) unlike(stated, index + 1, 'e', undefined, 'outcome', 'event');
      const may = outcomesOf(this.cycles, this.upheld);
      if (!may.includes(outcome.status)) unlike(stated, index, 'status', may.join(' / '), outcome.status);
      const last = this.cycles.findLast((cycle) => cycle.proposed)?.count.shortlist ?? [];
      // What was not adopted may be told or left out.
      const wanted = outcome.status === 'adopted' || outcome.shortlist.length > 0 ? last : [];
      this.refuse(firstUnlike(wanted, outcome.shortlist, 'shortlist'), index);
    });
  }
}

/** What a decision can have come to, by its last cycle. */
function outcomesOf(cycles: readonly Cycle[], upheld: readonly string[]): string[] {
  const last = cycles.at(-1);
  if (!last || last.count.result.status === 'inquorate') return ['inquorate'];
  const { judgement, objections, signed } = last;
  if (judgement?.status === 'adopted') return ['adopted'];
  if (judgement?.status === 'inquorate') return ['inquorate', 'not_adopted', 'no_consensus'];
  if (judgement?.status !== 'objections') return ['not_adopted', 'no_consensus'];
  // Several people may object to one concept; it is voted on once.
  const settled = [...signed.values()].every(
    ({ choice, concept }) =>
      choice !== 'block' ||
      upheld.includes(concept) ||
      objections.some((each) => each.concept === concept && each.status === 'dismissed'),
  );
  if (!settled) return ['no_consensus'];
  // After an upheld objection there is a further count, or no consensus; a dismissed one is no longer in the way.
  if (objections.some(({ status }) => status === 'upheld')) return ['no_consensus'];
  const { agree = 0, disagree = 0 } = judgement.counts;
  return [agree > disagree ? 'adopted' : 'not_adopted'];
}
