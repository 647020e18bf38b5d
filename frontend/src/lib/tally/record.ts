import { Checks, refuse, unlike, unlikeCounted, type Counted } from './checks';
import { firstUnlike, shown } from './compare';
import { DecisionEvents, type Checked, type Outcome } from './decision';
import { FileError } from './fileError';
import { chainOf, commitmentOf, configHash, rootOf } from './hash';
import { Reader } from './reader';
import { CastRound, checkBlt, checkCsv, lotteryOrderOf, readBallots, StatedRound, Unequal } from './round';
import { inOrder } from './shortlist';
import type { Json, RoundRecount, SignOff, Verification } from './types';
import { readZip } from './zip';

/** One count as `result.json` tells it. A shortlist that was never proposed is not compared. */
type Published = { cycle: number; withdrawn: string[]; result: Counted; shortlist?: string[] };

/** Recounts one record: a decision with the rounds that followed from it. */
class Recount extends Checks {
  private readonly rounds: RoundRecount[] = [];
  private signOffs: SignOff[] = [];
  private outcome: Outcome | undefined;

  constructor(private readonly files: ReadonlyMap<string, Uint8Array>) {
    super();
  }

  async run(): Promise<Omit<Verification, 'ms'>> {
    const { round, summary } = await this.check('');
    return {
      ok: this.difference === undefined,
      steps: this.steps,
      ...(this.difference ? { difference: this.difference } : {}),
      rounds: this.rounds,
      results: summary.counts,
      shortlist: summary.counts.at(-1)?.shortlist ?? [],
      state: this.outcome?.status ?? this.published(round.stated).at('state').text(),
      signOffs: this.signOffs,
      chainHead: summary.chainHead,
    };
  }

  /** One round: what it was opened with, its ballots, its events, and what its result file says. */
  private async check(folder: string, parent?: CastRound): Promise<Checked> {
    const stated = new StatedRound(this.files, folder);
    if ((stated.kind === 'main') !== !parent)
      throw new FileError('shape', { file: stated.file, figure: 'kind' });
    if (parent && stated.children.length > 0)
      throw new FileError('shape', { file: stated.file, figure: 'rounds' });
    const round = await this.ballots(stated);
    const summary = round.summary();
    this.rounds.push(summary);

    await this.step(stated, 'opened', undefined, () => checkOpening(stated));
    if (parent) await this.further(round, summary);
    else await this.decision(round, summary);
    await this.step(stated, 'chain', { count: stated.events.length }, async () => {
      const head = await chainOf(stated.events.map((event) => event.json()));
      if (stated.stated.chain_head !== head) stated.differs('chain_head', head, stated.stated.chain_head);
    });
    return { round, summary };
  }

  /** The hashes of a round, and its ballots one by one. */
  private async ballots(stated: StatedRound): Promise<CastRound> {
    const { stated: says } = stated;
    const config = await configHash(stated.config);
    await this.step(stated, 'config', undefined, () => {
      const inside = (stated.config as Record<string, Json>).round;
      if (inside !== stated.id) stated.differs('config.round', stated.id, shown(inside));
      if (says.config_hash !== config) stated.differs('config_hash', config, says.config_hash);
    });
    await this.step(stated, 'commitment', undefined, async () => {
      const commitment = await commitmentOf(says.server_seed);
      if (says.commitment !== commitment) stated.differs('commitment', commitment, says.commitment);
    });

    const values = { count: 0 };
    const { cast, ballots } = (await this.step(stated, 'receipts', values, () => readBallots(stated))) ?? {
      cast: [],
      ballots: [],
    };
    values.count = ballots.length;
    const failed = this.steps.at(-1)?.ok === false;
    // Below the quorum no ballot is opened: what the root was made of stays unknown.
    const root = stated.opened ? await rootOf(cast.map(({ receipt }) => receipt)) : says.root;
    const participants = { count: stated.participants, quorum: stated.quorum };
    await this.step(stated, 'participants', participants, () => {
      const found = String(stated.participants);
      if (stated.participants > stated.panel.length)
        stated.differs('participants', `≤ ${stated.panel.length}`, found);
      if (stated.opened && !failed && ballots.length !== stated.participants) {
        stated.differs('participants', String(ballots.length), found);
      }
    });
    if (stated.opened) {
      await this.step(stated, 'root', undefined, () => {
        if (says.root !== root) stated.differs('root', root, says.root);
      });
      if (ballots.length > 0) {
        await this.step(stated, 'table', { count: ballots.length }, () => checkCsv(stated, ballots));
      }
      if (stated.method === 'pairwise' || stated.method === 'stv') {
        await this.step(stated, 'blt', undefined, () => checkBlt(stated, ballots));
      }
    }
    const order = await lotteryOrderOf(stated, config, root);
    return new CastRound(stated, cast, ballots, order, { config, root });
  }

  private async decision(round: CastRound, summary: RoundRecount) {
    const { stated } = round;
    const checkChild = (id: string) => this.check(`rounds/${id}/`, round);
    const events = new DecisionEvents(this, round, summary, checkChild);
    await events.run();
    this.outcome = events.outcome;
    this.signOffs = events.signOffs;
    for (const { id } of stated.children) if (!events.children.has(id)) await checkChild(id);

    const known = new Set(stated.children.map(({ id }) => id));
    const stranger = [...this.files.keys()].find((path) => {
      const [folder, id = ''] = path.split('/');
      return folder === 'rounds' && !known.has(id);
    });
    if (stranger !== undefined) {
      await this.step(stated, 'order', undefined, () => {
        const expected = [...known].join(', ') || '–';
        throw new Unequal({ file: stranger, figure: 'rounds', expected, found: stranger, reason: 'round' });
      });
    }
    await this.result(
      stated,
      events.cycles.map(({ count: { shortlist, ...count }, proposed }) => ({
        ...count,
        ...(proposed ? { shortlist } : {}),
      })),
    );
  }

  /** A round that followed from a decision: its one count. */
  private async further(round: CastRound, summary: RoundRecount) {
    const { stated } = round;
    // The cycle of the decision it was held in.
    const cycle =
      stated.events
        .find((event) => event.at('e').text() === 'result')
        ?.at('cycle')
        .whole() ?? 1;
    const published: Published = { cycle, withdrawn: [], result: {} as Counted };
    if (stated.method === 'objection') {
      summary.judgement = round.judge();
      published.result = summary.judgement;
    } else {
      const result = round.count();
      published.result = result;
      published.shortlist = inOrder(result, stated.candidates);
      summary.counts.push({ cycle, withdrawn: [], result, shortlist: published.shortlist });
    }
    for (const [index, event] of stated.events.entries()) {
      if (event.at('e').text() !== 'result') continue;
      await this.step(stated, 'count', { cycle, method: stated.method }, () =>
        refuse(
          unlikeCounted(published.result, event.at('result').json(), 'result', stated.seats),
          stated.file,
          index,
        ),
      );
    }
    await this.result(stated, [published]);
  }

  private published(stated: StatedRound): Reader {
    return Reader.parse(`${stated.folder}result.json`, stated.text('result.json'));
  }

  /** What the count published is what was recounted. */
  private async result(stated: StatedRound, counts: readonly Published[]) {
    await this.step(stated, 'result', undefined, () => {
      const result = this.published(stated);
      const same = (difference: Parameters<typeof refuse>[0]) => refuse(difference, result.file);
      same(firstUnlike('talkoot-result/1', result.at('format').value, 'format'));
      const list = result.at('counts').list();
      // A further round may leave its counts to its events.
      if (stated.kind === 'main' || list.length > 0) same(firstUnlike(counts.length, list.length, 'counts'));
      for (const [index, count] of counts.entries()) {
        const there = list[index];
        if (!there) break;
        const at = `counts[${index}]`;
        same(firstUnlike(count.cycle, there.at('cycle').value, `${at}.cycle`));
        same(firstUnlike(count.withdrawn, there.at('withdrawn').value, `${at}.withdrawn`));
        same(unlikeCounted(count.result, there.at('result').json(), `${at}.result`, stated.seats));
        const shortlist = there.at('shortlist').value;
        const told = Array.isArray(shortlist) && shortlist.length > 0;
        if (count.shortlist && (stated.kind === 'main' || told)) {
          same(firstUnlike(count.shortlist, shortlist, `${at}.shortlist`));
        }
      }
      if (stated.kind === 'main' && this.outcome) {
        same(firstUnlike(this.outcome.status, result.at('state').value, 'state'));
        const told = result.at('shortlist').value;
        // What was not adopted may be left out, or be one that had been proposed.
        const proposed = [[], ...counts.map(({ shortlist }) => shortlist ?? [])];
        const may =
          this.outcome.status !== 'adopted' && proposed.some((list) => !firstUnlike(list, told, ''));
        if (!may) same(firstUnlike(this.outcome.shortlist, told, 'shortlist'));
      }
    });
  }
}

/** The events every round begins with: opened, perhaps extended, closed, seed. */
function checkOpening(stated: StatedRound): void {
  const kinds = stated.events.map((event) => event.at('e').text());
  const first = ['opened', ...(kinds[1] === 'extended' ? ['extended'] : []), 'closed', 'seed'];
  first.forEach((kind, index) => {
    if (kinds[index] !== kind) unlike(stated, index, 'e', kind, kinds[index], 'event');
  });
  kinds.slice(first.length).forEach((kind, index) => {
    if (['opened', 'extended', 'closed', 'seed'].includes(kind)) {
      unlike(stated, first.length + index, 'e', undefined, kind, 'event');
    }
  });
  const wanted: Record<string, Record<string, Json>> = {
    opened: { config: stated.stated.config_hash, commitment: stated.stated.commitment },
    closed: { participants: stated.participants, root: stated.stated.root },
    seed: { server_seed: stated.stated.server_seed },
  };
  stated.events.slice(0, first.length).forEach((event, index) => {
    for (const [figure, expected] of Object.entries(wanted[kinds[index]!] ?? {})) {
      refuse(firstUnlike(expected, event.at(figure).value, figure), stated.file, index);
    }
  });
}

/** Reads a record zip, checks every hash in it and counts everything again. */
export async function verifyRecord(bytes: Uint8Array): Promise<Verification> {
  const start = performance.now();
  const files = readZip(bytes);
  if (!files.has('round.json')) throw new FileError('missing', { file: 'round.json' });
  const found = await new Recount(files).run();
  return { ...found, ms: performance.now() - start };
}
