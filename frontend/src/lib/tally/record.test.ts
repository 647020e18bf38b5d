import { strFromU8, strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { FileError, findReceipt, verifyRecord } from './index';
import { adopted, objected, twoRounds, withoutQuorum, zipOf, type Files } from './recordFixture';
import type { Verification } from './types';
import { limits, readZip } from './zip';

let whole: Files;
beforeAll(async () => {
  whole = await adopted();
});

/** The same record with one text replaced in one file. */
function changed(files: Files, name: string, from: string | RegExp, to: string): Uint8Array {
  const text = files[name]!;
  const after = text.replace(from, to);
  expect(after, `${String(from)} is in ${name}`).not.toBe(text);
  return zipOf({ ...files, [name]: after });
}

/** A zip whose directory states another size for its one file than the file has. */
function stating(size: number): Uint8Array {
  const bytes = zipSync({ 'round.json': strToU8('x'.repeat(100_000)) });
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let at = 0; at + 28 < bytes.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return bytes;
}

const failed = ({ steps }: Verification) => steps.filter(({ ok }) => !ok).map(({ what }) => what);

describe('a whole record', () => {
  it('is recounted: a tie, its run-off, the lottery, the signatures', async () => {
    const found = await verifyRecord(zipOf(whole));
    expect(found.difference).toBeUndefined();
    expect(found.ok).toBe(true);
    expect(found.state).toBe('adopted');
    expect(found.shortlist[0]).toBe('tools');
    expect(found.shortlist).toHaveLength(2);
    expect(found.results[0]!.result).toMatchObject({
      status: 'tied',
      winners: ['tools'],
      open_seats: 1,
      abstained: 1,
    });
    expect(found.rounds.map(({ kind }) => kind)).toEqual(['main', 'runoff']);
    expect(found.rounds[0]!.lotteries[0]).toMatchObject({ round: 'r-runoff', seats: 1 });
    expect(found.signOffs).toHaveLength(7);
    expect([...new Set(found.steps.map(({ what }) => what))]).toEqual([
      'config',
      'commitment',
      'receipts',
      'participants',
      'root',
      'table',
      'opened',
      'count',
      'runoff',
      'blt',
      'result',
      'chain',
      'lottery',
      'shortlist',
      'signOff',
      'outcome',
    ]);
  });

  it('without a quorum has no ballot and no figure', async () => {
    const found = await verifyRecord(zipOf(await withoutQuorum()));
    expect(found.difference).toBeUndefined();
    expect(found).toMatchObject({ ok: true, state: 'inquorate', shortlist: [] });
    expect(found.rounds[0]!.ballots).toEqual([]);
    expect(found.results[0]!.result).toEqual({
      status: 'inquorate',
      participants: 2,
      winners: [],
      tied: [],
      open_seats: 0,
      tie: false,
    });
  });

  it('with an upheld objection is counted again without the concept', async () => {
    const found = await verifyRecord(zipOf(await objected()));
    expect(found.difference).toBeUndefined();
    expect(found.ok).toBe(true);
    expect(found.results.map(({ withdrawn }) => withdrawn)).toEqual([[], ['tools']]);
    expect(found.results[0]!.shortlist).toContain('tools');
    expect(found.shortlist).not.toContain('tools');
    expect(found.rounds.map(({ judgement }) => judgement?.status)).toEqual([
      undefined,
      'inquorate',
      'upheld',
    ]);
  });

  it('with a second round takes its winners', async () => {
    const found = await verifyRecord(zipOf(await twoRounds()));
    expect(found.difference).toBeUndefined();
    expect(found.shortlist).toEqual(['tools', 'portal']);
    expect(found.rounds[1]!.counts[0]!.result.quota).toBe(3);
  });

  it('finds a ballot by its receipt, in any round', async () => {
    const found = await verifyRecord(zipOf(whole));
    const last = found.rounds[1]!.ballots.at(-1)!;
    const spaced = ` ${last.receipt.toUpperCase().replace(/.{8}/g, '$& ')}`;
    expect(findReceipt(found, spaced)).toMatchObject({ index: 5, ballot: last, round: { id: 'r-runoff' } });
    expect(findReceipt(found, '0'.repeat(64))).toBeUndefined();
  });
});

describe('a changed record', () => {
  const first = async (bytes: Uint8Array) => {
    const found = await verifyRecord(bytes);
    expect(found.ok).toBe(false);
    return found.difference;
  };

  it('names a figure of the count', async () => {
    expect(await first(changed(whole, 'round.json', '"totals":{"desk":1', '"totals":{"desk":2'))).toEqual({
      file: 'round.json',
      event: 4,
      figure: 'result.totals.desk',
      expected: '1',
      found: '2',
    });
  });

  it('names a figure of what was published', async () => {
    expect(
      await first(changed(whole, 'result.json', '"totals":{"desk":1', '"totals":{"desk":2')),
    ).toMatchObject({
      file: 'result.json',
      figure: 'counts[0].result.totals.desk',
    });
  });

  it('names the root when a ballot is left out, changed or added', async () => {
    const lines = whole['ballots.jsonl']!.trimEnd().split('\n');
    const without = zipOf({ ...whole, 'ballots.jsonl': `${lines.slice(1).join('\n')}\n` });
    expect(await first(without)).toMatchObject({ figure: 'participants', expected: '5', found: '6' });
    const found = await verifyRecord(changed(whole, 'ballots.jsonl', '"desk"', '"map"'));
    expect(failed(found)).toContain(found.difference?.reason === 'order' ? 'receipts' : 'root');
    const line = lines.find((each) => each.includes('desk'))!;
    const more = zipOf({ ...whole, 'ballots.jsonl': `${lines.join('\n')}\n${line}\n` });
    expect(await first(more)).toMatchObject({ file: 'ballots.jsonl', reason: 'order' });
  });

  it('names the ballot nobody can have cast', async () => {
    expect(
      await first(changed(whole, 'ballots.jsonl', '["desk","tools"]', '["desk","other"]')),
    ).toMatchObject({
      file: 'ballots.jsonl',
      reason: 'ballot',
      values: { cause: 'unknown', id: 'other' },
    });
    expect(
      await first(changed(whole, 'ballots.jsonl', '["desk","tools"]', '["tools","desk"]')),
    ).toMatchObject({
      reason: 'canon',
    });
    expect(await first(changed(whole, 'ballots.jsonl', '{"b"', '{ "b"'))).toMatchObject({ reason: 'canon' });
    expect(await first(changed(whole, 'ballots.jsonl', '"r":"r-main"', '"r":"r-else"'))).toMatchObject({
      reason: 'round',
    });
  });

  it.each([
    ['ballots.csv', /^1,1,.*$/m, '1,1,1,1,1,1,1', 'table'],
    ['rounds/r-runoff/ballots.blt', /^3 /m, '2 ', 'blt'],
    ['round.json', '"seats":2', '"seats":3', 'config'],
    ['round.json', /"server_seed":"73/g, '"server_seed":"74', 'commitment'],
    ['round.json', '"participants":6,"root"', '"participants":5,"root"', 'opened'],
    ['round.json', '"participants":6,"root":"', '"participants":6,"root":"0', 'opened'],
    ['round.json', /"tickets":\{"inbox":"./, '"tickets":{"inbox":"x', 'lottery'],
    ['round.json', '"seats":1,"seed"', '"seats":2,"seed"', 'lottery'],
    ['round.json', '"person":"aino"', '"person":"otso"', 'signOff'],
    ['round.json', '"agree":6', '"agree":7', 'signOff'],
    ['round.json', 'paid for itself', 'paid for nothing', 'chain'],
    ['round.json', '"status":"adopted"}],"format"', '"status":"no_consensus"}],"format"', 'outcome'],
    ['round.json', '{"e":"seed"', '{"e":"seeds"', 'opened'],
    ['rounds/r-runoff/round.json', '"quorum":5', '"quorum":4', 'config'],
    ['result.json', '"state":"adopted"', '"state":"not_adopted"', 'result'],
  ])('%s: %s', async (name, from, to, what) => {
    const found = await verifyRecord(changed(whole, name, from, to));
    expect(found.ok).toBe(false);
    expect(failed(found)).toContain(what);
  });

  it('notices a run-off over other concepts, whatever its own hashes say', async () => {
    const other = await adopted();
    const found = await verifyRecord(changed(other, 'round.json', '"head":"', '"head":"0'));
    expect(failed(found)).toContain('runoff');
  });

  it('notices a shortlist out of order', async () => {
    const [one, two] = (await verifyRecord(zipOf(whole))).shortlist;
    const found = await verifyRecord(
      changed(
        whole,
        'round.json',
        `"proposed","shortlist":["${one}","${two}"]`,
        `"proposed","shortlist":["${two}","${one}"]`,
      ),
    );
    expect(found.difference).toMatchObject({ figure: 'shortlist[0]', expected: one, found: two });
  });
});

describe('what is no record', () => {
  const reason = async (bytes: Uint8Array) => {
    const error: unknown = await verifyRecord(bytes).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FileError);
    const { reason, values } = error as FileError;
    return { reason, ...values };
  };

  it('is refused by name', async () => {
    expect(await reason(strToU8('no zip at all, but long enough to be looked at'))).toMatchObject({
      reason: 'not_zip',
    });
    expect(await reason(new Uint8Array())).toMatchObject({ reason: 'not_zip' });
    expect(await reason(zipOf({ 'readme.txt': 'x' }))).toEqual({ reason: 'missing', file: 'round.json' });
    expect(await reason(zipOf({ 'round.json': '{' }))).toEqual({ reason: 'json', file: 'round.json' });
    expect(await reason(zipOf({ 'round.json': '{"format":1}' }))).toMatchObject({
      reason: 'shape',
      figure: 'format',
    });
    const { 'ballots.jsonl': _, ...without } = whole;
    expect(await reason(zipOf(without))).toEqual({ reason: 'missing', file: 'ballots.jsonl' });
    expect(await reason(zipSync({ 'round.json': new Uint8Array([0xff, 0xfe]) }))).toMatchObject({
      reason: 'text',
    });
    expect(
      await reason(changed(whole, 'round.json', '"participants":6', '"participants":6.5')),
    ).toMatchObject({
      reason: 'shape',
      figure: 'events[1].participants',
    });
  });

  it('is refused where a path means two things', async () => {
    for (const name of ['../round.json', '/round.json', 'rounds\\r\\round.json', 'rounds/../x', 'a b']) {
      expect(await reason(zipOf({ ...whole, [name]: 'x' }))).toMatchObject({ reason: 'path' });
    }
  });

  it('is refused when it would grow beyond all measure', async () => {
    expect(await reason(stating(limits.bytes + 1))).toMatchObject({ reason: 'too_big' });
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`f${index}`, 'x']));
    expect(await reason(zipOf(many))).toMatchObject({ reason: 'too_many' });
  });

  it('never unpacks more than is stated', () => {
    expect(strFromU8(readZip(stating(10)).get('round.json')!)).toHaveLength(10);
  });
});
