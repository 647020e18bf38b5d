package roadmap

import (
	"bytes"
	"context"
	"io"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/policy"
	"talkoot/internal/roadmap/shrink"
)

// Picture is one row: a picture for news of a commitment, always a JPEG of ours. Width and Height are in pixels.
type Picture struct {
	ID          string
	PersonID    string
	BlobKey     string
	ContentType string
	Width       int
	Height      int
	CreatedAt   time.Time
}

// decoding bounds how many pictures are open at once: each may take some hundreds of megabytes while it is made smaller.
var decoding = make(chan struct{}, 2)

// UploadPicture keeps a JPEG or PNG, made smaller and freed of what the camera wrote into it. r is at most 8 MB; what its reading fails
// with is passed on. Whoever uploaded it alone sees it until news of a commitment show it. Pictures that were never shown go a day later,
// with the same person's next one.
func (s *Service) UploadPicture(ctx context.Context, actor policy.Actor, r io.Reader) (Picture, error) {
	if err := policy.Check(actor, policy.PictureUpload, policy.Facts{}); err != nil {
		return Picture{}, err
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return Picture{}, err
	}
	select {
	case decoding <- struct{}{}:
	case <-ctx.Done():
		return Picture{}, ctx.Err()
	}
	small, width, height, err := shrink.JPEG(data)
	<-decoding
	if err != nil {
		return Picture{}, err
	}
	p := Picture{ID: db.NewID(), PersonID: actor.PersonID, ContentType: "image/jpeg", Width: width, Height: height}
	p.BlobKey = "pictures/" + p.ID + ".jpg"
	if _, err := s.files.Put(ctx, p.BlobKey, p.ContentType, bytes.NewReader(small)); err != nil {
		return Picture{}, err
	}
	var old []Picture
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		p.CreatedAt = tx.Now()
		if old, err = unused(tx, actor.PersonID, tx.Now().Add(-24*time.Hour)); err != nil {
			return err
		}
		return insertPicture(tx, p)
	})
	if err != nil {
		_ = s.files.Delete(context.WithoutCancel(ctx), p.BlobKey) // nothing names it
		return Picture{}, err
	}
	for _, o := range old {
		_ = s.files.Delete(ctx, o.BlobKey) // a file without a row is lost room, nothing worse
	}
	return p, nil
}

// OpenPicture reads a picture, for whoever uploaded it and for everybody who may read a commitment that shows it.
func (s *Service) OpenPicture(ctx context.Context, actor policy.Actor, id string) (Picture, io.ReadCloser, error) {
	if err := policy.Check(actor, policy.CommitmentRead, policy.Facts{}); err != nil {
		return Picture{}, nil, err
	}
	var p Picture
	err := s.db.Read(ctx, func(tx *db.Tx) error {
		var ok bool
		var err error
		if p, ok, err = findPicture(tx, id); err != nil {
			return err
		}
		if ok && p.PersonID == actor.PersonID {
			return nil
		}
		rows, err := shownIn(tx, id)
		if err != nil {
			return err
		}
		views, err := s.seen(tx, rows)
		if err != nil {
			return err
		}
		for _, v := range views {
			if policy.Check(actor, policy.CommitmentRead, v.Facts) == nil {
				return nil
			}
		}
		return fault.Missing("picture")
	})
	if err != nil {
		return Picture{}, nil, err
	}
	r, err := s.files.Get(ctx, p.BlobKey, 0)
	return p, r, err
}
