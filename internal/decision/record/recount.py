#!/usr/bin/env python3
"""Recounts a published decision from its record alone. Python 3.9 or later; nothing else is needed, no network.

    python3 recount.py [ZIP|DIR]      checks a record; without an argument the folder this file lies in
    python3 recount.py --vectors FILE counts the cases of a decision-vectors/1 file, one line of JSON a case

Every hash is computed anew, every count is made anew from the ballots, and both are compared with what the record says.
Exit code 0: all of it holds. 1: something differs; the first difference is named. 2: this is no record.

Whoever does not trust the record need not trust the copy of this file inside it either: take one from elsewhere. It was
written from the description of the record and of the methods, apart from the program that made the record.
"""
import csv
import hashlib
import io
import itertools
import json
import os
import re
import sys
import zipfile

MAX_BYTES = 64 << 20        # of all files together, unpacked
MAX_FILES = 500
MAX_CANDIDATES = 1000
MAX_EXACT = 2 ** 53 - 1     # integers every reader of JSON holds exactly
MAX_WEIGHT = 2 ** 40
MAX_DOTS = 2 ** 12
MAX_BRANCHES = 4096         # ways to fill the seats of star that are followed at a time
UNIT = 10 ** 5              # votes of stv are integers in units of 0.00001
ID = re.compile(r'[A-Za-z0-9_.-]{1,64}\Z')
HEX64 = re.compile(r'[0-9a-f]{64}\Z')
NONCE = re.compile(r'[0-9a-f]{32}\Z')
CHOICES = {'consent': ('agree', 'abstain', 'disagree', 'block'), 'objection': ('uphold', 'dismiss', 'abstain')}
SHORTLISTS = ('pairwise', 'approval', 'star', 'dots', 'stv')
FIELD = {'pairwise': 'ranking', 'stv': 'ranking', 'approval': 'approvals', 'star': 'scores', 'dots': 'dots',
         'consent': 'choice', 'objection': 'choice'}


class Unreadable(Exception):
    """This is no record, or not a file of vectors."""


class InvalidBallot(Exception):
    """A ballot that could not have been cast."""


class Difference(Exception):
    """The record says something else than the recount."""

    def __init__(self, where, want, found):
        super().__init__('%s: the recount gives %s, the record says %s' % (where, show(want), show(found)))


def show(value):
    text = value if isinstance(value, str) else canon(value).decode('utf-8')
    return text if len(text) <= 300 else text[:300] + '…'


def same(where, want, found):
    if want != found or type(want) is not type(found):
        raise Difference(where, want, found)


# ---------------------------------------------------------------------------------------------- JSON and hashes

def parse(text, where):
    """JSON with every key once and with integers only."""
    def members(pairs):
        out = dict(pairs)
        if len(out) != len(pairs):
            raise Unreadable('%s: a key is there twice' % where)
        return out

    def integer(digits):
        # Long digit strings are refused before they are turned into numbers, which costs their square.
        if len(digits) > 17 or abs(int(digits)) > MAX_EXACT:
            raise Unreadable('%s: %s… is too large' % (where, digits[:20]))
        return int(digits)

    def refuse(digits):
        raise Unreadable('%s: %s is not an integer' % (where, digits[:20]))
    try:
        return json.loads(text, object_pairs_hook=members, parse_int=integer, parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError) as e:
        raise Unreadable('%s: not JSON: %s' % (where, e))


def canon(value):
    """Canonical JSON: keys sorted by code point, no whitespace, UTF-8, only the escapes JSON demands."""
    text = json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False, allow_nan=False)
    return re.sub('[\ud800-\udfff]', '\ufffd', text).encode('utf-8')


def digest(kind, *parts):
    """SHA-256 in hexadecimal; the first byte says what is hashed."""
    return hashlib.sha256(bytes([kind]) + b''.join(parts)).hexdigest()


def leaf(record):
    return digest(0, record)


def root_of(leaves):
    return digest(1, *(bytes.fromhex(x) for x in sorted(leaves)))


def config_hash_of(config):
    return digest(2, canon(config))


def commitment_of(seed):
    return digest(3, bytes.fromhex(seed))


def lottery_seed_of(config_hash, seed, root, beacon):
    return digest(4, *(bytes.fromhex(x) for x in (config_hash, seed, root, beacon)))


def ticket(lottery_seed, concept):
    return digest(5, bytes.fromhex(lottery_seed), concept.encode('utf-8'))


def lottery_order_of(lottery_seed, concepts):
    return sorted(concepts, key=lambda c: ticket(lottery_seed, c))


def link(head, event):
    return digest(6, bytes.fromhex(head), canon(event))


# ------------------------------------------------------------------------------------------------------- counting

class Rules:
    """What a round is counted by."""

    def __init__(self, method, seats, candidates, withdrawn=(), quorum=0, dots=0, cap=0, on_tie='', lottery=None):
        self.method, self.seats, self.candidates = method, seats, list(candidates)
        self.withdrawn, self.quorum, self.on_tie = set(withdrawn), quorum, on_tie
        self.dots = dots or 2 * seats
        self.cap = cap or (self.dots + 1) // 2
        self.lottery = list(lottery) if lottery else self.candidates


def marks_of(rules, ballot):
    """One number a marked concept: the tier of a ranking, 1 for a tick, points, dots."""
    field = FIELD[rules.method]
    for key, value in ballot.items():
        if key not in ('weight', 'abstain', field) and (value is not None or key not in FIELD.values()):
            raise InvalidBallot('%s does not belong here' % key)
    given, abstain = ballot.get(field), ballot.get('abstain')
    if abstain not in (None, True, False) or (abstain and given is not None):
        raise InvalidBallot('abstain')
    marks = {}
    if given is None:
        return marks

    def mark(concept, number):
        if concept not in rules.candidates or concept in marks:
            raise InvalidBallot('%s is unknown or there twice' % (concept,))
        marks[concept] = number
    if field == 'ranking':
        if type(given) is not list:
            raise InvalidBallot('ranking')
        tier = 0
        for group in given:
            if type(group) is not list and group is not None:
                raise InvalidBallot('ranking')
            if group:
                tier += 1
                if rules.method == 'stv' and len(group) > 1:
                    raise InvalidBallot('equal ranks')
            for concept in group or []:
                mark(concept, tier)
    elif field == 'approvals':
        if type(given) is not list:
            raise InvalidBallot('approvals')
        for concept in given:
            mark(concept, 1)
    else:
        if type(given) is not dict:
            raise InvalidBallot(field)
        highest = 5 if field == 'scores' else rules.cap
        for concept, number in given.items():
            if type(number) is not int or not 0 <= number <= highest:
                raise InvalidBallot('%s for %s' % (number, concept))
            mark(concept, number)
        if field == 'dots' and sum(marks.values()) > rules.dots:
            raise InvalidBallot('more dots than %d' % rules.dots)
    return {c: n for c, n in marks.items() if n}


def count_choices(rules, ballots):
    """Consent by named votes, and the vote on an objection."""
    counts = dict.fromkeys(CHOICES[rules.method], 0)
    for b in ballots:
        choice = b.get('choice')
        if choice in (None, ''):
            choice = 'abstain'
        elif b.get('abstain') and choice != 'abstain':
            raise InvalidBallot('abstain')
        if choice not in counts or set(b) - {'weight', 'choice', 'abstain'}:
            raise InvalidBallot('choice')
        counts[choice] += b['weight']
    participants = sum(counts.values())
    if participants < rules.quorum:
        status = 'inquorate'
    elif rules.method == 'objection':
        voted = counts['uphold'] + counts['dismiss']
        status = 'dismissed' if 3 * counts['dismiss'] >= 2 * voted > 0 else 'upheld'
    elif counts['block']:
        status = 'objections'
    else:
        status = 'adopted' if counts['agree'] > counts['disagree'] else 'not_adopted'
    return {'counts': counts, 'participants': participants, 'status': status}


def count(rules, ballots):
    """The result with every figure the method has."""
    participants = 0
    for b in ballots:
        if type(b.get('weight')) is not int or b['weight'] < 1:
            raise InvalidBallot('weight')
        participants += b['weight']
    if participants > MAX_WEIGHT:
        raise InvalidBallot('weight')
    if rules.method in CHOICES:
        return count_choices(rules, ballots)
    if participants < rules.quorum:
        return inquorate(participants)
    sheets = []
    for b in ballots:
        marks = {c: n for c, n in marks_of(rules, b).items() if c not in rules.withdrawn}
        if marks:
            sheets.append((b['weight'], marks))
    marked = {c for _, marks in sheets for c in marks}
    electable = [c for c in rules.candidates if c in marked]
    counted = sum(w for w, _ in sheets)
    result = {'participants': participants, 'counted': counted, 'abstained': participants - counted, 'electable': electable}
    METHODS[rules.method](rules, sheets, electable, result)
    return result


def inquorate(participants):
    """Below the quorum no ballot is opened, whatever the method."""
    return {'status': 'inquorate', 'participants': participants, 'winners': [], 'tied': [], 'open_seats': 0, 'tie': False}


def conclude(rules, result, electable, elected, tied):
    """Status and seats, with lists in the order of the candidates."""
    result['tie'] = bool(tied)
    if tied and rules.on_tie == 'expand' and rules.method == 'approval':
        result['expanded'] = [c for c in electable if c in tied]
        elected, tied = list(elected) + list(tied), []
    result['winners'] = [c for c in electable if c in elected]
    result['tied'] = [c for c in electable if c in tied]
    result['open_seats'] = rules.seats - len(elected) if tied else 0
    result['vacancies'] = max(0, rules.seats - len(electable))
    result['status'] = 'tied' if tied else 'short' if result['vacancies'] else 'decided'


def by_figure(rules, result, electable, key):
    """Groups of equals, best first, and the line below the last seat."""
    ranking = [list(g) for _, g in itertools.groupby(sorted(electable, key=key, reverse=True), key)]
    result['ranking'] = [[c for c in electable if c in g] for g in ranking]
    conclude(rules, result, electable, *boundary(ranking, rules.seats))


def boundary(ranking, seats):
    elected = []
    for group in ranking:
        if len(elected) == seats:
            break
        if len(elected) + len(group) > seats:
            return elected, group
        elected += group
    return elected, []


def preferences(sheets, electable, lower_is_better):
    """[x][y]: ballots that place x above y; who is not marked stands below all who are."""
    at = {c: i for i, c in enumerate(electable)}
    above = [[0] * len(electable) for _ in electable]
    for weight, marks in sheets:
        worst = MAX_CANDIDATES + 1 if lower_is_better else 0
        row = [marks.get(c, worst) for c in electable]
        for c in marks:
            x = at[c]
            for y, other in enumerate(row):
                if (row[x] < other) if lower_is_better else (row[x] > other):
                    above[x][y] += weight
    return above


def net_of(electable, above):
    every = range(len(electable))
    return {c: sum(above[x][y] - above[y][x] for y in every) for x, c in enumerate(electable)}


def totals_of(sheets, electable):
    totals = dict.fromkeys(electable, 0)
    for weight, marks in sheets:
        for c, n in marks.items():
            totals[c] += weight * n
    return totals


def count_totals(rules, sheets, electable, result):
    result['totals'] = totals_of(sheets, electable)
    by_figure(rules, result, electable, result['totals'].get)


def count_pairwise(rules, sheets, electable, result):
    above = preferences(sheets, electable, True)
    n = range(len(electable))
    p = [[above[x][y] if above[x][y] > above[y][x] else 0 for y in n] for x in n]
    for i in n:
        for j in n:
            if j != i:
                for l in n:
                    if l != i and l != j:
                        p[j][l] = max(p[j][l], min(p[j][i], p[i][l]))
    wins = {c: sum(p[x][y] > p[y][x] for y in n) for x, c in enumerate(electable)}
    losses = {c: sum(p[x][y] < p[y][x] for y in n) for x, c in enumerate(electable)}
    score = {c: wins[c] - losses[c] for c in electable}
    net = net_of(electable, above)
    by_score = [list(g) for _, g in itertools.groupby(sorted(electable, key=score.get, reverse=True), score.get)]
    result.update(pairwise=above, paths=p, wins=wins, losses=losses, score=score, net=net,
                  primary_tie=bool(boundary(by_score, rules.seats)[1]))
    by_figure(rules, result, electable, lambda c: (score[c], net[c]))


def count_star(rules, sheets, electable, result):
    totals = totals_of(sheets, electable)
    fives = {c: sum(w for w, marks in sheets if marks.get(c) == 5) for c in electable}
    above = preferences(sheets, electable, False)
    at = {c: i for i, c in enumerate(electable)}
    result.update(totals=totals, fives=fives, rounds=None)
    if len(electable) <= rules.seats:
        conclude(rules, result, electable, electable, [])
        return

    def prefer(a, b):
        return above[at[a]][at[b]]

    def head_to_head(c, pool):
        return sum(prefer(c, d) for d in pool if d != c)

    def finalists(rest):
        """All pairs that may meet in the run-off; more than one when equals are left."""
        pool, first = rest, None
        for key in (lambda c: totals[c], lambda c: head_to_head(c, pool), lambda c: fives[c]):
            figures = {c: key(c) for c in pool}
            best = [c for c in pool if figures[c] == max(figures.values())]
            if first is not None:
                if len(best) == 1:
                    return [(first, best[0])]
                pool = best
            elif len(best) == 2:
                return [tuple(best)]
            elif len(best) > 2:
                pool = best
            else:
                first = best[0]
                rest_of = [c for c in pool if c != first]
                top = max(figures[c] for c in rest_of)
                pool = [c for c in rest_of if figures[c] == top]
                if len(pool) == 1:
                    return [(first, pool[0])]
        if first is not None:
            return [(first, c) for c in pool]
        return list(itertools.combinations(pool, 2))

    # Concepts that no figure tells apart can be exchanged for each other, so of a set of elected ones only how many it
    # has of each kind matters. This keeps a count of many equals short and changes nothing.
    def alike(a, b):
        return (totals[a], fives[a]) == (totals[b], fives[b]) and prefer(a, b) == prefer(b, a) and all(
            prefer(a, x) == prefer(b, x) and prefer(x, a) == prefer(x, b) for x in electable if x not in (a, b))
    kinds = []
    for c in electable:
        for kind in kinds:
            if alike(kind[0], c):
                kind.append(c)
                break
        else:
            kinds.append([c])
    kind_of = {c: i for i, kind in enumerate(kinds) for c in kind}

    states, rounds, hopeful = {tuple([0] * len(kinds))}, [], []
    for _ in range(rules.seats):
        after = set()
        branches = 0
        for state in states:
            gone = {c for i, kind in enumerate(kinds) for c in kind[:state[i]]}
            rest = [c for c in electable if c not in gone]
            pairs = finalists(rest) if len(rest) > 1 else [(rest[0], None)]
            for a, b in pairs:
                if b is None:
                    won, lost = [a], None
                else:
                    strength = {x: (prefer(x, y), totals[x], fives[x]) for x, y in ((a, b), (b, a))}
                    won = [x for x in (a, b) if strength[x] == max(strength.values())]
                    lost = b if won[0] == a else a
                branches += len(won)
                for x in won:
                    elected = list(state)
                    elected[kind_of[x]] += 1
                    after.add(tuple(elected))
        if len(after) > MAX_BRANCHES:
            # Too many ties to follow: what is certain so far is elected, who may still reach a final is tied.
            rounds, hopeful = None, [c for c in electable if sum(totals[d] > totals[c] for d in electable) <= rules.seats]
            break
        if branches == 1 and rounds is not None:
            rounds.append({'winner': x, 'runner_up': lost, 'for': prefer(x, lost) if lost else 0,
                           'against': prefer(lost, x) if lost else 0})
        else:
            rounds = None
        states = after
    least = [min(s[i] for s in states) for i in range(len(kinds))]
    most = [max(s[i] for s in states) for i in range(len(kinds))]
    elected = [c for c in electable if least[kind_of[c]] == len(kinds[kind_of[c]])]
    tied = [c for c in electable if c not in elected and (most[kind_of[c]] > 0 or c in hopeful)]
    result['rounds'] = rounds
    conclude(rules, result, electable, elected, tied)


def count_stv(rules, sheets, electable, result):
    counted, seats = result['counted'], rules.seats
    quota = (counted // (seats + 1) + 1) * UNIT
    net = net_of(electable, preferences(sheets, electable, True))
    place = {c: i for i, c in enumerate(rules.lottery)}
    tie_order = sorted(electable, key=lambda c: (net[c], -place[c]))
    piles = {c: [] for c in electable}   # [weight, value, preferences, next of them]
    for weight, marks in sheets:
        order = sorted(marks, key=marks.get)
        piles[order[0]].append([weight, UNIT, order, 1])
    votes = {c: sum(w * v for w, v, _, _ in piles[c]) for c in electable}
    stages, history = [], []
    groups, elected, transferred, out = [], [], set(), set()
    lots, lookbacks = [], 0

    def stage(action, concept):
        history.append(dict(votes))
        stages.append({'action': action, 'candidate': concept,
                       'totals': {c: '%d.%05d' % divmod(votes[c], UNIT) for c in electable}})

    def pick(among, extreme, step):
        """One of equals: told apart by an earlier stage, else by net preference, else by lot."""
        nonlocal lookbacks
        for past in reversed(history):
            if len(among) == 1:
                break
            edge = extreme(past[c] for c in among)
            rest = [c for c in among if past[c] == edge]
            if len(rest) == 1:
                lookbacks += 1
            among = rest
        if len(among) == 1:
            return among[0]
        first = min(among, key=tie_order.index)
        level = [c for c in electable if c in among and net[c] == net[first]]
        if len(level) > 1:
            lots.append({'step': step, 'among': level, 'drawn': first})
        return first

    def move(concept):
        going, piles[concept] = piles[concept], []
        for ballot in going:
            weight, value, order, at = ballot
            while at < len(order) and (order[at] in elected or order[at] in out):
                at += 1
            if at < len(order):
                piles[order[at]].append([weight, value, order, at + 1])
                votes[order[at]] += weight * value

    stage('first', None)
    if len(electable) <= seats:
        groups = [list(electable)] if electable else []
        elected = list(electable)
    while len(electable) > seats:
        reached = [c for c in electable if c not in elected and c not in out and votes[c] >= quota]
        if reached:
            elected += reached
            groups.append(reached)
        left = seats - len(elected)
        running = [c for c in electable if c not in elected and c not in out]
        if left <= 0:
            break
        if len(running) <= left:
            elected += running
            groups.append(running)
            break
        surplus = {c: votes[c] - quota for c in elected if c not in transferred and votes[c] > quota}
        if surplus:
            largest = [c for c in surplus if surplus[c] == max(surplus.values())]
            c = largest[0] if len(largest) == 1 else pick(largest, max, 'surplus')
            for ballot in piles[c]:
                ballot[1] = ballot[1] * surplus[c] // votes[c]
            transferred.add(c)
            move(c)
            votes[c] = quota
            stage('surplus', c)
        else:
            lowest = [c for c in running if votes[c] == min(votes[r] for r in running)]
            c = lowest[0] if len(lowest) == 1 else pick(lowest, min, 'exclusion')
            out.add(c)
            move(c)
            votes[c] = 0
            stage('exclude', c)
    result.update(quota=quota // UNIT, net=net, tie_order=tie_order, stages=stages, elected_groups=groups, lots=lots,
                  lookbacks=lookbacks)
    conclude(rules, result, electable, elected, [])
    result['tie'] = bool(lots)


METHODS = {'pairwise': count_pairwise, 'approval': count_totals, 'dots': count_totals, 'star': count_star, 'stv': count_stv}


def in_order(result):
    """The winners in the order of the count; equals keep the order of the candidates."""
    winners = result['winners']
    if 'ranking' in result:
        groups = result['ranking']
    elif 'elected_groups' in result:
        groups = result['elected_groups']
    elif result.get('rounds'):
        groups = [[r['winner']] for r in result['rounds']]
    elif 'totals' in result:
        groups = [sorted(winners, key=lambda c: -result['totals'][c])]
    else:
        groups = []
    return [c for g in groups for c in g if c in winners]


# ------------------------------------------------------------------------------------------------- reading a record

FILES = ('round.json', 'ballots.jsonl', 'ballots.csv', 'ballots.blt', 'result.json')


def known_name(name):
    parts = name.split('/')
    if name in FILES or name in ('recount.py', 'rounds/'):
        return True
    return len(parts) == 3 and parts[0] == 'rounds' and is_id(parts[1]) and parts[2] in FILES + ('',)


def read_files(path):
    if os.path.isdir(path):
        names = list(FILES)
        inner = os.path.join(path, 'rounds')
        if os.path.isdir(inner):
            names += ['rounds/%s/%s' % (d, f) for d in sorted(os.listdir(inner)) if is_id(d) for f in FILES]
        opened = ((n, open(os.path.join(path, *n.split('/')), 'rb')) for n in names
                  if os.path.isfile(os.path.join(path, *n.split('/'))))
    else:
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError) as e:
            raise Unreadable('%s: %s' % (path, e))
        names = [i.filename for i in archive.infolist()]
        if len(names) > MAX_FILES:
            raise Unreadable('more than %d files' % MAX_FILES)
        for name in names:
            if not known_name(name) or names.count(name) > 1:
                raise Unreadable('%r: this file does not belong into a record, or is there twice' % name)
        names = [name for name in names if not name.endswith('/')]
        opened = ((n, archive.open(n)) for n in names)
    files, room = {}, MAX_BYTES
    try:
        for name, stream in opened:
            with stream:
                data = stream.read(room + 1)
            room -= len(data)
            if room < 0:
                raise Unreadable('the files are larger than %d bytes' % MAX_BYTES)
            files[name] = data
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as e:
        raise Unreadable('%s: %s' % (path, e))
    except Exception as e:
        if type(e).__module__ in ('zlib', 'lzma', 'bz2'):
            raise Unreadable('%s: %s' % (path, e))
        raise
    return files


def is_id(text):
    return isinstance(text, str) and bool(ID.match(text)) and text not in ('.', '..')


def text_of(files, name):
    if name not in files:
        raise Unreadable('%s is missing' % name)
    try:
        return files[name].decode('utf-8')
    except UnicodeDecodeError as e:
        raise Unreadable('%s: not UTF-8: %s' % (name, e))


def need(holder, key, kind, where):
    """A member that has to be there and of this kind."""
    if type(holder) is not dict or key not in holder:
        raise Unreadable('%s: %s is missing' % (where, key))
    value = holder[key]
    good = {'text': lambda: type(value) is str, 'number': lambda: type(value) is int and value >= 0,
            'object': lambda: type(value) is dict, 'list': lambda: type(value) is list,
            'id': lambda: is_id(value), 'hash': lambda: type(value) is str and bool(HEX64.match(value)),
            'ids': lambda: type(value) is list and all(is_id(x) for x in value) and len(set(value)) == len(value)}[kind]()
    if not good:
        raise Unreadable('%s: %s is no %s' % (where, key, kind))
    return value


class Round:
    """One round as its files tell it; nothing of it is believed yet."""

    def __init__(self, files, prefix):
        self.prefix = prefix
        self.where = where = prefix + 'round.json'
        r = parse(text_of(files, where), where)
        if need(r, 'format', 'text', where) != 'talkoot-record/1':
            raise Unreadable('%s: format %s is not known' % (where, show(r['format'])))
        self.id, self.kind = need(r, 'id', 'id', where), need(r, 'kind', 'text', where)
        if self.kind not in ('main', 'second', 'runoff', 'objection'):
            raise Unreadable('%s: kind %s is not known' % (where, show(self.kind)))
        self.config = need(r, 'config', 'object', where)
        self.config_hash, self.commitment = need(r, 'config_hash', 'hash', where), need(r, 'commitment', 'hash', where)
        self.server_seed, self.root = need(r, 'server_seed', 'hash', where), need(r, 'root', 'hash', where)
        self.beacon = need(r, 'beacon', 'text', where)
        if not re.match(r'([0-9a-f]{2})*\Z', self.beacon):
            raise Unreadable('%s: beacon is not hexadecimal' % where)
        self.participants = need(r, 'participants', 'number', where)
        self.events, self.chain_head = need(r, 'events', 'list', where), need(r, 'chain_head', 'hash', where)
        for i, e in enumerate(self.events):
            need(e, 'e', 'text', '%s: events[%d]' % (where, i))
        self.rounds = [(need(x, 'id', 'id', where), need(x, 'kind', 'text', where)) for x in need(r, 'rounds', 'list', where)]
        c = where + ': config'
        self.method, self.seats = need(self.config, 'method', 'text', c), need(self.config, 'seats', 'number', c)
        self.candidates, self.panel = need(self.config, 'candidates', 'ids', c), need(self.config, 'panel', 'ids', c)
        self.quorum, self.options = need(self.config, 'quorum', 'number', c), need(self.config, 'options', 'object', c)
        if self.method != 'objection' and self.method not in SHORTLISTS or (self.method == 'objection') != (self.kind == 'objection'):
            raise Unreadable('%s: method %s of a round of kind %s' % (c, show(self.method), self.kind))
        if len(self.candidates) > MAX_CANDIDATES:
            raise Unreadable('%s: more than %d candidates' % (c, MAX_CANDIDATES))
        if any(x.startswith('-') for x in self.candidates):
            raise Unreadable('%s: candidates: an id must not begin with -' % c)
        if self.method in SHORTLISTS and self.seats < 1:
            raise Unreadable('%s: seats is 0' % c)
        dots, cap = self.options.get('dots', 0), self.options.get('cap', 0)
        if type(dots) is not int or type(cap) is not int or not 0 <= dots <= MAX_DOTS or not 0 <= cap <= MAX_DOTS:
            raise Unreadable('%s: options' % c)
        if self.options.get('on_tie', '') not in ('', 'expand'):
            raise Unreadable('%s: options: on_tie' % c)
        body = text_of(files, prefix + 'ballots.jsonl')
        if body and not body.endswith('\n'):
            raise Unreadable('%sballots.jsonl: the last line is not complete' % prefix)
        self.lines = body.split('\n')[:-1]
        self.table, self.result = text_of(files, prefix + 'ballots.csv'), parse(text_of(files, prefix + 'result.json'), prefix + 'result.json')
        self.blt = text_of(files, prefix + 'ballots.blt') if prefix + 'ballots.blt' in files else None

    def rules(self, withdrawn=(), seats=None):
        order = None
        if self.method == 'stv':
            order = lottery_order_of(self.lottery_seed(), self.candidates)
        return Rules(self.method, self.seats if seats is None else seats, self.candidates,
                     [c for c in withdrawn if c in self.candidates], self.quorum, self.options.get('dots', 0) or 2 * self.seats,
                     self.options.get('cap', 0), self.options.get('on_tie', ''), order)

    def lottery_seed(self):
        return lottery_seed_of(self.config_hash, self.server_seed, self.root, self.beacon)

    def quorate(self):
        return self.participants >= self.quorum

    def count(self, withdrawn=(), seats=None):
        if not self.quorate():
            return inquorate(self.participants)
        try:
            return count(self.rules(withdrawn, seats), self.ballots)
        except InvalidBallot as e:
            raise Difference(self.prefix + 'ballots.jsonl', 'ballots that can be cast', 'invalid_ballot: %s' % e)


def read_ballot(r, line, where):
    """A ballot from the one canonical form of its record."""
    record = parse(line, where)
    if type(record) is not dict or sorted(record) != ['b', 'm', 'n', 'r', 'v'] or type(record['v']) is not int or record['v'] != 1:
        raise Difference(where, 'a ballot record of version 1', line)
    same(where + ': r', r.id, record['r'])
    same(where + ': m', r.method, record['m'])
    if type(record['n']) is not str or not NONCE.match(record['n']):
        raise Difference(where + ': n', '32 hexadecimal digits', record['n'])
    same(where, canon(record).decode('utf-8'), line)
    body, field = record['b'], FIELD[r.method]
    if body == 'abstain':
        return {'weight': 1, 'abstain': True}
    if field == 'choice':
        good = body in ('uphold', 'dismiss')
    elif field == 'ranking':
        good = type(body) is list and body and all(
            type(g) is list and g and all(type(c) is str for c in g) and sorted(g) == g for g in body)
    elif field == 'approvals':
        good = type(body) is list and body and all(type(c) is str for c in body) and sorted(body) == body
    else:
        good = type(body) is dict and body and all(type(n) is int and n for n in body.values())
    if not good:
        raise Difference(where + ': b', 'a ballot of %s in canonical form' % r.method, line)
    return {'weight': 1, field: body}


def table_of(r):
    """ballots.csv as it must be."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator='\n').writerow
    if r.method == 'objection':
        write(['ballot', 'weight', 'choice'])
        for i, b in enumerate(r.ballots):
            write([i + 1, 1, b.get('choice', '')])
        return out.getvalue()
    write(['ballot', 'weight'] + r.candidates)
    for i, b in enumerate(r.ballots):
        marks = marks_of(r.rules(), b)
        write([i + 1, 1] + [marks.get(c, '') for c in r.candidates])
    return out.getvalue()


def blt_of(r):
    """ballots.blt as it must be."""
    number = {c: i + 1 for i, c in enumerate(r.candidates)}
    lines = {}
    for b in r.ballots:
        groups = [sorted(number[c] for c in g) for g in b.get('ranking', [])]
        if groups:
            line = ' '.join('='.join(map(str, g)) for g in groups)
            lines[line] = lines.get(line, 0) + 1
    out = ['%d %d' % (len(r.candidates), r.seats)]
    if r.method == 'stv':
        order = r.count().get('tie_order', []) if r.quorate() else []
        order = order + [c for c in r.candidates if c not in order]
        out.append('[tie %s]' % ' '.join(str(number[c]) for c in order))
    out += sorted('%d %s 0' % (n, line) for line, n in lines.items())
    out += ['0'] + ['"%s"' % c for c in r.candidates] + ['"%s"' % r.id]
    return '\n'.join(out) + '\n'


# ------------------------------------------------------------------------------------------------------- recounting

class Recount:
    """The checks of one round, in the order of its events."""

    def __init__(self, r, inner, parent=None):
        self.r, self.inner, self.parent = r, inner, parent
        self.cycles, self.checks, self.held, self.children = [], [], [], []
        self.ended = None

    def run(self):
        self.head()
        self.ballots()
        self.chain()
        self.published()
        return self

    def head(self):
        r = self.r
        same(r.where + ': config.round', r.id, r.config.get('round'))
        same(r.where + ': config_hash', config_hash_of(r.config), r.config_hash)
        same(r.where + ': commitment', commitment_of(r.server_seed), r.commitment)
        if r.participants > len(r.panel):
            raise Difference(r.where + ': participants', 'at most the %d of the panel' % len(r.panel), r.participants)
        if self.parent:
            same(r.where + ': config.panel', sorted(self.parent.panel), sorted(r.panel))
            same(r.where + ': config.quorum', self.parent.quorum, r.quorum)
        self.checks.append('the hash of the configuration and the commitment to the seed')

    def ballots(self):
        r = self.r
        name = r.prefix + 'ballots.jsonl'
        if not r.quorate():
            same(name + ': ballots opened below the quorum', 0, len(r.lines))
            r.ballots = []
        else:
            leaves = [leaf(line.encode('utf-8')) for line in r.lines]
            same(name + ': number of ballots', r.participants, len(leaves))
            same(r.where + ': root', root_of(leaves), r.root)
            for i in range(1, len(leaves)):
                if leaves[i - 1] >= leaves[i]:
                    raise Difference('%s line %d' % (name, i + 1), 'a receipt above %s' % leaves[i - 1], leaves[i])
            r.ballots = [read_ballot(r, line, '%s line %d' % (name, i + 1)) for i, line in enumerate(r.lines)]
            r.count()
            self.checks.append('%d receipts and the root over them' % len(leaves))
        compare_text(r.prefix + 'ballots.csv', table_of(r), r.table)
        if r.method in ('pairwise', 'stv'):
            if r.blt is None:
                raise Unreadable('%sballots.blt is missing' % r.prefix)
            compare_text(r.prefix + 'ballots.blt', blt_of(r), r.blt)
        elif r.blt is not None:
            raise Unreadable('%sballots.blt: there is no such file for %s' % (r.prefix, r.method))
        self.checks.append('the ballots as a table' + (' and for other programs' if r.blt is not None else ''))

    def chain(self):
        r = self.r
        head = '00' * 32
        self.phase, self.extended = 'start', False
        self.second, self.withdrawn, self.upheld = None, [], []
        self.short, self.tied, self.open = [], [], 0
        for i, e in enumerate(r.events):
            self.at = '%s: events[%d]' % (r.where, i)
            head = link(head, e)
            step = getattr(self, 'on_' + e['e'], None)
            if step is None:
                raise Difference(self.at + '.e', 'an event that is known', e['e'])
            step(e)
        if self.phase in ('start', 'opened', 'closed', 'revealed'):
            raise Difference(r.where + ': events', 'a result', 'none')
        same(r.where + ': chain_head', head, r.chain_head)
        self.checks.append('the chain of %d events' % len(r.events))
        # Rounds that are over and that the chain does not name yet; at the end it names all.
        for identity, kind in r.rounds:
            if (identity, kind) not in self.held:
                if self.ended or identity not in self.inner:
                    raise Difference(r.where + ': rounds', 'rounds of the record that the chain names', identity)
                same(self.inner[identity].where + ': kind', kind, self.inner[identity].kind)
                self.children.append(Recount(self.inner[identity], {}, r).run())

    def turn(self, e, before, after):
        if self.phase not in before:
            raise Difference(self.at + '.e', 'no %s here (after %s)' % (e['e'], self.phase), e['e'])
        self.phase = after

    def on_opened(self, e):
        self.turn(e, ('start',), 'opened')
        same(self.at + '.config', self.r.config_hash, e.get('config'))
        same(self.at + '.commitment', self.r.commitment, e.get('commitment'))

    def on_extended(self, e):
        self.turn(e, ('opened',), 'opened')
        if self.extended:
            raise Difference(self.at + '.e', 'one extension', 'a second')
        need(e, 'closes_at', 'text', self.at)
        self.extended = True

    def on_closed(self, e):
        self.turn(e, ('opened',), 'closed')
        same(self.at + '.participants', self.r.participants, e.get('participants'))
        same(self.at + '.root', self.r.root, e.get('root'))

    def on_seed(self, e):
        self.turn(e, ('closed',), 'revealed')
        same(self.at + '.server_seed', self.r.server_seed, e.get('server_seed'))

    def on_result(self, e):
        r = self.r
        main = r.kind == 'main'
        if main and self.cycles:
            self.turn(e, ('objections',), 'counted')
            self.all_objections()
            if not self.upheld:
                raise Difference(self.at + '.e', 'no further count, as no objection was upheld', 'result')
            self.withdrawn = self.withdrawn + [c for c in self.upheld if c not in self.withdrawn]
            self.upheld = []
        else:
            self.turn(e, ('revealed',), 'counted')
        cycle = need(e, 'cycle', 'number', self.at)
        if main:
            same(self.at + '.cycle', len(self.cycles) + 1, cycle)
        if cycle > 2 or cycle < 1:
            raise Difference(self.at + '.cycle', '1 or 2', cycle)
        withdrawn = need(e, 'withdrawn', 'ids', self.at)
        same(self.at + '.withdrawn', sorted(self.withdrawn), sorted(withdrawn))
        self.result = r.count(withdrawn)
        compare(self.at + '.result', self.result, e.get('result'))
        self.cycle, self.runoff, self.drawn = cycle, None, None
        self.cycles.append({'cycle': cycle, 'withdrawn': withdrawn, 'result': self.result, 'shortlist': []})
        self.signatures, self.objections = {}, []
        if main:
            self.seat()
        else:
            self.cycles[-1]['shortlist'] = in_order(self.result) if r.method != 'objection' else []
        self.checks.append('the count' if len(self.cycles) == 1 else 'the count of cycle %d' % cycle)

    def seat(self):
        """Winners and tied by the ballots of this round and of a second round, if there was one."""
        r, result = self.r, self.result
        self.short = in_order(result)
        self.tied, self.open = result['tied'], result['open_seats']
        if self.second is not None and self.second.r.quorate():
            second = self.second.r
            self.short = [c for c in self.short if c not in second.candidates]
            self.tied, self.open = [], 0
            left = r.seats - len(self.short)
            if left > 0:
                again = second.count(self.withdrawn, left)
                self.short += in_order(again)
                self.tied, self.open = again['tied'], again['open_seats']

    def child(self, e, kind):
        identity = need(e, 'round', 'id', self.at)
        if identity not in self.inner or (identity, kind) not in self.r.rounds or (identity, kind) in self.held:
            raise Difference(self.at + '.round', 'a round of the record, once', identity)
        inner = self.inner[identity]
        same(inner.where + ': id', identity, inner.id)
        same(inner.where + ': kind', kind, inner.kind)
        checked = Recount(inner, {}, self.r).run()
        same(self.at + '.head', inner.chain_head, e.get('head'))
        self.held.append((identity, kind))
        self.children.append(checked)
        return checked

    def on_second_round(self, e):
        self.turn(e, ('counted',), 'counted')
        if self.cycle != 1 or self.second is not None or self.runoff is not None or self.result['status'] == 'inquorate':
            raise Difference(self.at + '.e', 'no second round here', e['e'])
        second = self.child(e, 'second')
        where = second.r.where + ': config.'
        if not set(second.r.candidates) <= set(self.r.candidates) or not second.r.candidates:
            raise Difference(where + 'candidates', 'concepts of the first round', second.r.candidates)
        left = self.r.seats - len([c for c in in_order(self.result) if c not in second.r.candidates])
        same(where + 'seats', left, second.r.seats)
        self.second = second
        self.seat()

    def on_runoff(self, e):
        self.turn(e, ('counted',), 'counted')
        if not self.tied or self.runoff is not None:
            raise Difference(self.at + '.e', 'no run-off here', e['e'])
        runoff = self.child(e, 'runoff')
        where = runoff.r.where + ': config.'
        same(where + 'method', 'pairwise', runoff.r.method)
        same(where + 'candidates', sorted(self.tied), sorted(runoff.r.candidates))
        same(where + 'seats', self.open, runoff.r.seats)
        self.runoff, result = runoff, runoff.result
        won = in_order(result)
        self.short = self.short + won
        self.open -= len(won)
        self.tied = [c for c in runoff.r.candidates if c not in won]
        if result['status'] == 'tied':
            self.tied = result['tied']
        if self.open == 0:
            self.tied = []

    def on_lottery(self, e):
        self.turn(e, ('counted',), 'counted')
        if self.runoff is None or not self.tied or self.drawn is not None:
            raise Difference(self.at + '.e', 'no drawing here', e['e'])
        same(self.at + '.round', self.runoff.r.id, e.get('round'))
        seed = self.runoff.r.lottery_seed()
        same(self.at + '.seed', seed, e.get('seed'))
        tickets = need(e, 'tickets', 'object', self.at)
        for c in sorted(set(tickets) | set(self.tied)):
            if c not in self.runoff.r.candidates:
                raise Difference(self.at + '.tickets', 'concepts of the run-off', c)
            same(self.at + '.tickets.' + c, ticket(seed, c), tickets.get(c, ''))
        same(self.at + '.seats', self.open, e.get('seats'))
        self.drawn = lottery_order_of(seed, self.tied)[:self.open]
        same(self.at + '.winners', self.drawn, e.get('winners'))
        self.short, self.tied, self.open = self.short + self.drawn, [], 0
        self.checks.append('the drawing')

    def on_proposed(self, e):
        self.turn(e, ('counted',), 'proposed')
        if self.r.kind != 'main' or self.result['status'] == 'inquorate':
            raise Difference(self.at + '.e', 'nothing to propose', e['e'])
        if self.tied:
            raise Difference(self.at + '.e', 'first a run-off or a drawing among %s' % ', '.join(self.tied), e['e'])
        same(self.at + '.cycle', self.cycle, e.get('cycle'))
        same(self.at + '.shortlist', self.short, e.get('shortlist'))
        self.cycles[-1]['shortlist'] = self.short
        self.checks.append('the shortlist')

    def on_sign_off(self, e):
        self.turn(e, ('proposed',), 'proposed')
        same(self.at + '.cycle', self.cycle, e.get('cycle'))
        person, choice = need(e, 'person', 'text', self.at), need(e, 'choice', 'text', self.at)
        concept, reason = need(e, 'concept', 'text', self.at), need(e, 'reason', 'text', self.at)
        if person not in self.r.panel:
            raise Difference(self.at + '.person', 'one of the panel', person)
        if choice not in CHOICES['consent']:
            raise Difference(self.at + '.choice', 'agree, abstain, disagree or block', choice)
        if concept and concept not in self.r.candidates or choice == 'block' and not (concept and reason):
            raise Difference(self.at + '.concept', 'a concept of the round, and a reason for a block', concept)
        self.signatures[person] = e

    def on_signed(self, e):
        self.turn(e, ('proposed',), 'signed')
        same(self.at + '.cycle', self.cycle, e.get('cycle'))
        self.signed = count(Rules('consent', 0, [], quorum=self.r.quorum),
                            [{'weight': 1, 'choice': s['choice']} for s in self.signatures.values()])
        compare(self.at + '.result', self.signed, e.get('result'))
        if self.signed['status'] == 'objections':
            self.phase = 'objections'
        self.checks.append('the signatures')

    def on_objection(self, e):
        self.turn(e, ('objections',), 'objections')
        same(self.at + '.cycle', self.cycle, e.get('cycle'))
        person, concept = need(e, 'person', 'text', self.at), need(e, 'concept', 'text', self.at)
        block = self.signatures.get(person)
        if block is None or block['choice'] != 'block':
            raise Difference(self.at + '.person', 'one who blocks', person)
        same(self.at + '.concept', block['concept'], concept)
        same(self.at + '.reason', block['reason'], e.get('reason'))
        before = [status for c, status in self.objections if c == concept]
        if len(before) > 1 or before and before[-1] != 'inquorate':
            raise Difference(self.at + '.e', 'one vote on an objection', 'a further one')
        held = self.child(e, 'objection')
        if held.r.candidates not in ([], [concept]):
            raise Difference(held.r.where + ': config.candidates', [concept], held.r.candidates)
        status = held.result['status']
        if status == 'inquorate' and before:
            status = 'upheld'   # the ballot was repeated once; below the quorum again, the objection stands
        same(self.at + '.status', status, e.get('status'))
        self.objections.append((concept, status))
        if status == 'upheld' and concept not in self.upheld:
            self.upheld.append(concept)
        self.checks.append('the vote on an objection')

    def all_objections(self):
        """Every concept that was objected to has been voted on, once for all who object to it."""
        decided = [c for c, status in self.objections if status != 'inquorate']
        for signature in self.signatures.values():
            if signature['choice'] == 'block' and signature['concept'] not in decided:
                raise Difference(self.at + '.e', 'first the vote on the objection to %s' % signature['concept'], 'none')

    def on_outcome(self, e):
        inquorate = bool(self.cycles) and self.result['status'] == 'inquorate'
        # With nobody to choose, because all abstained or all with support were withdrawn, there is nothing to sign.
        unsigned = self.phase == 'counted' and (inquorate or not self.short and not self.tied)
        self.turn(e, ('counted',) if unsigned else ('signed', 'objections'), 'ended')
        if self.r.kind != 'main':
            raise Difference(self.at + '.e', 'no outcome of a round that followed', e['e'])
        status, shortlist = need(e, 'status', 'text', self.at), need(e, 'shortlist', 'list', self.at)
        if inquorate:
            want = 'inquorate'
        elif unsigned:
            want = 'no_consensus'
        elif self.signed['status'] == 'objections':
            self.all_objections()
            if self.upheld:
                want = 'no_consensus'
                if self.cycle < 2:
                    raise Difference(self.at + '.e', 'a further count without %s' % ', '.join(self.upheld), e['e'])
            else:
                # Dismissed objections are published and no longer in the way; the others decide.
                counts = self.signed['counts']
                want = 'adopted' if counts['agree'] > counts['disagree'] else 'not_adopted'
        else:
            want = self.signed['status']
        same(self.at + '.status', want, status)
        short = self.cycles[-1]['shortlist']
        if want == 'adopted' or shortlist:
            same(self.at + '.shortlist', short, shortlist)
        self.ended = (status, shortlist)
        self.checks.append('the outcome')

    def published(self):
        r = self.r
        where = r.prefix + 'result.json'
        same(where + ': format', 'talkoot-result/1', r.result.get('format') if type(r.result) is dict else None)
        if self.ended:
            same(where + ': state', self.ended[0], r.result.get('state'))
        state, found = need(r.result, 'state', 'text', where), r.result.get('shortlist')
        # Before the end, and where nothing was adopted, it may be empty or one that had been proposed.
        if state == 'adopted' or found not in [[]] + [c['shortlist'] for c in self.cycles]:
            same(where + ': shortlist', self.cycles[-1]['shortlist'], found)
        counts = need(r.result, 'counts', 'list', where)
        same(where + ': counts', len(self.cycles), len(counts))
        for i, (want, found) in enumerate(zip(self.cycles, counts)):
            compare('%s: counts[%d]' % (where, i), want, found)
        self.checks.append('what was published')


def compare(where, want, found):
    """Every figure; the first that differs is named with its place."""
    if type(want) is dict and type(found) is dict:
        for key in sorted(set(want) | set(found)):
            if key not in found:
                raise Difference('%s.%s' % (where, key), want[key], 'nothing')
            if key not in want:
                raise Difference('%s.%s' % (where, key), 'nothing', found[key])
            compare('%s.%s' % (where, key), want[key], found[key])
    elif type(want) is list and type(found) is list and len(want) == len(found):
        for i, (w, f) in enumerate(zip(want, found)):
            compare('%s[%d]' % (where, i), w, f)
    else:
        same(where, want, found)


def compare_text(where, want, found):
    if want != found:
        wanted, there = want.split('\n'), found.split('\n')
        for i in range(max(len(wanted), len(there))):
            w = wanted[i] if i < len(wanted) else 'nothing more'
            f = there[i] if i < len(there) else 'nothing more'
            if w != f:
                raise Difference('%s line %d' % (where, i + 1), w, f)


def recount(path):
    files = read_files(path)
    main = Round(files, '')
    if main.kind != 'main':
        raise Unreadable('round.json: kind is %s' % main.kind)
    inner = {}
    for name in sorted(files):
        parts = name.split('/')
        if len(parts) == 3 and parts[1] not in inner:
            inner[parts[1]] = Round(files, 'rounds/%s/' % parts[1])
    done = Recount(main, inner).run()
    for identity in inner:
        if (identity, inner[identity].kind) not in main.rounds:
            raise Difference('rounds/%s' % identity, 'a round that round.json lists', 'one it does not')
    return done


def report(done):
    names = done.r.config.get('names')
    names = names if type(names) is dict else {}

    def name(c):
        return names[c] if type(names.get(c)) is str else c
    title = done.r.config.get('title')
    print('%s (%s, %d of %d concepts)' % (title if type(title) is str and title else done.r.id, done.r.method, done.r.seats,
                                         len(done.r.candidates)))
    for c in done.cycles:
        res = c['result']
        gone = ', without ' + ', '.join(map(name, c['withdrawn'])) if c['withdrawn'] else ''
        print('Count %d%s: %s, %d took part, the panel has %d' % (c['cycle'], gone, res['status'], res['participants'], len(done.r.panel)))
        for i, concept in enumerate(c['shortlist']):
            print('  %d. %s' % (i + 1, name(concept)))
        if not c['shortlist']:
            print('  nothing chosen')
    for child in done.children:
        print('Round %s (%s): %s' % (child.r.id, child.r.kind, child.result['status']))
    if done.ended:
        print('Outcome: %s' % done.ended[0])
    print('Checked: ' + '; '.join(done.checks) + '.')
    for child in done.children:
        print('Checked in round %s: %s.' % (child.r.id, '; '.join(child.checks)))
    print('Chain head %s' % done.r.chain_head)
    print('All of it holds.')


# ---------------------------------------------------------------------------------------------------------- vectors

def run_case(case):
    method = case.get('method')
    if method == 'verify':
        receipts = [leaf(canon(b)) for b in case['ballot_records']]
        root, config = root_of(receipts), config_hash_of(case['config'])
        seed = lottery_seed_of(config, case['server_seed'], root, case.get('beacon') or '')
        head = '00' * 32
        for e in case['events']:
            head = link(head, e)
        return {'receipts': receipts, 'root': root, 'config_hash': config, 'server_commitment': commitment_of(case['server_seed']),
                'lottery_seed': seed, 'tickets': {c: ticket(seed, c) for c in case['candidates']},
                'lottery_order': lottery_order_of(seed, case['candidates']), 'chain_head': head}
    if method not in FIELD:
        raise Unreadable('case %s: method %s is not known' % (case.get('id'), show(method)))
    rules = Rules(method, case.get('seats') or 0, case.get('candidates') or [], case.get('withdrawn') or (), case.get('quorum') or 0,
                  case.get('dots_per_person') or 0, case.get('dots_cap') or 0, lottery=case.get('lottery_order'))
    try:
        result = count(rules, case.get('ballots') or [])
    except InvalidBallot:
        return {'error': 'invalid_ballot'}
    if 'counted' in result:
        del result['participants']  # counted and abstained say it
    return result


def case_differs(result, expected):
    """The first figure of the expected ones that is another, lists of ids compared as sets."""
    def form(figures, key):
        value = figures.get(key)
        if key in ('winners', 'tied', 'electable'):
            return sorted(value)
        if key in ('ranking', 'elected_groups'):
            return [sorted(g) for g in value]
        if key in ('pairwise', 'paths'):
            ids = figures['electable']
            return {(a, b): value[x][y] for x, a in enumerate(ids) for y, b in enumerate(ids)}
        if key == 'lots':
            return [dict(lot, among=sorted(lot['among'])) for lot in value]
        return value
    for key in expected:
        if key not in result:
            return '%s is missing' % key
        if form(result, key) != form(expected, key):
            return '%s is %s, expected %s' % (key, show(result[key]), show(expected[key]))
    return ''


def vectors(path):
    try:
        with open(path, encoding='utf-8') as f:
            data = json.load(f)
        cases = data['cases']
        if data['format'] != 'decision-vectors/1':
            raise Unreadable('format %s' % show(data['format']))
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise Unreadable('%s: %s' % (path, e))
    failed = False
    for case in cases:
        result = run_case(case)
        print(json.dumps({'id': case['id'], 'result': result}, ensure_ascii=False, separators=(',', ':')))
        differs = case_differs(result, case['expected']) if 'expected' in case else ''
        if differs:
            print('%s: %s' % (case['id'], differs), file=sys.stderr)
            failed = True
    return 1 if failed else 0


def main(args):
    if hasattr(sys.stdout, 'reconfigure'):
        sys.stdout.reconfigure(encoding='utf-8', errors='replace')
        sys.stderr.reconfigure(encoding='utf-8', errors='replace')
    try:
        if len(args) == 2 and args[0] == '--vectors':
            return vectors(args[1])
        if len(args) > 1 or args and args[0].startswith('-'):
            print(__doc__.strip())
            return 0 if args[0] in ('-h', '--help') else 2
        report(recount(args[0] if args else os.path.dirname(os.path.abspath(__file__))))
        return 0
    except Difference as e:
        print('DIFFERS. %s' % e, file=sys.stderr)
        return 1
    except (Unreadable, OSError) as e:
        print('Not a record: %s' % e, file=sys.stderr)
        return 2


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
