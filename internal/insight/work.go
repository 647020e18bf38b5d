package insight

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"talkoot/internal/activity"
	"talkoot/internal/db"
	"talkoot/internal/fault"
)

const (
	batchRows  = 1000
	batchBytes = 4 << 20 // of the file, so that long rows do not add up
	lease      = time.Minute
	idle       = 2 * time.Second
	draftLife  = 7 * 24 * time.Hour
	uploadLife = 24 * time.Hour
)

// hurry tells the worker of this process that there is work; others look by themselves.
func (s *Service) hurry() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Work imports, undoes and tidies up until ctx ends. Several replicas may do it at once. What goes wrong is told to complain, and tried
// again.
func (s *Service) Work(ctx context.Context, complain func(error)) {
	for ctx.Err() == nil {
		more, err := s.Step(ctx)
		if err != nil && ctx.Err() == nil {
			complain(err)
		}
		if more && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-time.After(idle):
		}
	}
}

// Waiting is how many imports wait for a worker or are with one.
func (s *Service) Waiting(ctx context.Context) (n int, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		n, err = underWay(tx)
		return err
	})
	return n, err
}

// Step does one batch of what waits, and tells whether there was something to do.
func (s *Service) Step(ctx context.Context) (more bool, err error) {
	// Looking costs nothing; claiming writes.
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		more, err = waiting(tx)
		return err
	})
	if err != nil {
		return false, err
	}
	if !more {
		return false, s.tidy(ctx)
	}
	var i Import
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		i, more, err = claim(tx, lease)
		return err
	})
	if err != nil || !more {
		return false, err
	}
	if i.State == Undoing {
		err = s.undoBatch(ctx, i)
	} else if err = s.importBatch(ctx, i); err != nil && ctx.Err() == nil && !passing(err) {
		// A touchpoint may have been taken away between reading and writing: once more, then it is told.
		if err = s.importBatch(ctx, i); err != nil && ctx.Err() == nil && !passing(err) {
			return true, errors.Join(err, s.fail(ctx, i, err))
		}
	}
	if err != nil {
		release := func(tx *db.Tx) error { return release(tx, i.ID) }
		_ = s.db.Write(context.WithoutCancel(ctx), release) // else the lease ends by itself
	}
	return err == nil, err
}

// passing errors go away by themselves.
func passing(err error) bool {
	return fault.Is(err, fault.Unavailable) || fault.Is(err, fault.StorageFull)
}

// batch is what one step reads of a file.
type batch struct {
	insights []Insight
	rejects  []reject
	refused  int
	masked   int
	offset   int64
	line     int
	end      bool
}

func (s *Service) readBatch(ctx context.Context, i Import) (batch, error) {
	b := batch{offset: i.OffsetBytes, line: i.Line}
	k, err := i.kept()
	if err != nil {
		return b, err
	}
	into, err := s.rowsOf(ctx, k)
	if err != nil {
		return b, err
	}
	r, err := i.reader(s.opener(ctx, i), k.Settings, len(k.Names), i.OffsetBytes, i.Line+1)
	if err != nil {
		return b, err
	}
	defer r.close()
	for len(b.insights)+b.refused < batchRows && b.offset-i.OffsetBytes < batchBytes {
		rec, err := r.read()
		if errors.Is(err, io.EOF) {
			b.end = true
			return b, nil
		}
		if err != nil {
			return b, err
		}
		b.offset, b.line = rec.end, rec.endLine-1
		if rec.blank {
			continue
		}
		row := into.row(rec)
		if row.Error != "" {
			b.refused++
			if i.Rejected+b.refused <= maxRejects {
				cells, err := json.Marshal(brief(rec.cells))
				if err != nil {
					return b, err
				}
				b.rejects = append(b.rejects, reject{ImportID: i.ID, Line: rec.line, Reason: row.Error, Cells: string(cells)})
			}
			continue
		}
		if row.Insight.Masked {
			b.masked++
		}
		row.Insight.ID, row.Insight.AuthorID, row.Insight.ImportID = db.NewID(), i.CreatedBy, &i.ID
		b.insights = append(b.insights, row.Insight)
	}
	return b, nil
}

// importBatch reads some rows and writes them in one transaction with the place up to which they go. Where that place has moved
// meanwhile, somebody else wrote them, and nothing is done.
func (s *Service) importBatch(ctx context.Context, i Import) error {
	b, err := s.readBatch(ctx, i)
	if fault.Is(err, fault.NotFound) {
		return s.fail(ctx, i, err)
	}
	if err != nil {
		return err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := lockImport(tx, i.ID)
		if err != nil {
			return err
		}
		if now.State != Running || now.OffsetBytes != i.OffsetBytes || now.Line != i.Line {
			return nil
		}
		for n := range b.insights {
			b.insights[n].CreatedAt, b.insights[n].UpdatedAt = tx.Now(), tx.Now()
		}
		if err := insert(tx, b.insights); err != nil {
			return err
		}
		if err := index(tx, true, b.insights...); err != nil {
			return err
		}
		if err := insertRejects(tx, b.rejects); err != nil {
			return err
		}
		now.OffsetBytes, now.Line = b.offset, b.line
		now.Added, now.Rejected, now.Masked = now.Added+len(b.insights), now.Rejected+b.refused, now.Masked+b.masked
		now.LeaseUntil, now.UpdatedAt = nil, tx.Now()
		if !b.end {
			return updateImport(tx, now, Running)
		}
		at := tx.Now()
		now.State, now.FinishedAt = Done, &at
		if err := updateImport(tx, now, Running); err != nil {
			return err
		}
		// A story when there is something to read.
		return s.log.Record(tx, activity.Event{Kind: "insight.imported", Ref: now.ref(), ActorID: now.CreatedBy, Quiet: now.Added == 0,
			Summary: activity.Summary{Title: now.Name, Version: now.Added}})
	})
	if err != nil || !b.end {
		return err
	}
	return s.forget(ctx, i)
}

// fail ends an import that cannot go on; what came in stays until it is undone.
func (s *Service) fail(ctx context.Context, i Import, cause error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		now, err := lockImport(tx, i.ID)
		if err != nil || now.State != Running {
			return err
		}
		now.State, now.LeaseUntil, now.UpdatedAt = Failed, nil, tx.Now()
		now.Error = "Reading stopped. Undo this import and bring the file again."
		var known *fault.Error
		if errors.As(cause, &known) && known.Code != fault.Internal {
			now.Error = known.Message + " Undo this import and bring the file again."
		}
		return updateImport(tx, now, Running)
	})
}

// undoBatch takes some insights of an import away with their links; those a concept on a ballot rests on stay.
func (s *Service) undoBatch(ctx context.Context, i Import) error {
	over := false
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		over = false
		now, err := lockImport(tx, i.ID)
		if err != nil || now.State != Undoing {
			return err
		}
		k, err := now.kept()
		if err != nil {
			return err
		}
		ids, err := imported(tx, now.ID, k.Undone, batchRows)
		if err != nil {
			return err
		}
		frozen, err := s.ballots.InsightsOnBallot(tx, ids)
		if err != nil {
			return err
		}
		gone := make([]string, 0, len(ids))
		for _, id := range ids {
			if !frozen[id] {
				gone = append(gone, id)
			}
		}
		if err := remove(tx, gone); err != nil {
			return err
		}
		now.Kept += len(ids) - len(gone)
		now.LeaseUntil, now.UpdatedAt = nil, tx.Now()
		if len(ids) > 0 {
			k.Undone = ids[len(ids)-1]
		}
		if err := now.keep(k); err != nil {
			return err
		}
		if over = len(ids) < batchRows; !over {
			return updateImport(tx, now, Undoing)
		}
		at := tx.Now()
		now.State, now.FinishedAt = Undone, &at
		if err := deleteRejects(tx, now.ID); err != nil {
			return err
		}
		if err := updateImport(tx, now, Undoing); err != nil {
			return err
		}
		return s.log.Record(tx, activity.Event{Kind: "insight.withdrawn", Ref: now.ref(), ActorID: now.CreatedBy, Quiet: true,
			Summary: activity.Summary{Title: now.Name, Version: now.Kept}})
	})
	if err != nil || !over {
		return err
	}
	return s.forget(ctx, i)
}

// forget deletes the file of an import that has ended: it may hold personal data that nobody keeps.
func (s *Service) forget(ctx context.Context, i Import) error {
	if i.BlobKey == "" {
		return nil
	}
	if err := s.files.Delete(ctx, i.BlobKey); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error { return forgetFile(tx, i.ID) })
}

// tidy drops drafts after a week, uploads that never came to their end after a day, and files that are not needed any more.
func (s *Service) tidy(ctx context.Context) error {
	var old []Import
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		old, err = leftovers(tx, tx.Now().Add(-draftLife), tx.Now().Add(-uploadLife))
		return err
	})
	for _, i := range old {
		var problem error
		switch i.State {
		case Draft, Uploading:
			problem = s.drop(ctx, i, i.State)
		default:
			problem = s.forget(ctx, i)
		}
		if !fault.Is(problem, fault.Conflict) && !fault.Is(problem, fault.NotFound) {
			err = errors.Join(err, problem)
		}
	}
	return err
}
