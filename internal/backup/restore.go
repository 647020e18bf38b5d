package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"talkoot/internal/blob"
	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// jump is by how much the log's numbers go on behind those of the backup. The numbers given out since the backup was made were seen by
// browsers and stood for other things: none of them may be given out a second time, or such a browser would take up in the middle and be
// silent on what it missed. As it is, it is told to read everything anew.
const jump = 10_000_000

// RestoreOptions chooses what of a backup is taken back.
type RestoreOptions struct {
	KeepTokens bool // for a planned move: the backup was made after the server had stopped
	Progress   Progress
}

// Restored is what came of one table: how many rows stand in it, read back and found to have the backup's hash. Revoked tells that its rows
// were left behind.
type Restored struct {
	Table
	Revoked bool
}

// Restore fills an empty database, and the store of files, from the backup named name, and brings the schema up to date. Every row is read
// back and compared before anything is committed. When it fails, database and files are as they were.
func Restore(ctx context.Context, d *db.DB, files *blob.Store, name string, o RestoreOptions) (*Manifest, []Restored, error) {
	a, err := open(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	defer a.close()
	var before int64
	err = d.Bulk(ctx, false, func(b *db.Bulk) (err error) {
		if before, err = b.Version(ctx); err != nil || before == 0 {
			return err
		}
		_, err = empty(ctx, b)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	done, err := restore(ctx, d, files, a, o)
	if err != nil {
		return nil, nil, errors.Join(err, undo(context.WithoutCancel(ctx), d, before))
	}
	_, err = d.Migrate(ctx)
	return a.manifest, done, err
}

// undo gives the database the schema back that it had, unless somebody has begun to fill it meanwhile.
func undo(ctx context.Context, d *db.DB, before int64) error {
	var now int64
	filled := false
	err := d.Bulk(ctx, false, func(b *db.Bulk) (err error) {
		if now, err = b.Version(ctx); err != nil {
			return err
		}
		_, notEmpty := empty(ctx, b)
		filled = notEmpty != nil
		return nil
	})
	if err != nil || filled || now == before {
		return err
	}
	return d.MigrateTo(ctx, before)
}

// restore brings the schema to the backup's state, and loads and commits everything.
func restore(ctx context.Context, d *db.DB, files *blob.Store, a *archive, o RestoreOptions) (done []Restored, err error) {
	if err := d.MigrateTo(ctx, a.manifest.Migration); err != nil {
		return nil, err
	}
	put, err := a.putFiles(ctx, files, o.Progress)
	defer func() {
		if err != nil {
			for _, key := range put {
				_ = files.Delete(context.WithoutCancel(ctx), key) // nothing names it
			}
		}
	}()
	if err != nil {
		return nil, err
	}
	err = d.Bulk(ctx, true, func(b *db.Bulk) error {
		tables, err := empty(ctx, b)
		if err != nil {
			return err
		}
		if err := a.fits(tables); err != nil {
			return err
		}
		for table := range seeds {
			if slices.ContainsFunc(tables, func(t db.Table) bool { return t.Name == table }) {
				if err := b.Exec(ctx, "DELETE FROM "+table); err != nil {
					return err
				}
			}
		}
		for _, t := range tables { // in an order in which what is referred to comes first
			i := slices.IndexFunc(a.manifest.Tables, func(m Table) bool { return m.Name == t.Name })
			if i < 0 {
				continue
			}
			of := a.manifest.Tables[i]
			if t.Name == tokens && !o.KeepTokens {
				done = append(done, Restored{Table: of, Revoked: true})
				continue
			}
			t.Columns = of.Columns
			if err := a.load(ctx, b, t, of, o.Progress); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
			done = append(done, Restored{Table: of})
		}
		return leap(ctx, b)
	})
	return done, err
}

// empty refuses a database that has rows, but for those that the migrations leave; it gives its tables.
func empty(ctx context.Context, b *db.Bulk) ([]db.Table, error) {
	tables, err := b.Tables(ctx)
	if err != nil {
		return nil, err
	}
	var filled []string
	for _, t := range tables {
		n, err := b.Count(ctx, t.Name, seeds[t.Name])
		if err != nil {
			return nil, err
		}
		if n > 0 {
			filled = append(filled, t.Name)
		}
	}
	if len(filled) > 0 {
		if len(filled) > 3 {
			filled = append(filled[:3], "…")
		}
		return nil, fmt.Errorf("the database is not empty (rows in %s): restore goes into an empty one only, and nothing was changed",
			strings.Join(filled, ", "))
	}
	return tables, nil
}

// fits tells whether the backup's tables are those of a database in the same state of the schema, by name and kind.
func (a *archive) fits(tables []db.Table) error {
	sorted := func(columns []db.Column) []db.Column {
		return slices.SortedFunc(slices.Values(columns), func(x, y db.Column) int { return strings.Compare(x.Name, y.Name) })
	}
	for _, m := range a.manifest.Tables {
		i := slices.IndexFunc(tables, func(t db.Table) bool { return t.Name == m.Name })
		if i < 0 {
			return fmt.Errorf("the backup has a table %s, which this database has not", m.Name)
		}
		if !slices.Equal(sorted(tables[i].Columns), sorted(m.Columns)) {
			return fmt.Errorf("the backup's table %s has other columns than this database's", m.Name)
		}
	}
	return nil
}

// load fills one table, reads it back and compares.
func (a *archive) load(ctx context.Context, b *db.Bulk, t db.Table, of Table, progress Progress) error {
	f, err := a.zip.Open(tablePath(t.Name))
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	rows := newRowReader(reading{ctx, f}, of.Columns)
	_, err = b.Load(ctx, t, func() ([]any, error) {
		values, err := rows.next()
		if rows.n%every == 0 {
			progress(t.Name, rows.n)
		}
		return values, err
	})
	if err != nil {
		return err
	}
	sum := newRowSum(of.Columns)
	err = b.Rows(ctx, t, func(values []any) error {
		_, err := sum.add(values)
		return err
	})
	if err != nil {
		return err
	}
	if sum.hex() != of.Hash || sum.rows != of.Rows {
		return fmt.Errorf("its rows as they stand in the database are not those of the backup (%d rows, SHA-256 %s, not %d, %s)",
			sum.rows, sum.hex(), of.Rows, of.Hash)
	}
	progress(t.Name, sum.rows)
	return nil
}

// leap lets the log's numbers go on far behind those of the backup; see jump. A row in the log stands for the gap, so that whoever reads
// the log on comes to its end.
func leap(ctx context.Context, b *db.Bulk) error {
	if err := b.Exec(ctx, "UPDATE activity_counter SET seq = seq + ?", int64(jump)); err != nil {
		return err
	}
	return b.Exec(ctx, `INSERT INTO activities (seq, kind, ref_kind, ref_id, challenge_id, actor_id, at, summary, story)
		SELECT seq, 'backup.restored', 'challenge', 'none', '', '', ?, '{}', ? FROM activity_counter`, b.Now(), false)
}

// putFiles writes the uploaded files, and gives the keys of those that were not there before.
func (a *archive) putFiles(ctx context.Context, files *blob.Store, progress Progress) (put []string, err error) {
	for n, f := range a.manifest.Files {
		there, err := files.Get(ctx, f.Key, 0)
		if err == nil {
			_ = there.Close()
		} else if !fault.Is(err, fault.NotFound) {
			return put, err
		} else {
			put = append(put, f.Key)
		}
		if err := a.putFile(ctx, files, f); err != nil {
			return put, fmt.Errorf("file %s: %w", f.Key, err)
		}
		progress("files", int64(n+1))
	}
	return put, nil
}

func (a *archive) putFile(ctx context.Context, files *blob.Store, f File) error {
	entry, err := a.zip.Open(filePath(f.Key))
	if err != nil {
		return err
	}
	defer func() { _ = entry.Close() }()
	if _, err := files.Put(ctx, f.Key, contentType(f.Key), reading{ctx, entry}); err != nil {
		return err
	}
	r, err := files.Get(ctx, f.Key, 0)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, reading{ctx, r}); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != f.Hash {
		return errors.New("what the store gives back is not what was put there")
	}
	return nil
}

// contentType is what the store is told a file is; the product tells browsers by itself.
func contentType(key string) string {
	switch {
	case strings.HasSuffix(key, ".jpg"):
		return "image/jpeg"
	case strings.HasSuffix(key, ".csv"):
		return "text/csv"
	}
	return "application/octet-stream"
}

// Check reads the backup named name as Restore would, without a database.
func Check(ctx context.Context, name string, progress Progress) (*Manifest, error) {
	a, err := open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer a.close()
	return a.manifest, a.check(ctx, progress)
}
