package live

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"talkoot/internal/activity"
)

func count(seq int64, id string) Envelope {
	return Envelope{Seq: seq, Kind: "idea.counted", Ref: activity.Ref{Kind: activity.KindIdea, ID: id},
		Summary: activity.Summary{Counts: &activity.Counts{Agree: int(seq)}}}
}

func story(seq int64) Envelope {
	return Envelope{Seq: seq, Kind: "idea.posted", Ref: activity.Ref{Kind: activity.KindIdea, ID: "new"}, Story: true}
}

func quiet(seq int64, id string) Envelope {
	return Envelope{Seq: seq, Kind: "idea.deleted", Ref: activity.Ref{Kind: activity.KindIdea, ID: id}}
}

func TestCoalescer(t *testing.T) {
	began := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
	type step struct {
		at   time.Duration // since began; flush is asked before each add, as the pump does
		add  []Envelope
		want []int64
	}
	ms := time.Millisecond
	for _, test := range []struct {
		name  string
		steps []step
	}{
		{"the first at once, then the newest once a second", []step{
			{0, []Envelope{count(1, "a")}, []int64{1}},
			{100 * ms, []Envelope{count(2, "a")}, nil},
			{900 * ms, []Envelope{count(3, "a")}, nil},
			{999 * ms, nil, nil},
			{1000 * ms, nil, []int64{3}},
			{1100 * ms, []Envelope{count(4, "a")}, nil},
			{1999 * ms, nil, nil},
			{2000 * ms, nil, []int64{4}},
			{3500 * ms, []Envelope{count(5, "a")}, []int64{5}},
		}},
		{"two things do not wait for each other while nothing is held", []step{
			{0, []Envelope{count(1, "a"), count(2, "b")}, []int64{1, 2}},
		}},
		{"what comes while something is held waits with it, in order", []step{
			{0, []Envelope{count(1, "a"), count(2, "a"), count(3, "b")}, []int64{1}},
			{1000 * ms, nil, []int64{2, 3}},
		}},
		{"a story never waits and takes what is held along", []step{
			{0, []Envelope{count(1, "a"), count(2, "a"), story(3)}, []int64{1, 2, 3}},
			{100 * ms, []Envelope{count(4, "a")}, nil},
			{500 * ms, []Envelope{story(5)}, []int64{4, 5}},
		}},
		{"a deletion is no count", []step{
			{0, []Envelope{count(1, "a"), count(2, "a"), quiet(3, "a"), quiet(4, "a")}, []int64{1, 2, 3, 4}},
		}},
		{"a held count waits no longer than the window", []step{
			{0, []Envelope{count(1, "a")}, []int64{1}},
			{900 * ms, []Envelope{count(2, "b")}, []int64{2}},
			{950 * ms, []Envelope{count(3, "a"), count(4, "b")}, nil}, // a is free at 1000, b at 1900
			{1900 * ms, nil, []int64{3, 4}},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCoalescer(time.Second)
			for _, s := range test.steps {
				now := began.Add(s.at)
				out := c.flush(now)
				for _, e := range s.add {
					out = append(out, c.add(e, now)...)
				}
				var got []int64
				for _, e := range out {
					got = append(got, e.Seq)
				}
				if !slices.Equal(got, s.want) {
					t.Fatalf("at %s: got %v, want %v", s.at, got, s.want)
				}
			}
		})
	}
}

// Whatever comes: numbers grow, no story is lost, the newest count of each thing arrives, none waits longer than a window, and
// the last number a reader has is always a safe place to resume from.
func TestCoalescerKeepsItsPromises(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 7))
		c := newCoalescer(time.Second)
		now := time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)
		var last int64
		stories, told := 0, 0
		newest, seen := map[string]int64{}, map[string]int64{}
		came := map[int64]time.Time{}
		out := func(list []Envelope) {
			for _, e := range list {
				if e.Seq <= last {
					t.Fatalf("seed %d: %d after %d", seed, e.Seq, last)
				}
				last = e.Seq
				if e.Story {
					told++
					continue
				}
				if waited := now.Sub(came[e.Seq]); waited > time.Second {
					t.Fatalf("seed %d: %d waited %s", seed, e.Seq, waited)
				}
				seen[e.Ref.ID] = e.Seq
			}
			for id, seq := range newest { // a reader who leaves here resumes behind last
				if seq <= last && seen[id] != seq {
					t.Fatalf("seed %d: resuming after %d misses the count %d of %s", seed, last, seq, id)
				}
			}
		}
		for seq := int64(1); seq <= 300; seq++ {
			next := now.Add(time.Duration(random.IntN(300)) * time.Millisecond)
			if d, held := c.wait(now); held && !now.Add(d).After(next) {
				now = now.Add(d)
				out(c.flush(now))
			}
			now = next
			e := count(seq, string(rune('a'+random.IntN(4))))
			if random.IntN(8) == 0 {
				e = story(seq)
				stories++
			} else {
				newest[e.Ref.ID] = seq
			}
			came[seq] = now
			out(c.add(e, now))
		}
		if d, held := c.wait(now); held {
			now = now.Add(d)
			out(c.flush(now))
		}
		if told != stories {
			t.Fatalf("seed %d: %d of %d stories", seed, told, stories)
		}
		for id, seq := range newest {
			if seen[id] != seq {
				t.Fatalf("seed %d: the newest count of %s is %d, told %d", seed, id, seq, seen[id])
			}
		}
	}
}
