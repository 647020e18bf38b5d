package live_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/live"
	"talkoot/internal/testkit"
)

// W7: 16 writers; readers who come and go at random, two of them not let into one challenge. Missed 0, doubles 0, in order, and the
// counts they end with are the ones that stand.
func TestEveryEventOnceAndInOrder(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		b := inProcess(t)
		w := newWorld(t, d, activity.NewRecorder(b.Ring))
		r := w.replica(b, func(_ *live.Deps, o *live.Options) { o.Replay = 1 << 40 })

		const writers, each = 16, 60
		var writing sync.WaitGroup
		var failure atomic.Value
		for n := range writers {
			writing.Go(func() {
				random := rand.New(rand.NewPCG(uint64(n), 42))
				for i := range each {
					err := d.Write(context.Background(), func(tx *db.Tx) error {
						switch random.IntN(4) {
						case 0:
							return w.log.Record(tx, counted(strconv.Itoa(random.IntN(3)), n*each+i))
						case 1:
							return w.log.Record(tx, posted(closed, "for IT"))
						case 2: // two in one transaction
							if err := w.log.Record(tx, posted(open, "one")); err != nil {
								return err
							}
							return w.log.Record(tx, posted(open, "two"))
						}
						return w.log.Record(tx, posted(open, "for all"))
					})
					if err != nil {
						failure.Store(err)
					}
				}
			})
		}
		var done atomic.Bool
		var reading sync.WaitGroup
		heard := make([]map[int64]got, 4)
		for n := range heard {
			heard[n] = map[int64]got{}
			as := []who{anna, eero, helmi, eero}[n]
			reading.Go(func() { follow(t, r, as, uint64(n), heard[n], done.Load) })
		}
		writing.Wait()
		if err := failure.Load(); err != nil {
			t.Fatal(err)
		}
		// The last word, so that readers know when they have all.
		w.tell(open, "the end", 1)
		done.Store(true)
		reading.Wait()

		list, _, err := activity.NewLog(d).After(context.Background(), 0, 100_000)
		if err != nil {
			t.Fatal(err)
		}
		for n, have := range heard {
			mayAll := n == 0 || n == 2
			missed, leaked := 0, 0
			newest, told := map[string]int64{}, map[string]int64{}
			for _, a := range list {
				frame, ok := have[a.Seq]
				if a.ChallengeID == closed && !mayAll {
					if ok {
						leaked++
					}
					continue
				}
				if !a.Story {
					newest[a.RefID] = a.Seq
					if ok {
						told[a.RefID] = a.Seq
					}
					continue
				}
				if !ok {
					missed++
				} else if frame.Kind != a.Kind || frame.Ref != a.Ref() || frame.Actor == nil || frame.Actor.Name != "Name of anna" {
					t.Errorf("reader %d: %d is told as %+v", n, a.Seq, frame)
				}
			}
			if missed != 0 || leaked != 0 {
				t.Errorf("reader %d: missed %d, leaked %d of %d", n, missed, leaked, len(list))
			}
			for id, seq := range newest {
				if told[id] != seq {
					t.Errorf("reader %d: the newest count of %s is %d, told %d", n, id, seq, told[id])
				}
			}
		}
		if dropped := r.hub.Dropped(); dropped != 0 {
			t.Errorf("%d readers were called slow", dropped)
		}
	})
}

// follow reads with random interruptions until it has heard the end.
func follow(t *testing.T, r *replica, as who, seed uint64, heard map[int64]got, done func() bool) {
	random := rand.New(rand.NewPCG(seed, 99))
	var last int64
	for {
		conn, status := r.dial(as, strconv.FormatInt(last, 10))
		if conn == nil {
			t.Errorf("reader %d: the handshake answered %d", seed, status)
			return
		}
		l := &reader{t: t, Conn: conn}
		for n := random.IntN(120); n >= 0 || done(); n-- {
			frame, err := l.try()
			if err != nil {
				t.Errorf("reader %d: %v", seed, err)
				return
			}
			if frame.Type == "hello" {
				if frame.Seq != last {
					t.Errorf("reader %d: hello %d after %d", seed, frame.Seq, last)
				}
				continue
			}
			if frame.Type != "event" || frame.Seq <= last {
				t.Errorf("reader %d: %s %d after %d", seed, frame.Type, frame.Seq, last)
				return
			}
			last = frame.Seq
			heard[last] = frame
			if frame.Summary.Excerpt == "the end" {
				_ = conn.Close()
				return
			}
		}
		_ = conn.Close() // without a word, in the middle of things
	}
}

func TestResumeAndResync(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		b := inProcess(t)
		w := newWorld(t, d, activity.NewRecorder(b.Ring))
		r := w.replica(b, func(_ *live.Deps, o *live.Options) { o.Replay = 50 })
		w.tell(open, "old", 60)

		fresh := r.listen(anna, "")
		until(t, "the pump has read", func() bool { return r.hub.Cursor() == 60 })
		for _, test := range []struct {
			name, after string
			want        []got // without the event of now
		}{
			{"the very limit", "10", nil},
			{"one too far", "9", []got{{Type: "resync", Envelope: live.Envelope{Seq: 60}}}},
			{"from nothing", "0", []got{{Type: "resync", Envelope: live.Envelope{Seq: 60}}}},
			{"never was", "61", []got{{Type: "resync", Envelope: live.Envelope{Seq: 60}}}},
			{"from elsewhere", "9000000000000000000", []got{{Type: "resync", Envelope: live.Envelope{Seq: 60}}}},
			{"nothing missed", "60", []got{}},
		} {
			t.Run(test.name, func(t *testing.T) {
				l := r.listen(eero, test.after)
				if strconv.FormatInt(l.hello.Seq, 10) != test.after {
					t.Errorf("hello %d", l.hello.Seq)
				}
				if test.want == nil {
					for seq := int64(11); seq <= 60; seq++ {
						test.want = append(test.want, got{Type: "event", Envelope: live.Envelope{Seq: seq}})
					}
				}
				for _, want := range test.want {
					if frame := l.next(); frame.Type != want.Type || frame.Seq != want.Seq {
						t.Fatalf("got %s %d, want %s %d", frame.Type, frame.Seq, want.Type, want.Seq)
					}
				}
			})
		}
		if n := r.hub.Resyncs(); n != 4 {
			t.Errorf("%d resyncs counted", n)
		}
		l := r.listen(eero, "60")
		w.tell(open, "new", 1)
		if frame := l.next(); frame.Type != "event" || frame.Seq != 61 || frame.Summary.Excerpt != "new" || frame.Challenge != open || !frame.Story {
			t.Errorf("got %+v", frame)
		}
		// Who came without a number hears what came after.
		for seq := fresh.hello.Seq + 1; seq <= 61; seq++ {
			if frame := fresh.next(); frame.Seq != seq {
				t.Fatalf("got %d, want %d", frame.Seq, seq)
			}
		}
	})
}

// W3, Z2: a challenge for one department stays in it, live and in what is replayed; a changed audience holds from the next event on.
func TestAudience(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		b := inProcess(t)
		w := newWorld(t, d, activity.NewRecorder(b.Ring))
		r := w.replica(b, nil)
		readers := map[string]*reader{"IT": r.listen(anna, "0"), "Sales": r.listen(eero, "0"), "facilitator": r.listen(helmi, "0")}
		// say tells in the closed challenge and then to all: whoever did not get the first gets the second next.
		say := func(text string, hear ...string) {
			t.Helper()
			w.tell(closed, text, 1)
			w.tell(open, "for all", 1)
			may := map[string]bool{}
			for _, name := range hear {
				may[name] = true
			}
			late := map[string]*reader{
				"IT": r.listen(anna, strconv.FormatInt(w.newest()-2, 10)), "Sales": r.listen(eero, strconv.FormatInt(w.newest()-2, 10)),
				"facilitator": r.listen(helmi, strconv.FormatInt(w.newest()-2, 10)),
			}
			for _, set := range []map[string]*reader{readers, late} {
				for name, l := range set {
					frame := l.next()
					if may[name] {
						if frame.Challenge != closed || frame.Summary.Excerpt != text {
							t.Errorf("%s: %s was not told: %+v", text, name, frame)
						}
						frame = l.next()
					}
					if frame.Challenge != open {
						t.Errorf("%s: %s was told: %+v", text, name, frame)
					}
				}
			}
			for _, l := range late {
				_ = l.Close()
			}
		}
		say("for IT", "IT", "facilitator")
		w.setAudience(closed, `["IT","Sales"]`)
		say("for IT and Sales", "IT", "Sales", "facilitator")
		w.setAudience(closed, `["Sales"]`)
		say("for Sales", "Sales", "facilitator")
		w.setAudience(closed, `[]`)
		say("for everyone", "IT", "Sales", "facilitator")

		w.tell("no such challenge", "nobody knows for whom", 1)
		w.tell(open, "after it", 1)
		for name, l := range readers {
			frame := l.next()
			if name == "facilitator" {
				frame = l.next()
			}
			if frame.Summary.Excerpt != "after it" {
				t.Errorf("%s was told of a challenge that is not there: %+v", name, frame)
			}
		}
	})
}

func TestCountsComeTogether(t *testing.T) {
	b := inProcess(t)
	w := newWorld(t, testkit.SQLite(t, testkit.NewClock()), activity.NewRecorder(b.Ring))
	const window = 300 * time.Millisecond
	r := w.replica(b, func(_ *live.Deps, o *live.Options) { o.Coalesce = window })
	l := r.listen(eero, "0")
	const votes = 200
	began := time.Now()
	for n := 1; n <= votes; n++ {
		w.write(func(tx *db.Tx) error { return w.log.Record(tx, counted("one", n)) })
	}
	frames, agree := 0, 0
	for agree < votes {
		frame := l.next()
		if frame.Story || frame.Summary.Counts == nil || frame.Summary.Counts.Agree <= agree {
			t.Fatalf("got %+v after %d", frame, agree)
		}
		agree = frame.Summary.Counts.Agree
		frames++
	}
	if most := int(time.Since(began)/window) + 2; frames > most {
		t.Errorf("%d votes made %d envelopes, expected at most %d", votes, frames, most)
	}
	// A story takes the held count along, and a reader who left after it misses nothing.
	w.write(func(tx *db.Tx) error {
		return errors.Join(w.log.Record(tx, counted("one", 1000)), w.log.Record(tx, counted("one", 1001)), w.log.Record(tx, posted(open, "story")))
	})
	frame := l.next()
	if frame.Summary.Counts != nil && frame.Summary.Counts.Agree == 1000 {
		frame = l.next() // its window was over
	}
	if frame.Summary.Counts == nil || frame.Summary.Counts.Agree != 1001 {
		t.Errorf("before the story: %+v", frame)
	}
	if frame = l.next(); !frame.Story {
		t.Errorf("then the story: %+v", frame)
	}
}

// The bell is lost, or rung by nobody: looking every so often is enough.
func TestWithoutABell(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		w := newWorld(t, d, &activity.Recorder{})
		r := w.replica(nil, nil)
		l := r.listen(eero, "")
		for n := range 3 {
			text := fmt.Sprint("unheard ", n)
			w.tell(open, text, 1)
			if frame := l.next(); frame.Summary.Excerpt != text {
				t.Fatalf("got %+v", frame)
			}
		}
	})
}

// shaky fails while it is told to: a database that is away between reading the log and naming people.
type shaky struct {
	live.People
	away  atomic.Bool
	asked atomic.Int64
}

func (s *shaky) Names(ctx context.Context, ids []string) (map[string]live.Person, error) {
	if s.asked.Add(1); s.away.Load() {
		return nil, errors.New("away")
	}
	return s.People.Names(ctx, ids)
}

func TestADatabaseThatIsAwayForAWhile(t *testing.T) {
	w := newWorld(t, testkit.SQLite(t, testkit.NewClock()), &activity.Recorder{})
	names := &shaky{People: w}
	r := w.replica(nil, func(d *live.Deps, _ *live.Options) { d.People = names })
	w.tell(open, "before", 1)
	l := r.listen(eero, "0")
	if frame := l.next(); frame.Seq != 1 {
		t.Fatalf("got %+v", frame)
	}
	names.away.Store(true)
	w.tell(open, "while away", 3)
	before := names.asked.Load()
	until(t, "it tries again and again", func() bool { return names.asked.Load() > before+3 })
	returning, status := r.dial(eero, "0") // cannot catch up now: is told to try again, and loses nothing
	if returning == nil {
		t.Fatalf("the handshake answered %d", status)
	}
	if code := (&reader{t: t, Conn: returning}).closed(); code != live.CodeRestart {
		t.Errorf("a reader who cannot catch up was closed with %d", code)
	}
	names.away.Store(false)
	for seq := int64(2); seq <= 4; seq++ {
		if frame := l.next(); frame.Seq != seq {
			t.Errorf("got %d, want %d", frame.Seq, seq)
		}
	}
}
