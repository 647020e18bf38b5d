package idea_test

import (
	"slices"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/idea"
)

// fill puts n ideas with scores 0 to 2 into the table at once.
func (h *house) fill(n int) []string {
	h.Helper()
	var ids []string
	h.ok(h.db.Write(ctx, func(tx *db.Tx) error {
		for i := range n {
			score := i % 3
			row := idea.Idea{ID: db.NewID(), ChallengeID: h.open, AuthorID: h.mo.PersonID, Title: "Idea", Status: idea.Open, AgreeCount: score, Score: score,
				Hot: idea.Hot(tx.Now().Add(-time.Duration(i%4)*12*time.Hour), score), Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
			if i%5 == 0 {
				row.AuthorID = h.ma.PersonID
			}
			ids = append(ids, row.ID)
			if err := tx.Create(&row).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	return ids
}

func (h *house) pages(q idea.Query, limit int) []idea.View {
	h.Helper()
	var all []idea.View
	for cursor, turns := "", 0; ; turns++ {
		list, err := h.ideas.List(ctx, h.ma, q, db.Page{Limit: limit, Cursor: cursor})
		h.ok(err)
		all = append(all, list.Items...)
		if len(list.Items) > limit || turns > 300 {
			h.Fatal("pages without end")
		}
		if cursor = list.Next; cursor == "" {
			return all
		}
	}
}

func TestCursorsAreComplete(t *testing.T) {
	each(t, func(h *house) {
		ids := h.fill(250)
		for sort, less := range map[idea.Sort]func(a, b idea.View) bool{
			idea.SortNew: func(a, b idea.View) bool { return a.ID > b.ID },
			idea.SortTop: func(a, b idea.View) bool { return a.Score > b.Score || (a.Score == b.Score && a.ID > b.ID) },
			idea.SortHot: func(a, b idea.View) bool { return a.Hot > b.Hot || (a.Hot == b.Hot && a.ID > b.ID) },
		} {
			for _, limit := range []int{7, 100} {
				all := h.pages(idea.Query{Sort: sort}, limit)
				seen := map[string]bool{}
				for i, v := range all {
					seen[v.ID] = true
					if i > 0 && !less(all[i-1], v) {
						h.Fatalf("%s: out of order at %d", sort, i)
					}
				}
				if len(all) != 250 || len(seen) != 250 {
					h.Errorf("%s by %d: %d items, %d different", sort, limit, len(all), len(seen))
				}
			}
		}
		mine := h.pages(idea.Query{Sort: idea.SortTop, Mine: true, ChallengeID: h.open}, 7)
		if len(mine) != 50 || slices.ContainsFunc(mine, func(v idea.View) bool { return v.AuthorID != h.ma.PersonID }) {
			h.Errorf("%d of my own", len(mine))
		}
		// An idea that moves or is added while somebody pages never shows twice what was shown, nor leaves out what stays.
		first, err := h.ideas.List(ctx, h.ma, idea.Query{}, db.Page{Limit: 100})
		h.ok(err)
		added := h.post(h.mo, h.open, "Meanwhile")
		second, err := h.ideas.List(ctx, h.ma, idea.Query{}, db.Page{Limit: 100, Cursor: first.Next})
		h.ok(err)
		if second.Items[0].ID != ids[149] || second.Items[0].ID == added.ID {
			h.Error("an idea that came meanwhile moved the page")
		}
		for _, cursor := range []string{"x", first.Next + "x", db.EncodeCursor("new", "a", "b"), db.EncodeCursor("new", "0")} {
			_, err := h.ideas.List(ctx, h.ma, idea.Query{}, db.Page{Limit: 5, Cursor: cursor})
			h.code(err, fault.BadRequest)
		}
		_, err = h.ideas.List(ctx, h.ma, idea.Query{Sort: idea.SortTop}, db.Page{Limit: 5, Cursor: first.Next})
		h.code(err, fault.BadRequest)
		_, err = h.ideas.List(ctx, h.ma, idea.Query{Sort: "loud"}, db.Page{Limit: 5})
		h.code(err, fault.BadRequest)
	})
}

func TestListFiltersAndSeq(t *testing.T) {
	each(t, func(h *house) {
		c, err := h.challenges.Get(ctx, h.mo, h.open)
		h.ok(err)
		v, err := h.ideas.Create(ctx, h.mo, h.open, idea.Input{Title: "A", ThemeID: c.Themes[0].ID})
		h.ok(err)
		h.post(h.mo, h.stance, "B")
		_, err = h.ideas.Vote(ctx, h.ma, v.ID, 1)
		h.ok(err)
		list, err := h.ideas.List(ctx, h.ma, idea.Query{ChallengeID: h.open, ThemeID: c.Themes[0].ID}, db.Page{Limit: 5})
		h.ok(err)
		if list.Seq != h.last() || len(list.Items) != 1 || list.Items[0].Theme == nil || list.Items[0].MyVote == nil || *list.Items[0].MyVote != 1 {
			h.Errorf("%+v", list)
		}
		none, err := h.ideas.List(ctx, h.ma, idea.Query{ThemeID: c.Themes[1].ID}, db.Page{Limit: 5})
		if h.ok(err); len(none.Items) != 0 {
			h.Errorf("%+v", none)
		}
		_, err = h.ideas.List(ctx, h.ma, idea.Query{ChallengeID: "nowhere"}, db.Page{Limit: 5})
		h.code(err, fault.NotFound)
	})
}

func TestTextFindsFormsAndMarks(t *testing.T) {
	each(t, func(h *house) {
		for title, words := range map[string][]string{
			"Pöytä varattu palaverille":          {"poyta", "pöytä", "PÖYTÄ", "palaver", "varattu poyta"},
			"Soitto asiakkaalle tunnissa":        {"asiakkaan", "asiakkaalle", "asiakkaat"},
			"One contact for all customers":      {"customer", "customers", "contacts", "cust"},
			"Ring kunderna, åk till dem":         {"kunderna", "ak", "åk"},
			"100% *wild* OR \"quoted\" NOT near": {"wild", "quoted", `"quoted`, "100"},
		} {
			id := h.post(h.mo, h.open, title).ID
			for _, w := range words {
				list, err := h.ideas.List(ctx, h.ma, idea.Query{Text: w}, db.Page{Limit: 5})
				h.ok(err)
				if !slices.ContainsFunc(list.Items, func(v idea.View) bool { return v.ID == id }) {
					h.Errorf("%q does not find %q", w, title)
				}
			}
		}
		for _, w := range []string{"moottori", "customers kunderna", "%", "'", "()", "* AND"} {
			list, err := h.ideas.List(ctx, h.ma, idea.Query{Text: w}, db.Page{Limit: 5})
			if h.ok(err); len(list.Items) != 0 {
				h.Errorf("%q finds %q", w, list.Items[0].Title)
			}
		}
		// An edit changes what is found.
		v := h.post(h.mo, h.open, "Zebra")
		title := "Quagga"
		_, err := h.ideas.Update(ctx, h.mo, v.ID, 1, idea.Patch{Title: &title})
		h.ok(err)
		for word, want := range map[string]int{"zebra": 0, "quagga": 1} {
			list, err := h.ideas.List(ctx, h.ma, idea.Query{Text: word, Sort: idea.SortHot}, db.Page{Limit: 5})
			if h.ok(err); len(list.Items) != want {
				h.Errorf("%s: %d", word, len(list.Items))
			}
		}
	})
}

func TestSimilar(t *testing.T) {
	each(t, func(h *house) {
		call, err := h.ideas.Create(ctx, h.mo, h.open, idea.Input{Title: "Call every customer back within an hour", Body: "Nobody should wait for a day."})
		h.ok(err)
		contact := h.post(h.mo, h.open, "One contact person for each customer")
		h.post(h.mo, h.open, "Free coffee on Fridays")
		finnish := h.post(h.mo, h.open, "Soitetaan asiakkaalle takaisin tunnin sisällä")
		elsewhere := h.post(h.mo, h.stance, "Call customers back within an hour")
		for text, want := range map[string][]string{
			"We should call the customers back in one hour": {call.ID},
			"A personal contact for customers":              {contact.ID},
			"soitto takaisin asiakkaille tunnissa":          {finnish.ID},
			"coffee machines for each floor":                nil,       // one word in common says little
			"nobody waits for days":                         {call.ID}, // not in the title
			"free nobody":                                   nil,
			"the and for":                                   nil,
			"":                                              nil,
			"customer":                                      {contact.ID, call.ID},
		} {
			got, err := h.ideas.Similar(ctx, h.ma, h.open, text)
			h.ok(err)
			var ids []string
			for _, v := range got {
				ids = append(ids, v.ID)
			}
			slices.Sort(ids)
			slices.Sort(want)
			if !slices.Equal(ids, want) {
				var titles []string
				for _, v := range got {
					titles = append(titles, v.Title)
				}
				h.Errorf("%q finds %q", text, titles)
			}
			if slices.Contains(ids, elsewhere.ID) {
				h.Error("another challenge's idea")
			}
		}
		// What is found follows the title, and who may see it.
		title, hidden, open := "Giant umbrellas at the door", idea.Hidden, idea.Open
		for n, patch := range []idea.Patch{{Title: &title}, {Status: &hidden}, {Status: &open}} {
			who := h.facilitator
			if patch.Title != nil {
				who = h.mo
			}
			changed, err := h.ideas.Update(ctx, who, finnish.ID, 1+n, patch)
			h.ok(err)
			for text, want := range map[string]bool{"umbrellas, giant ones": changed.Status != idea.Hidden, "soitto takaisin asiakkaille": false} {
				if got, err := h.ideas.Similar(ctx, h.ma, h.open, text); err != nil || (len(got) == 1) != want {
					h.Errorf("after change %d %q finds %d, %v", n, text, len(got), err)
				}
			}
		}
		for range 8 {
			h.post(h.mo, h.open, "A mobile app for technicians on the road")
		}
		got, err := h.ideas.Similar(ctx, h.ma, h.open, "mobile app for technicians")
		if h.ok(err); len(got) != 5 {
			h.Errorf("%d", len(got))
		}
		// Best first.
		best := h.post(h.mo, h.open, "Invoice and contract on one page of the portal")
		h.post(h.mo, h.open, "Invoice by letter, portal by carrier pigeon")
		got, err = h.ideas.Similar(ctx, h.ma, h.open, "contract and invoice on one portal page")
		if h.ok(err); len(got) == 0 || got[0].ID != best.ID {
			h.Errorf("%+v", got)
		}
	})
}
