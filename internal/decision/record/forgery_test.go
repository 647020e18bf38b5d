package record

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/decision/tally"
)

// unzip and rezip are how a forger works.
func unzip(t testing.TB, data []byte) map[string]string {
	t.Helper()
	z := must(zip.NewReader(bytes.NewReader(data), int64(len(data))))(t)
	files := map[string]string{}
	for _, f := range z.File {
		in := must(f.Open())(t)
		files[f.Name] = string(must(io.ReadAll(in))(t))
	}
	return files
}

func rezip(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range files {
		header := zip.FileHeader{Name: name} // stored: the tests' time is not for compressing
		if len(text) > 1<<20 {
			header.Method = zip.Deflate
		}
		in := must(w.CreateHeader(&header))(t)
		must(in.Write([]byte(text)))(t)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// forgery changes one thing of a record.
type forgery struct {
	name   string
	file   string // within the round of this kind
	kind   string
	change func(string) string
	where  string // that the difference names
}

func swap(old, with string) func(string) string {
	return func(s string) string { return strings.Replace(s, old, with, 1) }
}

// digit changes the first hexadecimal digit behind a mark.
func digit(mark string) func(string) string {
	return func(s string) string {
		i := strings.Index(s, mark)
		if i < 0 {
			return s
		}
		i += len(mark)
		c := byte('0')
		if s[i] == '0' {
			c = '1'
		}
		return s[:i] + string(c) + s[i+1:]
	}
}

// lastDigit changes it behind the last such mark.
func lastDigit(mark string) func(string) string {
	return func(s string) string {
		i := strings.LastIndex(s, mark)
		return s[:i] + digit(mark)(s[i:])
	}
}

func line(n int, change func(string) string) func(string) string {
	return func(s string) string {
		lines := strings.SplitAfter(s, "\n")
		lines[n] = change(lines[n])
		return strings.Join(lines, "")
	}
}

func forgeries() []forgery {
	return []forgery{
		{"ballot changed", fileRecords, KindMain, swap(`"b":[`, `"b":[["c6"],`), "root"},
		{"ballot dropped", fileRecords, KindMain, line(0, func(string) string { return "" }), "number of ballots"},
		{"ballot added", fileRecords, KindMain, func(s string) string {
			return s + `{"b":"abstain","m":"pairwise","n":"00112233445566778899aabbccddeeff","r":"round-9.1","v":1}` + "\n"
		}, "number of ballots"},
		{"ballots in another order", fileRecords, KindMain, func(s string) string {
			lines := strings.SplitAfter(s, "\n")
			lines[0], lines[1] = lines[1], lines[0]
			return strings.Join(lines, "")
		}, "ballots.jsonl line"},
		{"ballot of another round", fileRecords, KindMain, swap(`"r":"round-`, `"r":"sound-`), "root"},
		{"cell changed", fileCSV, KindMain, line(1, func(s string) string { return strings.Replace(s, ",1,1", ",1,2", 1) }), "ballots.csv line 2"},
		{"row dropped", fileCSV, KindMain, line(2, func(string) string { return "" }), "ballots.csv line 3"},
		{"preference changed", fileBLT, KindMain, swap("\n7 ", "\n6 "), "ballots.blt line 2"},
		{"figure published otherwise", fileResult, KindMain, swap(`"counted":`, `"counted":1`), "result.json: counts[0].result.counted"},
		{"figure left out", fileResult, KindMain, swap(`"vacancies":0,`, ``), "result.json: counts[0].result.vacancies"},
		{"figure more", fileResult, KindMain, swap(`"vacancies":0,`, `"vacancies":0,"victories":1,`), "result.json: counts[0].result.victories"},
		{"state published otherwise", fileResult, KindMain, swap(`"state":"adopted"`, `"state":"not_adopted"`), "result.json: state"},
		{"figure of the chain changed", fileRound, KindMain, swap(`"net":{"c1":`, `"net":{"c1":1`), "events[4].result.net.c1"},
		{"winner of the chain changed", fileRound, KindMain, swap(`"tied":["c1"`, `"tied":["c2"`), "events[4].result.tied"},
		{"seed swapped", fileRound, KindMain, digit(`"server_seed":"`), "commitment"},
		{"seed of the event", fileRound, KindMain, lastDigit(`"server_seed":"`), "events[3].server_seed"},
		{"commitment of the event", fileRound, KindMain, lastDigit(`"commitment":"`), "events[0].commitment"},
		{"quorum lowered", fileRound, KindMain, swap(`"quorum":5`, `"quorum":3`), "config_hash"},
		{"panel exchanged", fileRound, KindMain, swap(`"panel":["p1"`, `"panel":["p0"`), "config_hash"},
		{"participants", fileRound, KindMain, swap(`"participants":7,`, `"participants":6,`), "number of ballots"},
		{"participants of the event", fileRound, KindMain, swap(`{"e":"closed","participants":7`, `{"e":"closed","participants":6`), "events[2].participants"},
		{"extension", fileRound, KindMain, swap(`"closes_at":"2026-02`, `"closes_at":"2026-03`), "chain_head"},
		{"extended twice", fileRound, KindMain, func(s string) string {
			e := `{"closes_at":"2026-02-01T00:00:00Z","e":"extended"},`
			return strings.Replace(s, e, e+e, 1)
		}, "events[2].e"},
		{"event left out", fileRound, KindMain, func(s string) string {
			i := strings.Index(s, `{"closes_at"`)
			return s[:i] + s[i+strings.Index(s[i:], "{\"e")+0:]
		}, "chain_head"},
		{"event unknown", fileRound, KindMain, swap(`"e":"extended"`, `"e":"adjusted"`), "events[1].e"},
		{"run-off's head", fileRound, KindMain, digit(`"e":"runoff","head":"`), ".head"},
		{"ticket", fileRound, KindMain, digit(`"tickets":{"c1":"`), ".tickets.c1"},
		{"ticket too many", fileRound, KindMain, swap(`"tickets":{`, `"tickets":{"c0":"00",`), ".tickets"},
		{"lottery's seed", fileRound, KindMain, digit(`"seed":"`), ".seed"},
		{"lottery's beacon", fileRound, KindRunoff, digit(`"beacon":"`), ".seed"},
		{"seats drawn", fileRound, KindMain, swap(`,"seats":2,"seed"`, `,"seats":1,"seed"`), ".seats"},
		{"drawn otherwise", fileRound, KindMain, swap(`},"winners":["c`, `},"winners":["x`), ".winners"},
		{"shortlist", fileRound, KindMain, func(s string) string {
			i := strings.Index(s, `"e":"proposed"`)
			return s[:i] + strings.Replace(s[i:], `"shortlist":["c`, `"shortlist":["x`, 1)
		}, ".shortlist"},
		{"sign-off changed", fileRound, KindMain, swap(`{"choice":"agree","concept":"","cycle":1,"e":"sign_off","person":"p7"`, `{"choice":"disagree","concept":"","cycle":1,"e":"sign_off","person":"p7"`), "result.counts.agree"},
		{"sign-off of a stranger", fileRound, KindMain, swap(`"person":"p7"`, `"person":"p8"`), ".person"},
		{"reason of a sign-off", fileRound, KindMain, func(s string) string {
			i := strings.LastIndex(s, `"e":"sign_off"`)
			return s[:i] + strings.Replace(s[i:], `"reason":""`, `"reason":"x"`, 1)
		}, "chain_head"},
		{"sign-offs counted otherwise", fileRound, KindMain, swap(`"result":{"counts":{"abstain":0`, `"result":{"counts":{"abstain":1`), "result.counts.abstain"},
		{"objection's reason", fileRound, KindMain, func(s string) string {
			i := strings.Index(s, `"e":"objection"`)
			return s[:i] + strings.Replace(s[i:], `budget`, `bulge`, 1)
		}, ".reason"},
		{"objection's status", fileRound, KindMain, swap(`"status":"upheld"`, `"status":"dismissed"`), ".status"},
		{"objection's ballots", fileRecords, KindObjection, swap(`"b":"uphold"`, `"b":"dismiss"`), "rounds/"},
		{"objection's table", fileCSV, KindObjection, swap("uphold", "dismiss"), "ballots.csv line"},
		{"run-off's ballots", fileRecords, KindRunoff, swap(`"b":[["c1",`, `"b":[["c1"],[`), "rounds/"},
		{"run-off's result", fileResult, KindRunoff, swap(`"counted":7`, `"counted":6`), "rounds/"},
		{"run-off's panel", fileRound, KindRunoff, swap(`"quorum":5`, `"quorum":4`), "rounds/"},
		{"withdrawn otherwise", fileRound, KindMain, swap(`"withdrawn":["`, `"withdrawn":["c6","`), ".withdrawn"},
		{"outcome", fileRound, KindMain, swap(`"status":"adopted"`, `"status":"not_adopted"`), ".status"},
		{"head", fileRound, KindMain, digit(`"chain_head":"`), "chain_head"},
	}
}

func TestForgedRecordNamesTheFirstDifference(t *testing.T) {
	r := perform(t, play{seed: 9, method: tally.Pairwise, panel: 7, n: 6, k: 2, tie: true, runoff: "even", extend: true, beacon: true,
		signs: []string{"block", "agree"}, votes: []string{"uphold", "dismiss"}})
	files := unzip(t, packed(t, r))
	clean := rezip(t, files)
	must(must(Read(bytes.NewReader(clean), int64(len(clean))))(t).Recount())(t)
	var scripted batch
	for _, f := range forgeries() {
		t.Run(f.name, func(t *testing.T) {
			name := f.file
			if f.kind != KindMain {
				i := slices.IndexFunc(r.Rounds, func(r Round) bool { return r.Kind == f.kind })
				name = folder + r.Rounds[i].ID + "/" + f.file
			}
			forged := map[string]string{}
			for n, text := range files {
				forged[n] = text
			}
			if forged[name] = f.change(files[name]); forged[name] == files[name] {
				t.Fatalf("%s is as it was:\n%s", name, files[name])
			}
			data := rezip(t, forged)
			read, err := Read(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				t.Fatal(err)
			}
			_, err = read.Recount()
			var difference *Difference
			if !errors.As(err, &difference) || !strings.Contains(difference.Where, f.where) || difference.Want == difference.Found {
				t.Errorf("says %v, want a difference in %q", err, f.where)
			}
			scripted.add(f.name, data, 1, "DIFFERS")
		})
	}
	scripted.run(t)
}

// TestRoundsThatDoNotFollow are true to themselves and not what should have followed.
func TestRoundsThatDoNotFollow(t *testing.T) {
	var scripted batch
	for _, try := range []struct {
		name, where string
		bend        func(a *act)
	}{
		{"panel", "rounds/round-9.2/round.json: config.panel", func(a *act) {
			if a.Kind == KindRunoff {
				a.config["panel"] = append(ids("p", 6), "guest")
			}
		}},
		{"quorum", "rounds/round-9.2/round.json: config.quorum", func(a *act) {
			if a.Kind == KindRunoff {
				a.rules.Quorum = 1
			}
		}},
		{"method", "rounds/round-9.2/round.json: config.method", func(a *act) {
			if a.Kind == KindRunoff {
				a.rules.Method = tally.Approval
			}
		}},
		{"seats", "rounds/round-9.2/round.json: config.seats", func(a *act) {
			if a.Kind == KindRunoff {
				a.rules.Seats--
			}
		}},
		{"candidates", "rounds/round-9.2/round.json: config.candidates", func(a *act) {
			if a.Kind == KindRunoff {
				a.rules.Candidates = a.rules.Candidates[1:]
			}
		}},
		{"objection", "rounds/round-9.3/round.json: config.candidates", func(a *act) {
			if a.Kind == KindObjection {
				a.rules.Candidates = []string{"c9"}
			}
		}},
		{"second round's seats", "rounds/round-9.2/round.json: config.seats", func(a *act) {
			if a.Kind == KindSecond {
				a.rules.Seats++
			}
		}},
		{"second round's candidates", "rounds/round-9.2/round.json: config.candidates", func(a *act) {
			if a.Kind == KindSecond {
				a.rules.Candidates = append(slices.Clone(a.rules.Candidates), "c9")
			}
		}},
	} {
		p := play{seed: 9, method: tally.Pairwise, panel: 7, n: 6, k: 2, tie: true, runoff: "even", signs: []string{"block"}, bend: try.bend,
			second: strings.HasPrefix(try.name, "second")}
		r := perform(t, p)
		_, err := r.Recount()
		var difference *Difference
		if !errors.As(err, &difference) || difference.Where != try.where {
			t.Errorf("%s: says %v, want %s", try.name, err, try.where)
		}
		scripted.add(try.name, packed(t, r), 1, strings.TrimPrefix(try.where, "rounds/"))
	}
	scripted.run(t)
}

// TestRoundsTheChainDoesNotName are no harm on the way, and wrong at the end.
func TestRoundsTheChainDoesNotName(t *testing.T) {
	var scripted batch
	for _, name := range []string{"on the way", "adopted"} {
		r := perform(t, plays()[name])
		more := perform(t, plays()["upheld, adopted"]).Rounds[0]
		r.Rounds = append(r.Rounds, more)
		_, err := r.Recount()
		if ended := name == "adopted"; (err != nil) != ended || ended && !strings.Contains(err.Error(), more.ID) {
			t.Errorf("%s: %v", name, err)
		}
		code := 0
		if err != nil {
			code = 1
		}
		scripted.add(name, packed(t, r), code, "")
	}
	scripted.run(t)
}

// TestAnyForgedByteIsNoticed changes bytes anywhere in what is evidence.
func TestAnyForgedByteIsNoticed(t *testing.T) {
	r := perform(t, play{seed: 3, method: tally.Star, panel: 6, n: 5, k: 2, second: true, signs: []string{"block"}})
	files := unzip(t, packed(t, r))
	rng := rand.New(rand.NewPCG(4, 2))
	names := []string{}
	for name := range files {
		if name != fileScript {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	noticed := 0
	for range 600 {
		name := names[rng.IntN(len(names))]
		text := []byte(files[name])
		i := rng.IntN(len(text))
		was := text[i]
		text[i] = "0123456789abcdef\"[]{},:x \n"[rng.IntN(26)]
		if text[i] == was || strings.TrimSpace(string(was)+string(text[i])) == "" {
			continue
		}
		forged := map[string]string{}
		for n, text := range files {
			forged[n] = text
		}
		forged[name] = string(text)
		data := rezip(t, forged)
		read, err := Read(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			_, err = read.Recount()
		}
		if err == nil {
			// A word nobody checks: what state a round that followed ended in.
			if strings.HasPrefix(name, folder) && strings.HasSuffix(name, fileResult) {
				continue
			}
			t.Fatalf("%s byte %d: %q for %q was not noticed: …%s…", name, i, text[i], was, text[max(0, i-40):min(len(text), i+40)])
		}
		noticed++
	}
	if noticed < 400 {
		t.Errorf("only %d changes tried", noticed)
	}
}
