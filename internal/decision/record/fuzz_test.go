package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"talkoot/internal/decision/tally"
)

// countable says whether a count of what a fuzzer found ends soon.
func countable(s Sheet) bool {
	return len(s.Rules.Candidates) <= 20 && len(s.Ballots) <= 60 && s.Rules.Seats <= 20
}

// refused holds that every refusal says why, and in which line when there are lines.
func refused(t *testing.T, err error) {
	t.Helper()
	var format *FormatError
	if errors.As(err, &format) {
		if format.Reason == "" || format.Line < 1 {
			t.Fatalf("%+v names no line or no reason", format)
		}
		return
	}
	if !errors.As(err, new(*tally.RulesError)) {
		t.Fatalf("%T: %v", err, err)
	}
}

// FuzzBLT feeds anything to the reader: it is refused with its line, or what was read can be written and read again, is
// written the same, and counts the same.
func FuzzBLT(f *testing.F) {
	for _, seed := range []string{
		example, "2 1\n[tie 2 1]\n1 1 0\n0\n\"A\"\n\"B\"\n\"T\"\n", "3 1\n(x) 1=2 3 0\n5 0\n0\n\"A\" \"B\" \"C\"", "2 1\n1 3 0", "1 1\n0\n\"\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadBLT(strings.NewReader(text), "")
		if err != nil {
			refused(t, err)
			return
		}
		if !countable(s) {
			return
		}
		out, err := s.BLT()
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", text, err)
		}
		again, err := ReadBLT(bytes.NewReader(out), s.Rules.Method)
		if err != nil {
			t.Fatalf("%q was written as %q and cannot be read: %v", text, out, err)
		}
		if twice := must(again.BLT())(t); !bytes.Equal(twice, out) {
			t.Fatalf("%q, then %q", out, twice)
		}
		sameCount(t, s, again)
	})
}

// FuzzCSV does the same for tables, by every method.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"ballot,weight,A,B\n1,1,1,2\n2,3,,\n", "ballot,weight,A,B\n1,1,1,1\n", "ballot,weight,A\n1,1,5\n", "ballot,weight,choice\n1,1,uphold\n",
		"\ufeffballot,weight,\"a,\"\"b\"\"\",c\r\n1,1,9,\r\n", "ballot,weight,=A\n", "ballot,weight,A\n1,1\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range append(methods, tally.Consent, tally.Objection) {
			rules := tally.Rules{Method: m, Seats: 2}
			s, err := ReadCSV(strings.NewReader(text), rules)
			if err != nil {
				refused(t, err)
				continue
			}
			if !countable(s) {
				return
			}
			out, err := s.CSV()
			if err != nil {
				t.Fatalf("%s: %q was read and cannot be written: %v", m, text, err)
			}
			again, err := ReadCSV(bytes.NewReader(out), rules)
			if err != nil {
				t.Fatalf("%s: %q was written as %q and cannot be read: %v", m, text, out, err)
			}
			if twice := must(again.CSV())(t); !bytes.Equal(twice, out) {
				t.Fatalf("%s: %q, then %q", m, out, twice)
			}
			sameCount(t, s, again)
		}
	})
}

// sameCount compares all but abstentions, which a BLT leaves out.
func sameCount(t *testing.T, a, b Sheet) {
	t.Helper()
	one, two := must(tally.Count(a.Rules, a.Ballots))(t), must(tally.Count(b.Rules, b.Ballots))(t)
	one.Participants, two.Participants, one.Abstained, two.Abstained = 0, 0, 0, 0
	if x, y := must(json.Marshal(one))(t), must(json.Marshal(two))(t); !bytes.Equal(x, y) {
		t.Fatalf("counted %s, read again %s", x, y)
	}
}

// FuzzRecordZip feeds anything to the reader of records: it is refused, or can be recounted to an answer; and what holds
// can be written and read again, and holds then.
func FuzzRecordZip(f *testing.F) {
	for _, name := range []string{"adopted", "inquorate", "run-off, lottery", "dismissed", "stv 1", "star 3", "dots given"} {
		f.Add(packed(f, perform(f, plays()[name])))
	}
	f.Add([]byte("PK"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			var format *FormatError
			if !errors.As(err, &format) || format.Reason == "" {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		done, err := r.Recount()
		if err != nil {
			var difference *Difference
			if !errors.As(err, &difference) || difference.Where == "" {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		out := packed(t, r)
		again := must(must(Read(bytes.NewReader(out), int64(len(out))))(t).Recount())(t)
		if one, two := must(json.Marshal(done))(t), must(json.Marshal(again))(t); !bytes.Equal(one, two) {
			t.Fatalf("%s\nthen\n%s", one, two)
		}
	})
}

// FuzzRecordFile forges one file of a good record, past the zip's checksums: nothing but a difference, a refusal or a
// record that holds may come of it.
func FuzzRecordFile(f *testing.F) {
	names := []string{fileRound, fileRecords, fileCSV, fileBLT, fileResult}
	base := plays()["ties, second round, lottery, objections"]
	files := unzip(f, packed(f, perform(f, base)))
	for i, name := range names {
		f.Add(i, files[name])
	}
	f.Fuzz(func(t *testing.T, i int, text string) {
		if i < 0 || i >= len(names) {
			return
		}
		forged := map[string]string{}
		for name, was := range files {
			forged[name] = was
		}
		forged[names[i]] = text
		data := rezip(t, forged)
		r, err := Read(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			_, err = r.Recount()
		}
		if err == nil || errors.As(err, new(*FormatError)) || errors.As(err, new(*Difference)) {
			return
		}
		t.Fatalf("%T: %v", err, err)
	})
}
