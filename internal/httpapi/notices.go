package httpapi

import (
	"context"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/httpapi/gen"
)

type notices struct{ *services }

// ListNotices tells somebody what became of what they said.
func (s notices) ListNotices(ctx context.Context, r gen.ListNoticesRequestObject) (gen.ListNoticesResponseObject, error) {
	a := actor(ctx)
	list, cursor, err := s.Notices.List(ctx, a, or(r.Params.Unread), page(r.Params.Limit, r.Params.Cursor))
	if err != nil {
		return nil, err
	}
	unread, err := s.Notices.Unread(ctx, a)
	if err != nil {
		return nil, err
	}
	var sources []activity.Ref
	for _, n := range list {
		if n.SourceID != "" {
			sources = append(sources, n.Source())
		}
	}
	var titles map[activity.Ref]activity.Link
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		titles, err = s.links(tx, a, sources)
		return err
	})
	if err != nil {
		return nil, err
	}
	items := make([]gen.Notice, len(list))
	for i, n := range list {
		items[i] = gen.Notice{Seq: n.Seq, Kind: n.Kind, Ref: gen.Ref{Kind: gen.RefKind(n.RefKind), Id: n.RefID}, Title: n.Title, At: n.At.UTC(), Read: n.ReadAt != nil}
		if l, ok := titles[n.Source()]; ok {
			source := link(l)
			items[i].Source = &source
		}
	}
	return gen.ListNotices200JSONResponse{Items: items, Next: next(cursor), Unread: unread}, nil
}

// ReadNotices marks them as read.
func (s notices) ReadNotices(ctx context.Context, r gen.ReadNoticesRequestObject) (gen.ReadNoticesResponseObject, error) {
	if err := s.Notices.Read(ctx, actor(ctx), r.Body.UpTo); err != nil {
		return nil, err
	}
	return gen.ReadNotices204Response{}, nil
}
