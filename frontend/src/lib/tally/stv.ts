import type { Opened } from './ballots';
import { table, type Counted } from './figures';
import { aboveOf, netOf } from './preference';
import type { Lot, Rules, StvStage } from './types';

/** The value of a whole vote: values are whole numbers of hundred-thousandths. */
const unit = 100_000;

type Paper = { weight: number; value: number; order: number[]; at: number };

/** ⌊value × surplus ÷ vote⌋, exactly: the product alone may be beyond what a number holds. */
function share(value: number, surplus: number, vote: number): number {
  const product = value * surplus;
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / vote);
  return Number((BigInt(value) * BigInt(surplus)) / BigInt(vote));
}

function decimal(vote: number): string {
  return `${Math.floor(vote / unit)}.${String(vote % unit).padStart(5, '0')}`;
}

/** Scottish STV (SSI 2007/42, rules 45–52), with net preference before the lot. Always complete. */
export function stv(opened: Opened, rules: Rules): Counted {
  const { electable, rows } = opened;
  const n = electable.length;
  const quota = Math.floor(opened.counted / (rules.seats + 1)) + 1;
  const full = quota * unit;

  const net = netOf(aboveOf(n, rows));
  const lottery = new Map((rules.lotteryOrder ?? []).map((id, index) => [id, index]));
  const place = electable.map((id, index) => lottery.get(id) ?? (rules.lotteryOrder?.length ?? 0) + index);
  // Worst first: who is taken first where nothing else decides.
  const tieOrder = electable
    .map((_, index) => index)
    .sort((a, b) => net[a]! - net[b]! || place[b]! - place[a]!);
  const rank = new Map(tieOrder.map((concept, index) => [concept, index]));

  const votes = new Array<number>(n).fill(0);
  const piles: Paper[][] = electable.map(() => []);
  const state: ('continuing' | 'elected' | 'excluded')[] = electable.map(() => 'continuing');
  const continuing = () => state.flatMap((each, concept) => (each === 'continuing' ? [concept] : []));

  /** Puts a paper with its next continuing preference; without one it is exhausted. */
  const settle = (paper: Paper) => {
    while (paper.at < paper.order.length && state[paper.order[paper.at]!] !== 'continuing') paper.at++;
    const to = paper.order[paper.at];
    if (to === undefined) return;
    piles[to]!.push(paper);
    votes[to]! += paper.weight * paper.value;
  };

  for (const { weight, marks } of rows) {
    const order = marks
      .flatMap((mark, concept) => (mark > 0 ? [concept] : []))
      .sort((a, b) => marks[a]! - marks[b]!);
    settle({ weight, value: unit, order, at: 0 });
  }

  const history: number[][] = [];
  const stages: StvStage[] = [];
  const endStage = (action: StvStage['action'], concept?: number) => {
    history.push([...votes]);
    stages.push({
      action,
      candidate: concept === undefined ? null : electable[concept]!,
      totals: table(electable, votes.map(decimal)),
    });
  };
  endStage('first');

  const lots: Lot[] = [];
  let lookbacks = 0;
  /** Which of several equals: by earlier stages, then by net preference, then by lot. */
  const choose = (step: Lot['step'], equals: number[]): number => {
    let among = equals;
    for (let stage = history.length - 1; stage >= 0 && among.length > 1; stage--) {
      const at = history[stage]!;
      const values = among.map((concept) => at[concept]!);
      const wanted = step === 'surplus' ? Math.max(...values) : Math.min(...values);
      among = among.filter((concept) => at[concept] === wanted);
    }
    if (equals.length > 1 && among.length === 1) lookbacks++;
    if (among.length === 1) return among[0]!;
    const chosen = among.reduce((a, b) => (rank.get(a)! < rank.get(b)! ? a : b));
    const drawn = among.filter((concept) => net[concept] === net[chosen]);
    if (drawn.length > 1) {
      lots.push({ step, among: drawn.map((concept) => electable[concept]!), drawn: electable[chosen]! });
    }
    return chosen;
  };

  const elected: number[] = [];
  const groups: number[][] = [];
  const waiting: number[] = []; // elected with a surplus not yet transferred
  const elect = (concepts: number[]) => {
    if (concepts.length === 0) return;
    for (const concept of concepts) {
      state[concept] = 'elected';
      elected.push(concept);
      if (votes[concept]! > full) waiting.push(concept);
    }
    groups.push(concepts);
  };

  if (n <= rules.seats) elect(continuing());
  while (n > rules.seats) {
    elect(continuing().filter((concept) => votes[concept]! >= full));
    const left = rules.seats - elected.length;
    if (left === 0) break;
    const running = continuing();
    if (running.length <= left) {
      elect(running);
      break;
    }
    if (waiting.length > 0) {
      const most = Math.max(...waiting.map((concept) => votes[concept]!));
      const from = choose(
        'surplus',
        waiting.filter((concept) => votes[concept] === most).sort((a, b) => a - b),
      );
      waiting.splice(waiting.indexOf(from), 1);
      const vote = votes[from]!;
      const moving = piles[from]!;
      piles[from] = [];
      votes[from] = full;
      for (const paper of moving) settle({ ...paper, value: share(paper.value, vote - full, vote) });
      endStage('surplus', from);
      continue;
    }
    const least = Math.min(...running.map((concept) => votes[concept]!));
    const out = choose(
      'exclusion',
      running.filter((concept) => votes[concept] === least),
    );
    state[out] = 'excluded';
    const moving = piles[out]!;
    piles[out] = [];
    votes[out] = 0;
    moving.forEach(settle);
    endStage('exclude', out);
  }

  const names = (concepts: readonly number[]) => concepts.map((concept) => electable[concept]!);
  return {
    elected,
    tied: [],
    open: 0,
    tie: lots.length > 0,
    figures: {
      quota,
      net: table(electable, net),
      tie_order: names(tieOrder),
      stages,
      elected_groups: groups.map(names),
      lots,
      lookbacks,
    },
  };
}
