package record

import (
	"fmt"
	"slices"

	"talkoot/internal/decision/tally"
)

// phase is where the chain stands; every event belongs behind some of them.
type phase string

const (
	atStart      phase = "nothing"
	isOpen       phase = "opened"
	isClosed     phase = "closed"
	isRevealed   phase = "seed"
	isCounted    phase = "result"
	isProposed   phase = "proposed"
	isSigned     phase = "signed"
	isObjected   phase = "objections"
	isOver       phase = "outcome"
	maxCycles          = 2
	noneLikeThis       = "no such event here"
)

// course is what the chain of a round has come to so far.
type course struct {
	phase    phase
	extended bool
	counts   []Cycle
	held     []listed // rounds whose chains were taken up, in order

	withdrawn []string
	second    *recounter // of a quorate second round
	result    tally.Result
	seating

	signatures []Signature // of the cycle, the last of each person
	signed     tally.Result
	objections []Objection // of the cycle
	upheld     []string    // concepts, of the cycle
}

// event is one entry of the chain and its place.
type event struct {
	fields
	kind string
	at   string
}

// place is where a member of the event stands.
func (e event) place(key string) string { return e.at + "." + key }

// chain follows the events, each in its place, and checks every one.
func (x *recounter) chain() error {
	x.phase = atStart
	steps := map[string]func(event) error{
		"opened": x.onOpened, "extended": x.onExtended, "closed": x.onClosed, "seed": x.onSeed, "result": x.onResult,
		"second_round": x.onSecondRound, "runoff": x.onRunoff, "lottery": x.onLottery, "proposed": x.onProposed,
		"sign_off": x.onSignOff, "signed": x.onSigned, "objection": x.onObjection, "outcome": x.onOutcome,
	}
	var head tally.Hash
	for i, raw := range x.r.Events {
		place := fmt.Sprintf("events[%d]", i)
		e := event{at: x.where + ": " + place}
		canon, err := tally.Canon(raw)
		if err == nil {
			e.fields, err = object(x.where, place, canon)
		}
		if err == nil {
			e.kind = e.text("e", &err)
		}
		if err != nil {
			return &Difference{e.at, "an event", err.Error()}
		}
		if head, err = tally.Link(head, raw); err != nil {
			return &Difference{e.at, "an event", err.Error()}
		}
		step, known := steps[e.kind]
		if !known {
			return &Difference{e.place("e"), "an event that is known", e.kind}
		}
		if err := step(e); err != nil {
			return err
		}
	}
	if len(x.counts) == 0 {
		return &Difference{x.where + ": events", "a result", fmt.Sprintf("%d events without one", len(x.r.Events))}
	}
	if err := same(x.where+": chain_head", head, x.r.ChainHead); err != nil {
		return err
	}
	x.checked("the chain of %d events", len(x.r.Events))
	return x.others()
}

// others are rounds that are over and that the chain does not name yet. At the end it names all.
func (x *recounter) others() error {
	for _, inner := range x.r.Rounds {
		if slices.Contains(x.held, listed{inner.ID, inner.Kind}) {
			continue
		}
		if x.ended {
			return &Difference{x.where + ": rounds", "rounds that the chain names", inner.ID + ", which it does not"}
		}
		y, err := recount(inner, folder+inner.ID+"/", &x.c)
		if err != nil {
			return err
		}
		x.out.Rounds = append(x.out.Rounds, y.recounted())
	}
	return nil
}

// turn is refused unless the event may come now.
func (x *recounter) turn(e event, after phase, before ...phase) error {
	if !slices.Contains(before, x.phase) {
		return &Difference{e.place("e"), fmt.Sprintf("%s (after %s)", noneLikeThis, x.phase), e.kind}
	}
	x.phase = after
	return nil
}

// said compares a member of an event with what it must be; any wrong type is a difference too.
func said[T comparable](e event, key string, want T) error {
	var err error
	found := read(e.fields, key, fmt.Sprintf("%T", want), anything[T], &err)
	if err != nil || found != want {
		return differ(e.place(key), want, e.all[key])
	}
	return nil
}

// saidIDs compares a list in order.
func saidIDs(e event, key string, want []string) error {
	var err error
	found := e.ids(key, &err)
	if err != nil || !slices.Equal(found, want) {
		return differ(e.place(key), append([]string{}, want...), e.all[key])
	}
	return nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *recounter) onOpened(e event) error {
	return firstOf(x.turn(e, isOpen, atStart), said(e, "config", x.r.ConfigHash), said(e, "commitment", x.r.Commitment))
}

func (x *recounter) onExtended(e event) error {
	if err := x.turn(e, isOpen, isOpen); err != nil {
		return err
	}
	if x.extended {
		return &Difference{e.place("e"), "one extension", "a second"}
	}
	x.extended = true
	var err error
	if e.text("closes_at", &err); err != nil {
		return differ(e.place("closes_at"), "a time", e.all["closes_at"])
	}
	return nil
}

func (x *recounter) onClosed(e event) error {
	return firstOf(x.turn(e, isClosed, isOpen), said(e, "participants", x.r.Participants), said(e, "root", x.r.Root))
}

func (x *recounter) onSeed(e event) error {
	return firstOf(x.turn(e, isRevealed, isClosed), said(e, "server_seed", x.r.ServerSeed.String()))
}

// onResult recounts the ballots: once when the round has closed, and again when an objection was upheld.
func (x *recounter) onResult(e event) error {
	if x.r.Kind == KindMain && len(x.counts) > 0 {
		if err := firstOf(x.turn(e, isCounted, isObjected), x.allVoted(e)); err != nil {
			return err
		}
		if len(x.upheld) == 0 || len(x.counts) == maxCycles {
			return &Difference{e.place("e"), "no further count", e.kind}
		}
		for _, id := range x.upheld {
			if !slices.Contains(x.withdrawn, id) {
				x.withdrawn = append(x.withdrawn, id)
			}
		}
	} else if err := x.turn(e, isCounted, isRevealed); err != nil {
		return err
	}
	var wrong error
	cycle, withdrawn := e.number("cycle", &wrong), e.ids("withdrawn", &wrong)
	if wrong != nil {
		return &Difference{e.at, "cycle and withdrawn", wrong.Error()}
	}
	if x.r.Kind == KindMain {
		if err := said(e, "cycle", len(x.counts)+1); err != nil {
			return err
		}
	} else if cycle < 1 || cycle > maxCycles {
		return differ(e.place("cycle"), "1 or 2", cycle)
	}
	if !sameSet(x.withdrawn, withdrawn) {
		return differ(e.place("withdrawn"), append([]string{}, x.withdrawn...), withdrawn)
	}
	var err error
	if x.result, err = x.count(withdrawn, x.c.seats); err != nil {
		return err
	}
	if err := figures(e.place("result"), x.result, e.all["result"]); err != nil {
		return err
	}
	x.signatures, x.objections, x.upheld = nil, nil, nil
	shortlist := []string{}
	if x.r.Kind != KindMain && x.c.method.Shortlists() {
		shortlist = append(shortlist, x.result.InOrder()...)
	}
	x.counts = append(x.counts, Cycle{cycle, withdrawn, x.result, shortlist})
	if len(x.counts) == 1 {
		x.checked("the count, figure by figure")
	} else {
		x.checked("the count of cycle %d, figure by figure", cycle)
	}
	if x.r.Kind != KindMain {
		return nil
	}
	return x.seat()
}

// follow takes up the chain of a round that followed, having recounted it.
func (x *recounter) follow(e event, kind string) (*recounter, error) {
	var wrong error
	id := e.id("round", &wrong)
	i := slices.IndexFunc(x.r.Rounds, func(r Round) bool { return r.ID == id && r.Kind == kind })
	if wrong != nil || x.r.Kind != KindMain || i < 0 || slices.Contains(x.held, listed{id, kind}) {
		return nil, differ(e.place("round"), "a round of the record of kind "+kind+", once", e.all["round"])
	}
	inner := x.r.Rounds[i]
	y, err := recount(inner, folder+id+"/", &x.c)
	if err := firstOf(err, said(e, "head", inner.ChainHead)); err != nil {
		return nil, err
	}
	x.held = append(x.held, listed{id, kind})
	x.out.Rounds = append(x.out.Rounds, y.recounted())
	return y, nil
}
