package record

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"talkoot/internal/decision/tally"
)

// seating is how the seats of a cycle are filled so far.
type seating struct {
	shortlist []string
	tied      []string // for the open seats
	open      int
	runoff    *recounter
	drawn     bool
}

// seat starts a cycle: winners and tied by the ballots of this round and, if there was one, of the second.
func (x *recounter) seat() error {
	x.seating = seating{shortlist: x.result.InOrder(), tied: x.result.Tied, open: x.result.OpenSeats}
	if x.second == nil {
		return nil
	}
	x.shortlist = slices.DeleteFunc(x.shortlist, func(id string) bool { return slices.Contains(x.second.c.candidates, id) })
	x.tied, x.open = nil, 0
	if left := x.c.seats - len(x.shortlist); left > 0 {
		again, err := x.second.count(x.withdrawn, left)
		if err != nil {
			return err
		}
		won := again.InOrder()
		x.shortlist = append(x.shortlist, won...)
		x.tied, x.open = again.Tied, again.OpenSeats
		x.step(Step{Kind: KindSecond, Round: x.second.r.ID, Winners: won})
	}
	return nil
}

func (x *recounter) step(s Step) {
	s.Cycle, s.Winners = len(x.counts), append([]string{}, s.Winners...)
	x.out.Path = append(x.out.Path, s)
}

func (x *recounter) onSecondRound(e event) error {
	if err := x.turn(e, isCounted, isCounted); err != nil {
		return err
	}
	again := slices.ContainsFunc(x.held, func(l listed) bool { return l.kind == KindSecond })
	if len(x.counts) != 1 || again || x.runoff != nil || x.result.Status == tally.StatusInquorate {
		return &Difference{e.place("e"), noneLikeThis, e.kind}
	}
	second, err := x.follow(e, KindSecond)
	if err != nil {
		return err
	}
	if outside := slices.ContainsFunc(second.c.candidates, func(id string) bool { return !slices.Contains(x.c.candidates, id) }); outside {
		return differ(second.where+": config.candidates", "concepts of the first round", second.c.candidates)
	}
	left := x.c.seats
	for _, id := range x.result.Winners {
		if !slices.Contains(second.c.candidates, id) {
			left--
		}
	}
	if err := same(second.where+": config.seats", left, second.c.seats); err != nil {
		return err
	}
	x.checked("the second round over %d concepts", len(second.c.candidates))
	if !second.quorate() {
		return nil // the first count stands
	}
	x.second = second
	return x.seat()
}

func (x *recounter) onRunoff(e event) error {
	if err := x.turn(e, isCounted, isCounted); err != nil {
		return err
	}
	if len(x.tied) == 0 || x.runoff != nil {
		return &Difference{e.place("e"), noneLikeThis, e.kind}
	}
	runoff, err := x.follow(e, KindRunoff)
	if err != nil {
		return err
	}
	if err := same(runoff.where+": config.method", tally.Pairwise, runoff.c.method); err != nil {
		return err
	}
	if !sameSet(x.tied, runoff.c.candidates) {
		return differ(runoff.where+": config.candidates", x.tied, runoff.c.candidates)
	}
	if err := same(runoff.where+": config.seats", x.open, runoff.c.seats); err != nil {
		return err
	}
	x.runoff = runoff
	won := runoff.result.InOrder()
	x.shortlist = append(x.shortlist, won...)
	x.step(Step{Kind: KindRunoff, Round: runoff.r.ID, Winners: won})
	switch x.open -= len(won); {
	case x.open == 0:
		x.tied = nil
	case runoff.result.Status == tally.StatusTied:
		x.tied = runoff.result.Tied
	default: // no quorum, or nobody marked the others: all who have not won
		x.tied = slices.DeleteFunc(slices.Clone(runoff.c.candidates), func(id string) bool { return slices.Contains(won, id) })
	}
	x.checked("the run-off over %d concepts", len(runoff.c.candidates))
	return nil
}

// onLottery draws again.
func (x *recounter) onLottery(e event) error {
	if err := x.turn(e, isCounted, isCounted); err != nil {
		return err
	}
	if x.runoff == nil || len(x.tied) == 0 || x.drawn {
		return &Difference{e.place("e"), noneLikeThis, e.kind}
	}
	seed := x.runoff.r.lotterySeed()
	if err := firstOf(said(e, "round", x.runoff.r.ID), said(e, "seed", seed)); err != nil {
		return err
	}
	var wrong error
	tickets := read(e.fields, "tickets", "list of tickets", anything[map[string]tally.Hash], &wrong)
	if wrong != nil {
		return differ(e.place("tickets"), "a ticket each", e.all["tickets"])
	}
	among := maps.Clone(tickets)
	for _, id := range x.tied {
		among[id] = tickets[id]
	}
	for _, id := range slices.Sorted(maps.Keys(among)) {
		if !slices.Contains(x.runoff.c.candidates, id) {
			return differ(e.place("tickets"), "concepts of the run-off", id)
		}
		if _, there := tickets[id]; !there {
			return &Difference{e.place("tickets." + id), tally.Ticket(seed, id).String(), "nothing"}
		}
		if err := same(e.place("tickets."+id), tally.Ticket(seed, id), tickets[id]); err != nil {
			return err
		}
	}
	won := tally.LotteryOrder(seed, x.tied)[:x.open]
	if err := firstOf(said(e, "seats", x.open), saidIDs(e, "winners", won)); err != nil {
		return err
	}
	shown := map[string]tally.Hash{}
	for _, id := range x.tied {
		shown[id] = tickets[id]
	}
	x.step(Step{Kind: "lottery", Round: x.runoff.r.ID, Winners: won, Tickets: shown})
	x.shortlist = append(x.shortlist, won...)
	x.tied, x.open, x.drawn = nil, 0, true
	x.checked("the drawing among %d concepts, ticket by ticket", len(shown))
	return nil
}

func (x *recounter) onProposed(e event) error {
	if err := x.turn(e, isProposed, isCounted); err != nil {
		return err
	}
	switch {
	case x.r.Kind != KindMain || x.result.Status == tally.StatusInquorate:
		return &Difference{e.place("e"), noneLikeThis, e.kind}
	case len(x.tied) > 0:
		return &Difference{e.place("e"), fmt.Sprintf("a run-off or a drawing among %s first", strings.Join(x.tied, ", ")), e.kind}
	}
	if err := firstOf(said(e, "cycle", len(x.counts)), saidIDs(e, "shortlist", x.shortlist)); err != nil {
		return err
	}
	x.counts[len(x.counts)-1].Shortlist = append([]string{}, x.shortlist...)
	x.checked("the shortlist")
	return nil
}
