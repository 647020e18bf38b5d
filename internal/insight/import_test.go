package insight

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/testkit"
)

func TestImport(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		v := h.upload("Palaute;Päivämäärä;Arvosana;Segmentti;Kosketuspiste\n" +
			"Lasku tuli myöhässä;16.10.2026;1;Pienet;läsku\n" +
			"\"Hyvä; kiitos\nAnna Virtanen\";2026-10-17;5;;\n" +
			"=SUM(A1);18.10.2026;3;;Support\n" +
			"ei paikkaa;18.10.2026;3;;Kassa\n" +
			"ei päivää;;3;;\n" +
			"paha arvosana;18.10.2026;7;;\n" +
			";18.10.2026;3;;\n" +
			"liian;18.10.2026;3\n" +
			"+cmd|x;31.2.2026;3;;\n\n;;;;\n" +
			"\"ei lopu;18.10.2026;3;;\n" +
			strings.Repeat("pitkä ", 400) + ";18.10.2026;3;;\n" +
			"viimeinen;18.10.2026;4;;")
		if v.State != Draft || v.Read.Delimiter != "semicolon" || !v.Read.Header || v.Read.RatingMax != 10 && v.Read.RatingMax != 5 || len(v.Columns) != 5 || v.Columns[1] != "Päivämäärä" {
			t.Fatalf("guessed %+v", v.Read)
		}
		five := 5
		v, err := h.Configure(ctx, h.fac, v.ID, SettingsPatch{RatingMax: &five})
		if err != nil || len(v.Preview) != 12 || v.Preview[0].Insight.Sentiment != -2 || v.Preview[1].Personal != 1 || v.Preview[1].Insight.Quote != "Hyvä; kiitos\n[name]" ||
			v.Preview[3].Error == "" || v.Preview[0].Line != 2 || v.Preview[2].Line != 5 {
			t.Fatalf("preview %+v %v", v.Preview, err)
		}
		if n := h.count(`SELECT COUNT(*) FROM insights`); n != 0 {
			t.Fatalf("a preview made %d insights", n)
		}
		h.start(v.ID)
		v = h.finish(h.Service, v.ID)
		if v.State != Done || v.Added != 4 || v.Rejected != 8 || v.Masked != 1 || v.OffsetBytes != v.Size || v.FinishedAt == nil || v.BlobKey != "" {
			t.Fatalf("%+v", v.Import)
		}
		h.same("the list", h.quotes(Query{ImportID: v.ID}), "viimeinen", "=SUM(A1)", "Hyvä; kiitos\n[name]", "Lasku tuli myöhässä")
		h.same("the search", h.quotes(Query{Text: "myöhässä"}), "Lasku tuli myöhässä")
		h.same("the touchpoint", h.quotes(Query{TouchpointID: h.billing}), "Lasku tuli myöhässä")

		name, text, err := h.Rejects(ctx, h.fac, v.ID)
		if err != nil || name != "reviews.csv" {
			t.Fatal(name, err)
		}
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff")))
		r.Comma, r.FieldsPerRecord = ';', -1
		rejected, err := r.ReadAll()
		if err != nil || len(rejected) != 9 {
			t.Fatalf("%d rows in %s (%v)", len(rejected), text, err)
		}
		for n, want := range []struct{ line, reason string }{{"6", `touchpoint named "Kassa"`}, {"7", "No date"}, {"8", "no rating from 1 to 5"}, {"9", "no words of a customer"},
			{"10", "has 3 cells; the file has 5 columns"}, {"11", "no day of the calendar"}, {"14", "opened on line 14 is not closed"}, {"15", "2000 is the most"}} {
			if got := rejected[n+1]; got[0] != want.line || !strings.Contains(got[1], want.reason) {
				t.Errorf("row %d is left out: %q, want line %s, %q", n, got[:2], want.line, want.reason)
			}
		}
		if rejected[6][2] != "'+cmd|x" || rejected[1][2] != "ei paikkaa" {
			t.Errorf("cells %q", rejected)
		}
		if n := h.count(`SELECT COUNT(*) FROM activities WHERE kind = 'insight.imported' AND story = ?`, true); n != 1 {
			t.Errorf("told %d times", n)
		}
		_, err = h.GetImport(ctx, h.ann, v.ID)
		refused(t, "a member looks", err, fault.Forbidden)
		_, err = h.Configure(ctx, h.fac, v.ID, SettingsPatch{RatingMax: &five})
		refused(t, "read in another way after the start", err, fault.Conflict)
	})
}

func TestUploadsRefused(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		for name, c := range map[string]struct {
			text string
			code fault.Code
		}{"empty": {"", fault.Invalid}, "a byte order mark alone": {"\ufeff\r\n", fault.Invalid}, "a spreadsheet": {"PK\x03\x04rest", fault.UnsupportedType}} {
			_, err := h.Upload(ctx, h.fac, "x.csv", "", strings.NewReader(c.text))
			refused(t, name, err, c.code)
		}
		cut := fault.New(fault.TooLarge, "cut off")
		_, err := h.Upload(ctx, h.fac, "x.csv", "", io.MultiReader(strings.NewReader("quote\na"), failing{cut}))
		refused(t, "cut off", err, fault.TooLarge)
		_, err = h.Upload(ctx, h.ann, "x.csv", "", strings.NewReader("quote\na"))
		refused(t, "a member", err, fault.Forbidden)
		if n := h.count(`SELECT COUNT(*) FROM insight_imports`); n != 0 {
			t.Errorf("%d rows are left of uploads that were refused", n)
		}

		v := h.upload("quote,date\n")
		_, err = h.Start(ctx, h.fac, v.ID)
		refused(t, "a header alone", err, fault.Invalid)
		v = h.upload("id,score\n1,2\n2,3\n")
		if _, ok := v.Read.Columns["quote"]; ok {
			t.Errorf("a quote was guessed: %v", v.Read.Columns)
		}
		_, err = h.Start(ctx, h.fac, v.ID)
		refused(t, "no column of quotes", err, fault.Invalid)
		for name, columns := range map[string]map[string]int{"no such field": {"colour": 0}, "no such column": {"quote": 2}} {
			_, err = h.Configure(ctx, h.fac, v.ID, SettingsPatch{Columns: &columns})
			refused(t, name, err, fault.Invalid)
		}
		place := "nowhere"
		_, err = h.Configure(ctx, h.fac, v.ID, SettingsPatch{Touchpoint: &place})
		refused(t, "no such touchpoint", err, fault.Invalid)

		// Dropped with its file.
		if v, err = h.Undo(ctx, h.fac, v.ID); err != nil || v.State != Undone {
			t.Fatal(v.State, err)
		}
		_, err = h.files.Get(ctx, "imports/"+v.ID+".csv", 0)
		refused(t, "its file", err, fault.NotFound)
		_, err = h.GetImport(ctx, h.fac, v.ID)
		refused(t, "the draft", err, fault.NotFound)
	})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestSettingsAreRemembered(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		v, err := h.Upload(ctx, h.fac, "a.csv", "Shop reviews", strings.NewReader("a;b;c\nfirst words;x;2026-01-02\nother words;y;2026-01-03\n"))
		if err != nil {
			t.Fatal(err)
		}
		columns, segment, kind := map[string]int{"quote": 0, "source": 1, "said_on": 2}, "Small", "survey"
		if _, err = h.Configure(ctx, h.fac, v.ID, SettingsPatch{Columns: &columns, Segment: &segment, SourceKind: &kind, Touchpoint: &h.support}); err != nil {
			t.Fatal(err)
		}
		h.start(v.ID)
		h.finish(h.Service, v.ID)
		again, err := h.Upload(ctx, h.fac, "b.csv", " shop REVIEWS", strings.NewReader("c,new,a,b\n2026-01-02,n,first words,x\n2026-01-03,n,other words,y\n"))
		if err != nil {
			t.Fatal(err)
		}
		s := again.Read
		if s.Columns["quote"] != 2 || s.Columns["source"] != 3 || s.Columns["said_on"] != 0 || s.Segment != "Small" || s.SourceKind != "survey" || s.Touchpoint != h.support || s.Delimiter != "comma" {
			t.Errorf("%+v", s)
		}
		if i := again.Preview[0].Insight; i.Quote != "first words" || i.SaidOn != "2026-01-02" || *i.TouchpointID != h.support {
			t.Errorf("%+v", i)
		}
	})
}

// A worker that ends between two batches, or in the middle of one, costs no row and doubles none.
func TestWorkerIsInterrupted(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		const rows = 3500
		h, ctx := newHouse(t, d, clock), context.Background()
		v := h.upload(file(rows))
		h.start(v.ID)
		if more, err := h.Step(ctx); err != nil || !more {
			t.Fatal(more, err)
		}
		if got, err := h.GetImport(ctx, h.fac, v.ID); err != nil || got.Added != batchRows || got.State != Running || got.OffsetBytes == 0 || got.OffsetBytes >= got.Size {
			t.Fatalf("after a batch: %+v %v", got.Import, err)
		}
		// It has the lease, and is gone.
		err := d.Write(ctx, func(tx *db.Tx) error {
			_, ok, err := claim(tx, lease)
			if !ok {
				t.Error("nothing to claim")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		other := h.another()
		if more, err := other.Step(ctx); err != nil || more {
			t.Errorf("somebody else's lease was taken: %v %v", more, err)
		}
		clock.Add(lease)
		if got := h.finish(other, v.ID); got.Added != rows || got.State != Done || got.Line != rows+1 {
			t.Fatalf("%+v", got.Import)
		}
		if n := h.count(`SELECT COUNT(DISTINCT quote) FROM insights`); n != rows {
			t.Errorf("%d different rows, want %d", n, rows)
		}
		if n := h.count(`SELECT COUNT(*) FROM insight_search`); n != rows {
			t.Errorf("search knows %d rows, want %d", n, rows)
		}
	})
}

// Two workers that hold the same batch at once, whatever the lease says, write it once.
func TestTwoWorkers(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		const rows = 2500
		h, ctx := newHouse(t, d, clock), context.Background()
		v := h.upload(file(rows))
		h.start(v.ID)
		same, err := h.GetImport(ctx, h.fac, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []*Service{h.another(), h.another()} {
			if err := s.importBatch(ctx, same.Import); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.count(`SELECT COUNT(*) FROM insights`); n != batchRows {
			t.Fatalf("one batch written twice makes %d rows", n)
		}
		var both sync.WaitGroup
		for range 2 {
			s := h.another()
			both.Go(func() {
				for more := true; more; {
					var err error
					if more, err = s.Step(ctx); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		both.Wait()
		if got := h.finish(h.Service, v.ID); got.Added != rows || got.State != Done {
			t.Fatalf("%+v", got.Import)
		}
		if n := h.count(`SELECT COUNT(DISTINCT quote) FROM insights`); n != rows {
			t.Errorf("%d different rows, want %d", n, rows)
		}
		if n := h.count(`SELECT COUNT(*) FROM activities WHERE kind = 'insight.imported'`); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}

func TestUndo(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		const rows = 2300
		h, ctx := newHouse(t, d, clock), context.Background()
		own := h.post("by hand")
		v := h.upload(file(rows) + "no date,\n")
		h.start(v.ID)
		h.finish(h.Service, v.ID)
		var ids []string
		err := d.Write(ctx, func(tx *db.Tx) error {
			if err := tx.Raw(`SELECT id FROM insights WHERE import_id = ? ORDER BY id`, v.ID).Scan(&ids).Error; err != nil {
				return err
			}
			for _, id := range append([]string{own.ID}, ids[:10]...) {
				if err := tx.Exec(`INSERT INTO lineage (from_kind, from_id, to_kind, to_id, created_at) VALUES ('insight', ?, 'concept', 'c', ?)`, id, tx.Now()).Error; err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		h.frozen[ids[3]], h.frozen[ids[rows-1]] = true, true
		if got, err := h.Undo(ctx, h.fac, v.ID); err != nil || got.State != Undoing {
			t.Fatal(got.State, err)
		}
		if got := h.finish(h.another(), v.ID); got.State != Undone || got.Kept != 2 || got.Added != rows {
			t.Fatalf("%+v", got.Import)
		}
		if n := h.count(`SELECT COUNT(*) FROM insights`); n != 3 {
			t.Errorf("%d insights are left, want those two and the one posted by hand", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM insight_search`); n != 3 {
			t.Errorf("search knows %d", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM lineage`); n != 2 {
			t.Errorf("%d links are left", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM insight_import_rejects`); n != 0 {
			t.Errorf("%d rejected rows are kept", n)
		}
		if got, err := h.Undo(ctx, h.fac, v.ID); err != nil || got.State != Undone {
			t.Errorf("undone twice: %v %v", got.State, err)
		}
		_, err = h.Start(ctx, h.fac, v.ID)
		refused(t, "started again", err, fault.Conflict)
	})
}

// An import that is undone while it runs comes to rest.
func TestUndoWhileRunning(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		v := h.upload(file(2500))
		h.start(v.ID)
		if _, err := h.Step(ctx); err != nil {
			t.Fatal(err)
		}
		read, err := h.GetImport(ctx, h.fac, v.ID) // a worker that has read its batch by now
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Undo(ctx, h.fac, v.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.importBatch(ctx, read.Import); err != nil {
			t.Fatal(err)
		}
		if got := h.finish(h.Service, v.ID); got.State != Undone || h.count(`SELECT COUNT(*) FROM insights`) != 0 {
			t.Errorf("%+v", got.Import)
		}
		if _, err := h.files.Get(ctx, "imports/"+v.ID+".csv", 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("its file is still there: %v", err)
		}
	})
}

func TestDraftsAreDropped(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		old := h.upload(file(3))
		clock.Add(draftLife - time.Hour)
		young := h.upload(file(3))
		if got := h.finish(h.Service, old.ID); got.State != Draft {
			t.Fatal(got.State)
		}
		clock.Add(2 * time.Hour)
		h.finish(h.Service, young.ID)
		_, err := h.GetImport(ctx, h.fac, old.ID)
		refused(t, "a week later", err, fault.NotFound)
		_, err = h.files.Get(ctx, "imports/"+old.ID+".csv", 0)
		refused(t, "its file", err, fault.NotFound)
		list, next, err := h.ListImports(ctx, h.fac, db.Page{Limit: 5})
		if err != nil || next != "" || len(list) != 1 || list[0].ID != young.ID {
			t.Errorf("%d %q %v", len(list), next, err)
		}
	})
}

func TestLostFile(t *testing.T) {
	h, ctx := newHouse(t, testkit.SQLite(t, testkit.NewClock()), testkit.NewClock()), context.Background()
	v := h.upload(file(1500))
	h.start(v.ID)
	if _, err := h.Step(ctx); err != nil {
		t.Fatal(err)
	}
	if err := h.files.Delete(ctx, "imports/"+v.ID+".csv"); err != nil {
		t.Fatal(err)
	}
	if got := h.finish(h.Service, v.ID); got.State != Failed || got.Error == "" || got.Added != batchRows {
		t.Fatalf("%+v", got.Import)
	}
	if _, err := h.Undo(ctx, h.fac, v.ID); err != nil {
		t.Fatal(err)
	}
	if got := h.finish(h.Service, v.ID); got.State != Undone || h.count(`SELECT COUNT(*) FROM insights`) != 0 {
		t.Errorf("%+v", got.Import)
	}
}

func TestValues(t *testing.T) {
	for cell, want := range map[string]string{
		"auto 2026-11-16": "2026-11-16", "auto 2026-11-16T09:00:00Z": "2026-11-16", "auto 2026/1/2 10:00": "2026-01-02", "auto 16.11.2026": "2026-11-16", "auto 1.2.26": "2026-02-01",
		"auto 16.11.2026 klo 10": "", "auto 16/11/2026": "2026-11-16", "auto 11/16/2026": "2026-11-16", "auto 3/4/2026": "", "dmy 3/4/2026": "2026-04-03", "mdy 3/4/2026": "2026-03-04",
		"auto 4/4/2026": "2026-04-04", "auto 31.2.2026": "", "auto 20261116": "2026-11-16", "auto yesterday": "", "auto ": "", "mdy 3.4.2026": "2026-04-03", "auto 99/99/2026": "", "auto 1.2.3.4": "",
		"auto 16.11.2026 10:15": "2026-11-16", "ymd 26-11-16": "2026-11-16",
	} {
		format, text, _ := strings.Cut(cell, " ")
		if got, problem := readDay(text, format); got != want || (problem == "") != (want != "") {
			t.Errorf("%s: %q %q, want %q", cell, got, problem, want)
		}
	}
	for cell, want := range map[string]int{"1/5": -2, "2/5": -1, "3/5": 0, "4/5": 1, "5/5": 2, "4,5/5": 2, "0/10": -2, "2/10": -2, "3/10": -1, "6/10": 0, "7/10": 1, "9/10": 2, "10/10": 2,
		"0/100": -2, "19/100": -2, "20/100": -1, "59/100": 0, "60/100": 1, "100/100": 2} {
		_, most, _ := strings.Cut(cell, "/")
		var scale int
		_, _ = fmt.Sscan(most, &scale)
		if got, problem := readRating(cell, scale); got != want || problem != "" {
			t.Errorf("%s: %d %s, want %d", cell, got, problem, want)
		}
	}
	for _, cell := range []string{"0", "6", "x", "-1", "1e1", "NaN"} {
		if _, problem := readRating(cell, 5); problem == "" {
			t.Errorf("a rating of %q was taken", cell)
		}
	}
	if got, problem := readRating("★★★★☆", 5); got != 1 || problem != "" {
		t.Errorf("four stars are %d %s", got, problem)
	}
	for cell, want := range map[string]int{"-2": -2, "+1": 1, "−1": -1, "'-1": -1, "Very negative": -2, "positiivinen": 1, "mycket positiv": 2, "": 0} {
		if got, problem := readMood(cell); got != want || problem != "" {
			t.Errorf("%q: %d %s, want %d", cell, got, problem, want)
		}
	}
	for _, cell := range []string{"3", "-3", "0.5", "angry"} {
		if _, problem := readMood(cell); problem == "" {
			t.Errorf("a mood of %q was taken", cell)
		}
	}
	for cell, want := range map[string]string{"=1": "'=1", "@x": "'@x", "+358 40": "'+358 40", "-1": "-1", "-1,5": "-1,5", "a": "a", "": "", "\tx": "'\tx", "-": "'-"} {
		if got := harmless(cell); got != want {
			t.Errorf("%q becomes %q, want %q", cell, got, want)
		}
	}
}
