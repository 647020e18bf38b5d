package backup

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"path"
	"slices"
	"time"

	"talkoot/internal/blob"
	"talkoot/internal/db"
	"talkoot/internal/fault"
)

// Progress is told what is being moved and how many rows, or files, of it are done.
type Progress func(what string, done int64)

// every is how many rows pass between two reports.
const every = 5000

// Write writes a backup to w: the rows of one moment, however long it takes and whoever writes meanwhile, and the uploaded files that
// they name. version is the program's. The manifest tells what is in it, and which files were not there any more.
func Write(ctx context.Context, d *db.DB, files *blob.Store, version string, w io.Writer, progress Progress) (*Manifest, error) {
	m := &Manifest{
		Product: product, Format: format, Version: version, Database: d.Dialect(), LeftOut: []string{}, Files: []File{}, Missing: []string{},
	}
	buffer := bufio.NewWriterSize(w, 256<<10)
	out := newSealer(buffer)
	z := zip.NewWriter(out)
	if err := z.SetComment(placeholder()); err != nil {
		return nil, err
	}
	var keys []string
	err := d.Bulk(ctx, false, func(b *db.Bulk) (err error) {
		m.MadeAt = b.Now()
		if m.Migration, err = b.Version(ctx); err != nil {
			return err
		}
		if m.Migration == 0 {
			return fmt.Errorf("there is nothing to back up: the database is empty")
		}
		tables, err := b.Tables(ctx)
		if err != nil {
			return err
		}
		for _, t := range tables {
			if !carried(t.Name) {
				m.LeftOut = append(m.LeftOut, t.Name)
				continue
			}
			named, err := writeTable(ctx, b, z, m, t, progress)
			if err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
			keys = append(keys, named...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	// After the rows, so that the database need not keep its old state for as long as the files take.
	slices.Sort(keys)
	for n, key := range slices.Compact(keys) {
		if err := writeFile(ctx, files, z, m, key); err != nil {
			return nil, fmt.Errorf("file %s: %w", key, err)
		}
		progress("files", int64(n+1))
	}
	if err := writeManifest(z, m); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if err := out.seal(); err != nil {
		return nil, err
	}
	return m, buffer.Flush()
}

func create(z *zip.Writer, name string, method uint16, at time.Time) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: at})
}

// writeTable writes a table's rows and gives the keys of the files that they name.
func writeTable(ctx context.Context, b *db.Bulk, z *zip.Writer, m *Manifest, t db.Table, progress Progress) (keys []string, err error) {
	entry, err := create(z, tablePath(t.Name), zip.Deflate, m.MadeAt)
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriterSize(entry, 64<<10)
	sum := newRowSum(t.Columns)
	file := slices.IndexFunc(t.Columns, func(c db.Column) bool { return c.Name == fileColumn })
	err = b.Rows(ctx, t, func(values []any) error {
		if file >= 0 {
			if key, _ := values[file].(string); key != "" {
				keys = append(keys, key)
			}
		}
		line, err := sum.add(values)
		if err != nil {
			return err
		}
		if sum.rows%every == 0 {
			progress(t.Name, sum.rows)
		}
		_, err = out.Write(line)
		return err
	})
	if err != nil {
		return nil, err
	}
	progress(t.Name, sum.rows)
	m.Tables = append(m.Tables, Table{Name: t.Name, Columns: t.Columns, Rows: sum.rows, Hash: sum.hex()})
	return keys, out.Flush()
}

// rowSum counts rows and hashes their lines.
type rowSum struct {
	columns []db.Column
	lease   int
	hash    hash.Hash
	rows    int64
	line    []byte
}

func newRowSum(columns []db.Column) *rowSum {
	lease := slices.IndexFunc(columns, func(c db.Column) bool { return c.Name == leaseColumn })
	return &rowSum{columns: columns, lease: lease, hash: sha256.New()}
}

// add gives the row's line, which is the sum's until the next.
func (s *rowSum) add(values []any) ([]byte, error) {
	if s.lease >= 0 {
		values[s.lease] = nil
	}
	line, err := appendRow(s.line[:0], s.columns, values)
	if err != nil {
		return nil, fmt.Errorf("row %d: %w", s.rows+1, err)
	}
	s.line = line
	if cap(line) > 1<<20 { // one long row is no reason to keep so much
		s.line = nil
	}
	s.rows++
	s.hash.Write(line)
	return line, nil
}

func (s *rowSum) hex() string { return hex.EncodeToString(s.hash.Sum(nil)) }

// writeFile copies one uploaded file. One that was deleted since the snapshot is noted and no failure.
func writeFile(ctx context.Context, files *blob.Store, z *zip.Writer, m *Manifest, key string) error {
	r, err := files.Get(ctx, key, 0)
	if fault.Is(err, fault.NotFound) {
		m.Missing = append(m.Missing, key)
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	method := zip.Store // pictures are small already
	if path.Ext(key) == ".csv" {
		method = zip.Deflate
	}
	entry, err := create(z, filePath(key), method, m.MadeAt)
	if err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(entry, sum), reading{ctx, r})
	if err != nil {
		return err
	}
	m.Files = append(m.Files, File{Key: key, Size: n, Hash: hex.EncodeToString(sum.Sum(nil))})
	return nil
}

func writeManifest(z *zip.Writer, m *Manifest) error {
	entry, err := create(z, manifestName, zip.Deflate, m.MadeAt)
	if err != nil {
		return err
	}
	out := json.NewEncoder(entry)
	out.SetIndent("", "  ")
	return out.Encode(m)
}
