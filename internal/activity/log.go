package activity

import (
	"context"

	"talkoot/internal/db"
)

// Log reads the log for those who hold no transaction: the live channel now, notices and webhooks later.
type Log struct{ db *db.DB }

// NewLog reads from d.
func NewLog(d *db.DB) *Log { return &Log{db: d} }

// After reads up to limit activities behind seq, oldest first, whoever may see them, and the newest number there is: both of one
// moment. The caller checks each audience.
func (l *Log) After(ctx context.Context, seq int64, limit int) (list []Activity, newest int64, err error) {
	err = l.db.Read(ctx, func(tx *db.Tx) error {
		if list, err = After(tx, seq, limit); err != nil {
			return err
		}
		newest, err = Last(tx)
		return err
	})
	return list, newest, err
}

// Newest is the newest number there is; 0 when nothing has happened.
func (l *Log) Newest(ctx context.Context) (newest int64, err error) {
	err = l.db.Read(ctx, func(tx *db.Tx) error {
		newest, err = Last(tx)
		return err
	})
	return newest, err
}
