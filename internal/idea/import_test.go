package idea_test

import (
	"fmt"
	"testing"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/idea"
	"talkoot/internal/vote"
)

func TestImportAndRecount(t *testing.T) {
	each(t, func(h *house) {
		var rows []idea.Idea
		at := h.clock.Now().AddDate(-3, 0, 0)
		for n := range 1200 {
			row := idea.Idea{ID: db.NewID(), ChallengeID: h.stance, AuthorID: h.mo.PersonID, Title: fmt.Sprintf("Statement %d", n), Status: idea.Open, CreatedAt: at.Add(time.Duration(n) * time.Hour), UpdatedAt: at}
			if n == 7 {
				row.Status = idea.Hidden
			}
			rows = append(rows, row)
		}
		var heard []int
		h.quiet(func() {
			h.ok(h.db.Write(ctx, func(tx *db.Tx) error {
				heard = nil
				if err := h.ideas.Import(tx, rows, func(done int) { heard = append(heard, done) }); err != nil {
					return err
				}
				for n, value := range []int{1, -1, 0, 1} {
					for _, person := range []string{h.mo.PersonID, h.ma.PersonID} {
						if _, err := vote.Put(tx, activity.Ref{Kind: activity.KindIdea, ID: rows[n].ID}, person, value); err != nil {
							return err
						}
					}
				}
				return h.ideas.Recount(tx, h.stance)
			}))
		})
		if fmt.Sprint(heard) != "[500 1000 1200]" {
			h.Errorf("progress %v", heard)
		}
		for n, want := range []activity.Counts{{Agree: 2}, {Disagree: 2}, {Pass: 2}, {Agree: 2}, {}} {
			v, err := h.ideas.Get(ctx, h.ma, rows[n].ID)
			h.ok(err)
			if v.Counts() != want || v.Score != want.Agree-want.Disagree || v.Hot != idea.Hot(v.CreatedAt, v.Score) || !v.CreatedAt.Equal(rows[n].CreatedAt) {
				h.Errorf("%d: %+v", n, v.Idea)
			}
		}
		top, err := h.ideas.List(ctx, h.ma, idea.Query{ChallengeID: h.stance, Sort: idea.SortTop, Text: "statement"}, db.Page{Limit: 2})
		h.ok(err)
		if len(top.Items) != 2 || top.Items[0].ID != rows[3].ID || top.Items[1].ID != rows[0].ID {
			h.Errorf("%+v", top.Items)
		}
		// The next vote goes on from there.
		out, err := h.ideas.Vote(ctx, h.ma, rows[0].ID, -1)
		if h.ok(err); out.Counts != (activity.Counts{Agree: 1, Disagree: 1}) {
			h.Errorf("%+v", out.Counts)
		}
	})
}
