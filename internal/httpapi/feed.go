package httpapi

import (
	"context"
	"strconv"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/httpapi/gen"
	"talkoot/internal/live"
	"talkoot/internal/policy"
)

type feed struct{ *services }

// The two ways through the feed, as its cursors name them.
const (
	feedOnward = "after"  // oldest first, counters included
	feedBack   = "before" // the story, newest first
)

// ListFeed tells what happened, in the envelopes of the live channel.
func (s feed) ListFeed(ctx context.Context, r gen.ListFeedRequestObject) (gen.ListFeedResponseObject, error) {
	a := actor(ctx)
	if err := policy.Check(a, policy.FeedRead, policy.Facts{}); err != nil {
		return nil, err
	}
	p := page(r.Params.Limit, r.Params.Cursor)
	query, err := feedQuery(r.Params, p)
	if err != nil {
		return nil, err
	}
	var list []activity.Activity
	var newest int64
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if list, err = activity.List(tx, a, query); err != nil {
			return err
		}
		newest, err = activity.Last(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	answer := gen.Feed{Items: []gen.Envelope{}, Seq: newest}
	if len(list) > p.Limit {
		list = list[:p.Limit]
		way := feedBack
		if query.Forward {
			way = feedOnward
		}
		answer.Next = next(db.EncodeCursor(way, strconv.FormatInt(list[p.Limit-1].Seq, 10)))
	}
	envelopes, err := s.Live.Envelopes(ctx, list)
	if err != nil {
		return nil, err
	}
	for _, e := range envelopes {
		answer.Items = append(answer.Items, envelope(e))
	}
	return gen.ListFeed200JSONResponse(answer), nil
}

// feedQuery reads where to start. A cursor goes on the way it was given out for, whatever stands beside it. One more than a page
// is read, to know whether there is another.
func feedQuery(params gen.ListFeedParams, p db.Page) (activity.Query, error) {
	q := activity.Query{ChallengeID: or(params.Challenge), Limit: p.Limit + 1}
	if p.Cursor != "" {
		keys, err := db.DecodeCursor(p.Cursor, 2)
		if err != nil {
			return q, err
		}
		seq, err := strconv.ParseInt(keys[1], 10, 64)
		if err != nil || seq < 0 || (keys[0] != feedOnward && keys[0] != feedBack) {
			return q, fault.New(fault.BadRequest, "This cursor is not from this list. Start again without it.")
		}
		if q.Forward = keys[0] == feedOnward; q.Forward {
			q.After = seq
		} else {
			q.Before = seq
		}
		return q, nil
	}
	if params.After != nil {
		q.Forward, q.After = true, *params.After
	}
	return q, nil
}

func envelope(e live.Envelope) gen.Envelope {
	out := gen.Envelope{
		Seq: e.Seq, Kind: e.Kind, Ref: gen.Ref{Kind: gen.RefKind(e.Ref.Kind), Id: e.Ref.ID}, At: e.At, Challenge: e.Challenge, Story: e.Story,
		Summary: gen.Summary{Title: optional(e.Summary.Title), Excerpt: optional(e.Summary.Excerpt), State: optional(e.Summary.State)},
	}
	if p := e.Actor; p != nil {
		out.Actor = &gen.Person{Id: p.ID, Name: p.Name, Department: p.Department, Picture: optional(p.Picture)}
	}
	if t := e.Summary.Target; t != nil {
		l := link(*t)
		out.Summary.Target = &l
	}
	if c := e.Summary.Counts; c != nil {
		out.Summary.Counts = &gen.Counts{Agree: c.Agree, Disagree: c.Disagree, Pass: c.Pass, Comments: c.Comments}
	}
	if t := e.Summary.Turnout; t != nil {
		out.Summary.Turnout = &struct {
			Panel int `json:"panel"`
			Voted int `json:"voted"`
		}{t.Panel, t.Voted}
	}
	if g := e.Summary.Gathered; g != nil {
		out.Summary.Gathered = &gen.Gathered{Ideas: g.Ideas, Departments: g.Departments, AnswersOwed: g.Owed}
		if g.Theme != nil {
			out.Summary.Gathered.Theme = &gen.ThemeCount{Id: g.Theme.ID, Ideas: g.Theme.Ideas}
		}
	}
	if e.Summary.Version != 0 {
		out.Summary.Version = &e.Summary.Version
	}
	return out
}
