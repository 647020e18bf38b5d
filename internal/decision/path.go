package decision

import (
	"slices"

	"talkoot/internal/db"
	"talkoot/internal/decision/tally"
)

// The kinds of steps.
const (
	StepCount   = "count"
	StepSecond  = "second"
	StepRunoff  = "runoff"
	StepLottery = "lottery"
)

// Step is one step on the way by which seats were filled.
type Step struct {
	Kind      string            `json:"kind"`
	RoundID   string            `json:"round,omitzero"`
	Inquorate bool              `json:"inquorate,omitzero"`
	Winners   []string          `json:"winners"`
	Tied      []string          `json:"tied"`
	OpenSeats int               `json:"open_seats"`
	Seed      string            `json:"seed,omitzero"`    // of a lottery
	Tickets   map[string]string `json:"tickets,omitzero"` // of a lottery; the lowest win
}

// path is how far the seats of a cycle are filled: with nothing tied, the shortlist is complete.
type path struct {
	steps     []Step
	shortlist []string
	tied      []string
	open      int // seats that the tied are tied for
}

// path fills the seats by all that has been counted in this cycle (docs/record.md, "The shortlist of a cycle"). It asks nobody and
// draws nothing new: the same rows give the same path.
func (p *progress) path(tx *db.Tx) (path, error) {
	count := p.outcome.Count
	way := path{shortlist: slices.Clone(p.outcome.Winners), tied: count.Tied, open: count.OpenSeats}
	way.add(Step{Kind: StepCount, Winners: p.outcome.Winners, Tied: count.Tied, OpenSeats: count.OpenSeats})
	if second := p.child(KindSecond, 1); second != nil && second.State != Open {
		if err := p.second(tx, second, &way); err != nil {
			return way, err
		}
	}
	if runoff := p.child(KindRunoff, p.Cycle); runoff != nil && runoff.State != Open && len(way.tied) > 0 {
		if err := runoff.fill(&way); err != nil {
			return way, err
		}
	}
	return way, nil
}

func (w *path) add(s Step) {
	s.Winners, s.Tied = append([]string{}, s.Winners...), append([]string{}, s.Tied...)
	w.steps = append(w.steps, s)
}

// second puts what the second round chose in the place of what was split. Below its quorum the first count stands.
func (p *progress) second(tx *db.Tx, second *child, way *path) error {
	step := Step{Kind: StepSecond, RoundID: second.ID}
	if second.State == Inquorate {
		step.Inquorate, step.Tied, step.OpenSeats = true, way.tied, way.open
		way.add(step)
		return nil
	}
	way.shortlist = without(way.shortlist, second.config.Candidates)
	way.tied, way.open = nil, 0
	left := p.config.Seats - len(way.shortlist)
	if left > 0 && len(without(second.config.Candidates, p.outcome.Withdrawn)) > 0 {
		records, err := recordsOf(tx, second.ID)
		if err != nil {
			return err
		}
		again := second.outcome
		again.Withdrawn = p.outcome.Withdrawn
		if err := second.recount(&again, records, left); err != nil {
			return err
		}
		step.Winners, way.tied, way.open = again.Winners, again.Count.Tied, again.Count.OpenSeats
		way.shortlist = append(way.shortlist, again.Winners...)
	}
	step.Tied, step.OpenSeats = way.tied, way.open
	way.add(step)
	return nil
}

// fill gives the seats left open to the run-off's winners, and draws those that are open after it. The lottery was settled before
// anybody saw it: the server's seed by its commitment at the opening, the rest by the members' ballots.
func (r *child) fill(way *path) error {
	count := r.outcome.Count
	step := Step{Kind: StepRunoff, RoundID: r.ID, Inquorate: r.State == Inquorate, Winners: r.outcome.Winners}
	among, seats := count.Tied, count.OpenSeats
	if len(among) == 0 { // nobody voted, or too few concepts were marked
		among = without(way.tied, r.outcome.Winners)
		seats = way.open - len(r.outcome.Winners)
	}
	if seats > 0 {
		step.Tied, step.OpenSeats = among, seats
	}
	way.shortlist = append(way.shortlist, r.outcome.Winners...)
	way.tied, way.open = nil, 0
	way.add(step)
	if seats == 0 {
		return nil
	}
	seed, err := r.lottery(r.outcome.Root)
	if err != nil {
		return err
	}
	drawn := tally.LotteryOrder(seed, among)[:seats]
	tickets := map[string]string{}
	for _, id := range among {
		tickets[id] = tally.Ticket(seed, id).String()
	}
	way.shortlist = append(way.shortlist, drawn...)
	way.add(Step{Kind: StepLottery, RoundID: r.ID, Winners: drawn, Seed: seed.String(), Tickets: tickets})
	return nil
}

// drawn is the lottery the path ends with, if it does.
func (w path) drawn() (Step, bool) {
	last := w.steps[len(w.steps)-1]
	return last, last.Kind == StepLottery
}

// event is a lottery as the chain keeps it.
func (s Step) event() (tally.Event, error) {
	seed, err := tally.ParseHash(s.Seed)
	if err != nil {
		return nil, err
	}
	tickets := map[string]tally.Hash{}
	for id := range s.Tickets {
		tickets[id] = tally.Ticket(seed, id)
	}
	return tally.Lottery(s.RoundID, seed, tickets, len(s.Winners), s.Winners), nil
}

// without is the ids that are not among those taken.
func without(ids, taken []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(taken, id) })
}
