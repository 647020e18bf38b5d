package record

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/decision/tally"
)

// must unwraps a value that no test expects to fail.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// play is how a decision goes; the zero value is one that is adopted without further ado.
type play struct {
	seed    uint64
	method  tally.Method
	options tally.Options
	panel   int
	n, k    int
	absent  int  // members who cast no ballot in the main round
	second  bool // hold a second round
	absent2 int  // from the second round
	tie     bool // everyone ranks two halves, so that seats are tied
	runoff  string
	// signs is the sign-off of each cycle, one word for the panel or for each member.
	signs []string
	votes []string // of the votes on objections, in order: uphold, dismiss, none
	on    bool     // stop after the shortlist is proposed
	extend,
	beacon bool
	// bend makes a round that follows another than it should be, and true to itself.
	bend func(a *act)
}

// stage acts a decision out from the description, with its own arithmetic for everything but the count.
type stage struct {
	testing.TB
	play
	rng  *rand.Rand
	made int
	main *act
}

// act is a round on the stage.
type act struct {
	Round
	config  map[string]any
	rules   tally.Rules
	ballots []tally.Ballot
	head    tally.Hash
	result  tally.Result
	counts  []any
	state   string
	list    []string
}

func perform(t testing.TB, p play) Round {
	t.Helper()
	s := &stage{TB: t, play: p, rng: rand.New(rand.NewPCG(p.seed, 77))}
	return s.run()
}

func ids(prefix string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("%s%d", prefix, i+1)
	}
	return out
}

func (s *stage) hex(bytes int) string {
	out := make([]byte, bytes)
	for i := range out {
		out[i] = byte(s.rng.IntN(256))
	}
	return hex.EncodeToString(out)
}

// open begins a round.
func (s *stage) open(kind string, method tally.Method, options tally.Options, seats int, candidates []string) *act {
	s.made++
	id := fmt.Sprintf("round-%d.%d", s.seed, s.made)
	panel := ids("p", s.play.panel)
	quorum := tally.DefaultQuorum(len(panel))
	names := map[string]string{}
	for _, c := range candidates {
		names[c] = "Concept “" + c + "”"
	}
	a := &act{
		config: map[string]any{"v": 1, "round": id, "title": "Was — what, <why>?", "method": method, "options": options, "seats": seats,
			"candidates": candidates, "names": names, "panel": panel, "quorum": quorum, "opens_at": "2026-01-01T00:00:00Z"},
		rules: tally.Rules{Method: method, Seats: seats, Candidates: candidates, Quorum: quorum, Options: options},
		state: "closed", list: []string{},
	}
	a.ID, a.Kind = id, kind
	if s.bend != nil {
		s.bend(a)
		a.config["seats"], a.config["method"] = a.rules.Seats, a.rules.Method
		a.config["candidates"], a.config["quorum"] = a.rules.Candidates, a.rules.Quorum
	}
	a.Config = must(json.Marshal(a.config))(s)
	a.ConfigHash = must(tally.ConfigHash(a.Config))(s)
	a.ServerSeed = must(tally.ParseSeed(s.hex(32)))(s)
	a.Commitment = a.ServerSeed.Commitment()
	if s.beacon {
		a.Beacon = s.hex(32)
	}
	a.add(s, tally.Opened(a.ConfigHash, a.Commitment))
	if s.extend {
		a.add(s, tally.Extended("2026-02-01T00:00:00Z"))
	}
	return a
}

func (a *act) add(t testing.TB, e tally.Event) {
	t.Helper()
	a.head = must(tally.Link(a.head, e))(t)
	a.Events = append(a.Events, must(json.Marshal(e))(t))
	a.ChainHead = a.head
}

// close casts the ballots and counts them; fewer than the quorum are never opened.
func (s *stage) close(a *act, cycle int, ballots []tally.Ballot) {
	var records [][]byte
	for _, b := range ballots {
		r := tally.Record{Round: a.ID, Method: a.rules.Method, Ballot: b, Nonce: s.hex(16)}
		records = append(records, must(r.Canon())(s))
	}
	_, a.Root = tally.Publish(records)
	a.Participants = len(ballots)
	a.add(s, tally.Closed(a.Participants, a.Root))
	a.add(s, tally.Revealed(a.ServerSeed))
	if a.Participants >= a.rules.Quorum {
		a.Records, a.ballots = records, ballots
	}
	if a.rules.Method == tally.STV {
		beacon := must(hex.DecodeString(a.Beacon))(s)
		a.rules.LotteryOrder = tally.LotteryOrder(tally.LotterySeed(a.ConfigHash, a.ServerSeed, a.Root, beacon), a.rules.Candidates)
	}
	s.count(a, cycle, nil)
}

func (s *stage) count(a *act, cycle int, withdrawn []string) {
	a.result = s.tally(a, withdrawn, a.rules.Seats)
	a.add(s, tally.Counted(cycle, withdrawn, a.result))
	list := []string{}
	if a.Kind != KindMain && a.rules.Method != tally.Objection {
		list = append(list, a.result.InOrder()...)
	}
	a.counts = append(a.counts, map[string]any{"cycle": cycle, "withdrawn": append([]string{}, withdrawn...), "result": a.result, "shortlist": list})
	if a.Kind != KindMain {
		a.list = list
	}
}

func (s *stage) tally(a *act, withdrawn []string, seats int) tally.Result {
	if a.Participants < a.rules.Quorum {
		return tally.Inquorate(a.Participants)
	}
	rules := a.rules
	rules.Options.Dots, rules.Options.Cap = 0, 0
	if rules.Method == tally.Dots {
		rules.Options.Dots, rules.Options.Cap = a.rules.DotsAndCap()
	}
	rules.Seats = seats
	for _, id := range rules.Candidates {
		if slices.Contains(withdrawn, id) {
			rules.Withdrawn = append(rules.Withdrawn, id)
		}
	}
	return must(tally.Count(rules, a.ballots))(s)
}

func (s *stage) finish(a *act) {
	a.Result = must(json.Marshal(map[string]any{"format": "talkoot-result/1", "state": a.state, "shortlist": a.list, "counts": a.counts}))(s)
}

func (s *stage) run() Round {
	a := s.open(KindMain, s.play.method, s.play.options, s.k, ids("c", s.n))
	s.main = a
	s.close(a, 1, s.ballots(a, s.play.panel-s.absent))
	if a.result.Status == tally.StatusInquorate {
		return s.end("inquorate", nil)
	}
	var second *act
	if s.play.second {
		second = s.holdSecond()
	}
	var withdrawn []string
	for cycle := 1; ; cycle++ {
		list := s.fill(cycle, withdrawn, second)
		if len(list) == 0 {
			return s.end("no_consensus", nil)
		}
		a.add(s, tally.Proposed(cycle, list))
		a.counts[cycle-1].(map[string]any)["shortlist"] = list
		a.list = list
		if s.on {
			a.state = "proposed"
			return s.done()
		}
		upheld, status := s.sign(cycle, list)
		switch {
		case status != "":
			return s.end(status, list)
		case cycle == 2:
			return s.end("no_consensus", nil)
		}
		withdrawn = append(withdrawn, upheld...)
		slices.Sort(withdrawn)
		s.count(a, 2, withdrawn)
	}
}

func (s *stage) end(status string, list []string) Round {
	if status != "adopted" {
		list = nil
	}
	s.main.state = status
	if status == "adopted" {
		s.main.list = list
	}
	s.main.add(s, tally.Outcome(status, list))
	return s.done()
}

func (s *stage) done() Round {
	s.finish(s.main)
	return s.main.Round
}

func (s *stage) followed(a *act) {
	s.finish(a)
	s.main.Rounds = append(s.main.Rounds, a.Round)
}

func (s *stage) holdSecond() *act {
	over := slices.Clone(s.main.result.Tied)
	for _, id := range s.main.rules.Candidates {
		if !slices.Contains(over, id) && s.rng.IntN(2) == 0 {
			over = append(over, id)
		}
	}
	slices.Sort(over)
	seats := s.k
	for _, id := range s.main.result.Winners {
		if !slices.Contains(over, id) {
			seats--
		}
	}
	if seats < 1 || len(over) <= seats {
		return nil
	}
	options := s.play.options
	if s.play.method == tally.Dots {
		options.Dots, options.Cap = s.main.rules.DotsAndCap()
	}
	a := s.open(KindSecond, s.play.method, options, seats, over)
	s.close(a, 1, s.ballots(a, s.play.panel-s.absent2))
	s.followed(a)
	s.main.add(s, tally.SecondRound(a.ID, a.head))
	return a
}

// fill fills the seats of a cycle.
func (s *stage) fill(cycle int, withdrawn []string, second *act) []string {
	list := append([]string{}, s.main.result.InOrder()...)
	tied, open := s.main.result.Tied, s.main.result.OpenSeats
	if second != nil && second.result.Status != tally.StatusInquorate {
		list = slices.DeleteFunc(list, func(id string) bool { return slices.Contains(second.rules.Candidates, id) })
		tied, open = nil, 0
		if left := s.k - len(list); left > 0 {
			again := s.tally(second, withdrawn, left)
			list = append(list, again.InOrder()...)
			tied, open = again.Tied, again.OpenSeats
		}
	}
	if len(tied) == 0 {
		return list
	}
	a := s.open(KindRunoff, tally.Pairwise, tally.Options{}, open, tied)
	var ballots []tally.Ballot
	for i := range s.play.panel {
		switch s.runoff {
		case "inquorate":
			if i > 0 {
				continue
			}
			ballots = append(ballots, anyBallot(s.rng, a.rules))
		case "even":
			ballots = append(ballots, evenly(a.rules, i))
		case "partly": // all but the last are tied once more
			ballots = append(ballots, tally.Ballot{Weight: 1, Ranking: [][]string{tied[:len(tied)-1]}})
		case "one": // nobody marks more than the first
			ballots = append(ballots, tally.Ballot{Weight: 1, Ranking: [][]string{tied[:1]}})
		default:
			ballots = append(ballots, anyBallot(s.rng, a.rules))
		}
	}
	s.close(a, cycle, ballots)
	s.followed(a)
	s.main.add(s, tally.RunoffHeld(a.ID, a.head))
	won := a.result.InOrder()
	list = append(list, won...)
	if open -= len(won); open == 0 {
		return list
	}
	among := a.result.Tied
	if len(among) == 0 {
		among = slices.DeleteFunc(slices.Clone(tied), func(id string) bool { return slices.Contains(won, id) })
	}
	seed := tally.LotterySeed(a.ConfigHash, a.ServerSeed, a.Root, must(hex.DecodeString(a.Beacon))(s))
	tickets := map[string]tally.Hash{}
	for _, id := range among {
		tickets[id] = tally.Ticket(seed, id)
	}
	drawn := slices.Clone(among)
	slices.SortFunc(drawn, func(x, y string) int {
		return strings.Compare(tickets[x].String(), tickets[y].String())
	})
	drawn = drawn[:open]
	s.main.add(s, tally.Lottery(a.ID, seed, tickets, open, drawn))
	return append(list, drawn...)
}

// sign has the panel sign, and vote on what it objects to.
func (s *stage) sign(cycle int, list []string) (upheld []string, status string) {
	word := "agree"
	if len(s.signs) >= cycle {
		word = s.signs[cycle-1]
	}
	var votes []tally.Ballot
	var blocks []string
	for i, person := range ids("p", s.play.panel) {
		choice, concept, reason := "agree", "", ""
		switch word {
		case "block":
			if i < 2 {
				choice, concept, reason = "block", list[i%len(list)], "It has no »budget«."
			}
		case "disagree":
			choice = "disagree"
		case "absent":
			if i > 0 {
				continue
			}
		}
		if i == 0 && choice == "block" { // a first word that is taken back
			s.main.add(s, tally.SignOff(cycle, person, "agree", "", ""))
		}
		s.main.add(s, tally.SignOff(cycle, person, choice, concept, reason))
		votes = append(votes, tally.Ballot{Weight: 1, Choice: choice})
		if choice == "block" && !slices.Contains(blocks, concept) {
			blocks = append(blocks, concept)
		}
	}
	result := must(tally.Count(tally.Rules{Method: tally.Consent, Quorum: s.main.rules.Quorum}, votes))(s)
	s.main.add(s, tally.Signed(cycle, result))
	if result.Status != tally.StatusObjections {
		return nil, string(result.Status)
	}
	for i, concept := range blocks {
		person := ids("p", 2)[i]
		for try := 1; try <= 2; try++ {
			vote := "dismiss"
			if len(s.votes) > 0 {
				vote, s.votes = s.votes[0], s.votes[1:]
			}
			a := s.open(KindObjection, tally.Objection, tally.Options{}, 1, []string{concept})
			var ballots []tally.Ballot
			if vote != "none" {
				for range s.play.panel - 1 {
					ballots = append(ballots, tally.Ballot{Weight: 1, Choice: vote})
				}
				ballots = append(ballots, tally.Ballot{Weight: 1, Abstain: true})
			}
			s.close(a, cycle, ballots)
			s.followed(a)
			state := a.result.Status
			if state == tally.StatusInquorate && try == 2 {
				state = tally.StatusUpheld
			}
			s.main.add(s, tally.ObjectionDecided(cycle, a.ID, a.head, concept, person, "It has no »budget«.", string(state)))
			if state == tally.StatusUpheld {
				upheld = append(upheld, concept)
			}
			if state != tally.StatusInquorate {
				break
			}
		}
	}
	if len(upheld) > 0 {
		return upheld, ""
	}
	if result.Choices["agree"] > result.Choices["disagree"] {
		return nil, "adopted"
	}
	return nil, "not_adopted"
}
