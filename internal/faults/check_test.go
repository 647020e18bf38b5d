package faults

import (
	"testing"
	"time"
)

// The judge is judged: what is missed, doubled or out of order is seen, and what may be left out is not.
func TestReadersAreJudged(t *testing.T) {
	log := []logged{
		{Seq: 1, Kind: "idea.posted", RefID: "a", Story: true, Summary: `{}`},
		{Seq: 2, Kind: "idea.counted", RefID: "a", Summary: `{"counts":{"agree":1}}`},
		{Seq: 3, Kind: "idea.counted", RefID: "a", Summary: `{"counts":{"agree":2}}`},
		{Seq: 4, Kind: "idea.edited", RefID: "a", Summary: `{}`},
		{Seq: 5, Kind: "idea.counted", RefID: "b", Summary: `{"counts":{"agree":1}}`},
	}
	event := func(seq int64) envelope {
		a := log[seq-1]
		return envelope{Type: "event", Seq: seq, Kind: a.Kind, Story: a.Story, Ref: ref{ID: a.RefID}}
	}
	for name, test := range map[string]struct {
		events          []envelope
		missed, wrong   int
		resync, resyncs int64
	}{
		"everything":                        {events: []envelope{event(1), event(2), event(3), event(4), event(5)}},
		"a count that a newer one replaced": {events: []envelope{event(1), event(3), event(4), event(5)}},
		"a story missing":                   {events: []envelope{event(2), event(3), event(4), event(5)}, missed: 1},
		"a change missing":                  {events: []envelope{event(1), event(3), event(5)}, missed: 1},
		"the newest count missing":          {events: []envelope{event(1), event(2), event(4), event(5)}, missed: 1},
		"twice":                             {events: []envelope{event(1), event(2), event(2), event(3), event(4), event(5)}, wrong: 1},
		"out of order":                      {events: []envelope{event(1), event(3), event(2), event(4), event(5)}, wrong: 1},
		"told to fetch anew":                {events: []envelope{event(5)}, resync: 4},
		"another thing under a number":      {events: []envelope{event(1), event(2), event(3), {Type: "event", Seq: 4, Kind: "idea.edited", Ref: ref{ID: "z"}}, event(5)}, wrong: 1},
	} {
		v := &Reader{codes: map[int]int{}}
		v.take(envelope{Type: "hello"})
		if test.resync > 0 {
			v.take(envelope{Type: "resync", Seq: test.resync})
		}
		for _, e := range test.events {
			v.take(e)
		}
		var r Result
		v.compare(log, &r)
		if r.Missed != test.missed || (len(r.Problems) > 0) != (test.wrong+test.missed > 0) {
			t.Errorf("%s: missed %d, %v", name, r.Missed, r.Problems)
		}
	}
}

// A history that no order explains is refused, one with requests of unknown end is not.
func TestHistoriesAreJudged(t *testing.T) {
	at := func(n int, op Op) Op {
		op.Invoked, op.Returned = time.Duration(2*n), time.Duration(2*n+1)
		return op
	}
	read := func(version int, text string) Op { return Op{Kind: "read", Version: version, Text: text, Outcome: OK} }
	edit := func(on int, text string, o Outcome, status int) Op {
		return Op{Kind: "edit", Value: on, Version: on + 1, Text: text, Outcome: o, Status: status}
	}
	for name, test := range map[string]struct {
		history []Op
		fine    bool
	}{
		"one after the other":         {[]Op{read(1, "start"), edit(1, "a", OK, 200), read(2, "a")}, true},
		"a stale one is refused":      {[]Op{edit(1, "a", OK, 200), edit(1, "b", Refused, 412), read(2, "a")}, true},
		"a lost update":               {[]Op{edit(1, "a", OK, 200), edit(1, "b", OK, 200), read(2, "b")}, false},
		"an acknowledged one is gone": {[]Op{edit(1, "a", OK, 200), read(1, "start")}, false},
		"unknown and there":           {[]Op{edit(1, "a", Unknown, 0), read(2, "a")}, true},
		"unknown and not there":       {[]Op{edit(1, "a", Unknown, 503), read(1, "start")}, true},
		"unknown, there and gone":     {[]Op{edit(1, "a", Unknown, 0), read(2, "a"), read(1, "start")}, false},
		"refused for nothing":         {[]Op{edit(1, "a", Refused, 412), read(1, "start")}, false},
	} {
		var history []Op
		for n, op := range test.history {
			history = append(history, at(n, op))
		}
		if err := linear(edits(edition{1, "start"}), history, name); (err == nil) != test.fine {
			t.Errorf("%s: %v", name, err)
		}
	}
	vote := func(value int, o Outcome) Op { return Op{Kind: "vote", Value: value, Outcome: o} }
	for name, test := range map[string]struct {
		history []Op
		fine    bool
	}{
		"given":                 {[]Op{vote(1, OK), {Kind: "read", Value: 1, Outcome: OK}}, true},
		"given and not there":   {[]Op{vote(1, OK), {Kind: "read", Value: 0, Outcome: OK}}, false},
		"taken back and there":  {[]Op{vote(1, OK), vote(0, OK), {Kind: "read", Value: 1, Outcome: OK}}, false},
		"unknown and not there": {[]Op{vote(1, Unknown), {Kind: "read", Value: 0, Outcome: OK}}, true},
	} {
		var history []Op
		for n, op := range test.history {
			history = append(history, at(n, op))
		}
		if err := linear(register(), history, name); (err == nil) != test.fine {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Which answers say that nothing was changed.
func TestOutcomes(t *testing.T) {
	for status, want := range map[int]Outcome{200: OK, 201: OK, 204: OK, 403: Refused, 409: Refused, 412: Refused, 507: Refused, 500: Unknown, 502: Unknown, 503: Unknown, 0: Unknown} {
		if got := (answer{status: status}).outcome(); got != want {
			t.Errorf("%d is %s", status, got)
		}
	}
	if versionOf(`"7"`) != 7 || versionOf(`W/"8"`) != 8 || versionOf("") != 0 {
		t.Error("ETags are misread")
	}
}
