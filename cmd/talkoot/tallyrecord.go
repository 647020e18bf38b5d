package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"talkoot/internal/decision/record"
	"talkoot/internal/decision/tally"
)

// printRecord prints a record that was recounted: how it went from the count to the outcome, and what was checked.
func printRecord(out io.Writer, r record.Recounted) {
	t := teller{out: out, names: r.Names}
	title := oneLine(r.Title)
	if title == "" {
		title = r.ID
	}
	t.say("%s", title)
	t.say("Counted by %s: %s of %s; a panel of %d, quorum %d.", r.Method, many(r.Seats, "seat", "seats"),
		many(len(r.Candidates), "concept", "concepts"), r.Panel, r.Quorum)
	for _, c := range r.Counts {
		t.say("")
		if len(c.Withdrawn) > 0 {
			t.say("Cycle %d, the same ballots without %s", c.Cycle, t.list(c.Withdrawn))
		}
		t.result(c.Result, r.Quorum)
		t.path(r, c.Cycle)
		t.proposed(r, c)
	}
	t.say("")
	switch {
	case len(r.Shortlist) > 0 && r.State == string(tally.StatusAdopted):
		t.say("Outcome: adopted. %s.", t.list(r.Shortlist))
	case r.State != "":
		t.say("State: %s.", strings.ReplaceAll(r.State, "_", " "))
	}
	t.say("")
	t.say("Checked, and all of it holds:")
	t.checks("", r)
	for _, inner := range r.Rounds {
		t.checks(fmt.Sprintf("round %s (%s): ", inner.ID, inner.Kind), inner)
	}
	t.say("Chain head %s", r.ChainHead)
}

func (t teller) checks(prefix string, r record.Recounted) {
	for _, c := range r.Checks {
		t.say("  %s%s", prefix, c)
	}
}

// path tells how the seats that the count left open were filled.
func (t teller) path(r record.Recounted, cycle int) {
	for _, s := range r.Path {
		if s.Cycle != cycle {
			continue
		}
		won := "nobody"
		if len(s.Winners) > 0 {
			won = t.list(s.Winners)
		}
		switch s.Kind {
		case record.KindSecond:
			t.say("Second round over what split the panel: %s.", won)
		case record.KindRunoff:
			t.say("Run-off over the tied: %s.", won)
		default:
			t.say("Drawn, the lowest tickets win: %s.", won)
			drawn := func(a, b string) int { return strings.Compare(s.Tickets[a].String(), s.Tickets[b].String()) }
			var rows [][]string
			for _, id := range slices.SortedFunc(maps.Keys(s.Tickets), drawn) {
				rows = append(rows, []string{t.name(id), s.Tickets[id].String()[:16] + "…"})
			}
			t.table(rows)
		}
	}
}

// proposed tells the shortlist of a cycle and what the panel said to it.
func (t teller) proposed(r record.Recounted, c record.Cycle) {
	if len(c.Shortlist) > 0 {
		t.say("Proposed: %s.", t.list(c.Shortlist))
	}
	votes := map[string]int{}
	for _, s := range r.Signatures {
		if s.Cycle == c.Cycle {
			votes[s.Choice]++
		}
	}
	if len(votes) > 0 {
		t.say("Signed: %d agree, %d abstain, %d disagree, %d object.", votes["agree"], votes["abstain"], votes["disagree"], votes["block"])
	}
	for _, o := range r.Objections {
		if o.Cycle == c.Cycle {
			t.say("Objection to %s (%s): %s.", t.name(o.Concept), oneLine(o.Reason), o.Status)
		}
	}
}
