package insight

import (
	"context"
	"strings"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/testkit"
)

func TestPostAndChange(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		i, err := h.Create(ctx, h.ann, Input{Quote: " I waited\r\ntwo hours ", SourceKind: "interview", Segment: "Bakeries", Sentiment: -2, TouchpointID: h.billing})
		if err != nil || i.Quote != "I waited\ntwo hours" || i.SaidOn != "2026-11-16" || i.Title() != "I waited two hours" || *i.TouchpointID != h.billing {
			t.Fatalf("%+v %v", i, err)
		}
		if got, err := h.Get(ctx, h.fac, i.ID); err != nil || got.Quote != i.Quote || got.Sentiment != -2 || !got.CreatedAt.Equal(i.CreatedAt) {
			t.Errorf("read back: %+v %v", got, err)
		}
		views, err := h.Views(ctx, []Insight{i})
		if err != nil || views[0].Place == nil || views[0].Place.Touchpoint.Title != "Läsku" {
			t.Errorf("it stands at %+v %v", views, err)
		}
		for name, in := range map[string]Input{
			"no words":       {Quote: " \n", SourceKind: "review"},
			"NUL":            {Quote: "a\x00b", SourceKind: "review"},
			"too long":       {Quote: strings.Repeat("ä", 2001), SourceKind: "review"},
			"unknown source": {Quote: "a", SourceKind: "rumour"},
			"wild mood":      {Quote: "a", SourceKind: "review", Sentiment: 3},
			"no such day":    {Quote: "a", SourceKind: "review", SaidOn: "2026-02-30"},
			"not yet":        {Quote: "a", SourceKind: "review", SaidOn: "2026-11-18"},
			"long ago":       {Quote: "a", SourceKind: "review", SaidOn: "1812-01-01"},
			"no such place":  {Quote: "a", SourceKind: "review", TouchpointID: "nowhere"},
		} {
			_, err := h.Create(ctx, h.ann, in)
			refused(t, name, err, fault.Invalid)
		}
		if _, err := h.Create(ctx, h.ann, Input{Quote: "somewhere it is tomorrow", SourceKind: "review", SaidOn: "2026-11-17"}); err != nil {
			t.Error(err)
		}
		_, err = h.Create(ctx, policy.Actor{}, Input{Quote: "a", SourceKind: "review"})
		refused(t, "nobody posts", err, fault.Unauthorized)

		to, word := "", "better"
		changed, err := h.Update(ctx, h.ann, i.ID, 1, Patch{TouchpointID: &to, Quote: &word})
		if err != nil || changed.TouchpointID != nil || changed.Version != 2 || changed.Segment != "Bakeries" {
			t.Errorf("%+v %v", changed, err)
		}
		if again, err := h.Update(ctx, h.ann, i.ID, 2, Patch{Quote: &word}); err != nil || again.Version != 2 {
			t.Errorf("a change to nothing: %+v %v", again, err)
		}
		_, err = h.Update(ctx, h.fac, i.ID, 1, Patch{Quote: &to})
		refused(t, "an old version", err, fault.Stale)
		other := testkit.Person(t, d, "Bob", "Sales")
		_, err = h.Update(ctx, other, i.ID, 2, Patch{Quote: &to})
		refused(t, "somebody else's", err, fault.Forbidden)
		_, err = h.Update(ctx, h.fac, "nothing", 2, Patch{Quote: &to})
		refused(t, "nothing", err, fault.NotFound)
		if n := h.count(`SELECT COUNT(*) FROM activities WHERE kind = 'insight.posted' AND story = ? AND challenge_id = ''`, true); n != 2 {
			t.Errorf("%d stories of two insights", n)
		}
	})
}

func TestPersonalDataIsAskedFor(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		in := Input{Quote: "Anna Virtanen said: call 040 123 4567", Note: "mail a@b.fi", Source: "a baker", SourceKind: "ticket"}
		_, err := h.Create(ctx, h.ann, in)
		refused(t, "without a word on it", err, fault.PersonalData)
		if text := err.Error(); !strings.Contains(text, "quote: Anna Virtanen (name), 040 123 4567 (phone number)") || !strings.Contains(text, "note: a@b.fi") || strings.Contains(text, "source:") {
			t.Errorf("the refusal names %s", text)
		}
		in.Personal = Keep
		i, err := h.Create(ctx, h.ann, in)
		if err != nil || i.Quote != in.Quote || i.Masked {
			t.Fatalf("%+v %v", i, err)
		}
		// What was kept is not asked for again when something else changes.
		place := h.support
		if i, err = h.Update(ctx, h.ann, i.ID, 1, Patch{TouchpointID: &place}); err != nil {
			t.Fatal(err)
		}
		note := "it was Matti"
		_, err = h.Update(ctx, h.ann, i.ID, 2, Patch{Note: &note})
		refused(t, "a new name", err, fault.PersonalData)
		i, err = h.Update(ctx, h.ann, i.ID, 2, Patch{Personal: Mask})
		if err != nil || i.Quote != "[name] said: call [phone]" || i.Note != "mail [e-mail]" || !i.Masked {
			t.Errorf("%+v %v", i, err)
		}
		// Neither search nor the feed know the name any more.
		h.same("search for the name", h.quotes(Query{Text: "virtanen"}))
		for _, forward := range []bool{true, false} {
			var list []activity.Activity
			err = d.Read(ctx, func(tx *db.Tx) (err error) {
				list, err = activity.List(tx, h.ann, activity.Query{Forward: forward, Limit: 50})
				return err
			})
			if err != nil || len(list) == 0 {
				t.Fatal(len(list), err)
			}
			for _, a := range list {
				if strings.Contains(a.Summary, "Virtanen") {
					t.Errorf("the feed still says %s", a.Summary)
				}
			}
		}
	})
}

func TestList(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		for _, in := range []Input{
			{Quote: "lasku myöhässä", SourceKind: "review", SaidOn: "2026-11-01", Sentiment: -2, TouchpointID: h.billing, Segment: "Small", Source: "x"},
			{Quote: "great help", SourceKind: "ticket", SaidOn: "2026-11-03", Sentiment: 2, TouchpointID: h.support, Segment: "Small", Source: "x"},
			{Quote: "lasku taas", SourceKind: "review", SaidOn: "2026-11-02", Sentiment: -1, Source: "x"},
			{Quote: "same day", SourceKind: "social", SaidOn: "2026-11-02"},
		} {
			clock.Add(time.Second)
			if _, err := h.Create(ctx, h.ann, in); err != nil {
				t.Fatal(err)
			}
		}
		mood := -1
		h.same("everything", h.quotes(Query{}), "great help", "same day", "lasku taas", "lasku myöhässä")
		h.same("a word", h.quotes(Query{Text: "myohassa"}), "lasku myöhässä")
		h.same("the beginning of a word", h.quotes(Query{Text: "lask"}), "lasku taas", "lasku myöhässä")
		h.same("no word", h.quotes(Query{Text: "!!"}))
		h.same("a kind", h.quotes(Query{SourceKind: "review"}), "lasku taas", "lasku myöhässä")
		h.same("a segment", h.quotes(Query{Segment: "Small"}), "great help", "lasku myöhässä")
		h.same("a period", h.quotes(Query{From: "2026-11-02", To: "2026-11-02"}), "same day", "lasku taas")
		h.same("a touchpoint", h.quotes(Query{TouchpointID: h.billing}), "lasku myöhässä")
		h.same("unplaced", h.quotes(Query{Unplaced: true}), "same day", "lasku taas")
		h.same("a mood", h.quotes(Query{Sentiment: &mood}), "lasku taas")
		var journey, stage string
		_ = d.Read(ctx, func(tx *db.Tx) error {
			return tx.DB.Raw(`SELECT journey_id, stage_id FROM touchpoints LIMIT 1`).Row().Scan(&journey, &stage)
		})
		h.same("a journey", h.quotes(Query{JourneyID: journey}), "great help", "lasku myöhässä")
		h.same("a stage", h.quotes(Query{StageID: stage, SourceKind: "ticket"}), "great help")
		list, err := h.List(ctx, h.fac, Query{Mine: true}, db.Page{Limit: 10})
		if err != nil || len(list.Items) != 0 || list.Seq == 0 {
			t.Errorf("%+v %v", list, err)
		}
		_, err = h.List(ctx, h.ann, Query{From: "yesterday"}, db.Page{Limit: 10})
		refused(t, "no day", err, fault.BadRequest)
		_, err = h.List(ctx, h.ann, Query{}, db.Page{Limit: 10, Cursor: "x"})
		refused(t, "another list's cursor", err, fault.BadRequest)

		f, err := h.Facets(ctx, h.ann, "")
		if err != nil || f.Total != 4 || f.From != "2026-11-01" || f.To != "2026-11-03" || f.SourceKinds[0] != (Facet{"review", 2}) || len(f.SourceKinds) != 3 ||
			len(f.Segments) != 1 || f.Segments[0] != (Facet{"Small", 2}) || f.Sources != 3 {
			t.Errorf("facets %+v %v", f, err)
		}
		if f, err = h.Facets(ctx, h.ann, journey); err != nil || f.Total != 2 || f.Sources != 2 {
			t.Errorf("facets of the journey %+v %v", f, err)
		}
		if f, err = h.Facets(ctx, h.ann, "nothing"); err != nil || f.Total != 0 || f.From != "" {
			t.Errorf("facets of nothing %+v %v", f, err)
		}
	})
}

func TestDelete(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, clock *testkit.Clock) {
		h, ctx := newHouse(t, d, clock), context.Background()
		i, stays := h.post("planted words"), h.post("stays")
		err := d.Write(ctx, func(tx *db.Tx) error {
			return tx.Exec(`INSERT INTO lineage (from_kind, from_id, to_kind, to_id, created_at) VALUES ('insight', ?, 'idea', 'x', ?), ('insight', ?, 'idea', 'x', ?)`,
				i.ID, tx.Now(), stays.ID, tx.Now()).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		refused(t, "somebody else", h.Service.Delete(ctx, testkit.Person(t, d, "Bob", "Sales"), i.ID), fault.Forbidden)
		h.frozen[i.ID] = true
		refused(t, "on a ballot", h.Service.Delete(ctx, h.fac, i.ID), fault.Forbidden)
		delete(h.frozen, i.ID)
		if err := h.Service.Delete(ctx, h.ann, i.ID); err != nil {
			t.Fatal(err)
		}
		refused(t, "twice", h.Service.Delete(ctx, h.ann, i.ID), fault.NotFound)
		if n := h.count(`SELECT COUNT(*) FROM lineage`); n != 1 {
			t.Errorf("%d links are left, want 1", n)
		}
		if n := h.count(`SELECT COUNT(*) FROM insight_search`); n != 1 {
			t.Errorf("search knows %d insights, want 1", n)
		}
		err = d.Read(ctx, func(tx *db.Tx) error {
			story, err := activity.List(tx, h.ann, activity.Query{Limit: 50})
			if err != nil {
				return err
			}
			all, err := activity.After(tx, 0, 50)
			for _, a := range append(story, all...) {
				if strings.Contains(a.Summary, "planted") {
					t.Errorf("the feed still says %s", a.Summary)
				}
			}
			if len(story) != 1 || len(all) != 3 {
				t.Errorf("%d stories and %d activities", len(story), len(all))
			}
			links, err2 := h.Links(tx, h.ann, []string{i.ID, stays.ID})
			if err2 != nil || len(links) != 1 || links[stays.ID].Title != "stays" {
				t.Errorf("links %v %v", links, err2)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
