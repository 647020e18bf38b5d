package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
)

// The seal is the zip's comment, which stands at its end: "sha256 " and the SHA-256 of every byte before it. So one look finds any byte
// that was altered, and `head -c -71 FILE | sha256sum` does it without this program.
const (
	sealWord = "sha256 "
	sealSize = len(sealWord) + 2*sha256.Size
)

// sealer passes on what a zip writer writes, but for the last bytes, in whose place it puts the seal.
type sealer struct {
	to   io.Writer
	hash hash.Hash
	held []byte
}

func newSealer(to io.Writer) *sealer { return &sealer{to: to, hash: sha256.New()} }

// placeholder is the comment to give to the zip.
func placeholder() string { return strings.Repeat(" ", sealSize) }

// Write keeps back as much as a seal needs.
func (s *sealer) Write(p []byte) (int, error) {
	s.held = append(s.held, p...)
	if n := len(s.held) - sealSize; n > 0 {
		s.hash.Write(s.held[:n])
		if _, err := s.to.Write(s.held[:n]); err != nil {
			return 0, err
		}
		s.held = append(s.held[:0], s.held[n:]...)
	}
	return len(p), nil
}

// seal ends the file.
func (s *sealer) seal() error {
	if string(s.held) != placeholder() {
		return errors.New("the zip does not end in its comment")
	}
	_, err := io.WriteString(s.to, sealWord+hex.EncodeToString(s.hash.Sum(nil)))
	return err
}

// archive is a backup's file, opened and found to be whole.
type archive struct {
	file     *os.File
	zip      *zip.Reader
	manifest *Manifest
}

// open reads the file once to see that it is as it was written. What is wrong is said with the table, where one can be named.
func open(ctx context.Context, name string) (*archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	a := &archive{file: f}
	if err := a.read(ctx); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return a, nil
}

func (a *archive) close() { _ = a.file.Close() }

func (a *archive) read(ctx context.Context) error {
	info, err := a.file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("a backup is read from a file")
	}
	sealed := checkSeal(ctx, a.file, info.Size())
	if sealed != nil && !errors.Is(sealed, errAltered) {
		return sealed
	}
	if a.zip, err = zip.NewReader(a.file, info.Size()); err != nil {
		return orSealed(sealed, fmt.Errorf("not a backup, or cut short: %w", err))
	}
	if a.manifest, err = readManifest(a.zip); err != nil {
		return orSealed(sealed, err)
	}
	if sealed != nil {
		if err := a.check(ctx, func(string, int64) {}); err != nil {
			return err // names the table
		}
		return sealed
	}
	return a.manifest.understood()
}

var errAltered = errors.New("the file was altered or cut short: its last line does not fit what is before it")

func orSealed(sealed, err error) error {
	if sealed != nil {
		return sealed
	}
	return err
}

func checkSeal(ctx context.Context, f io.ReaderAt, size int64) error {
	body := size - int64(sealSize)
	if body <= 0 {
		return errAltered
	}
	seal := make([]byte, sealSize)
	if _, err := f.ReadAt(seal, body); err != nil {
		return err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, reading{ctx, io.NewSectionReader(f, 0, body)}); err != nil {
		return err
	}
	if !bytes.Equal(seal, []byte(sealWord+hex.EncodeToString(sum.Sum(nil)))) {
		return errAltered
	}
	return nil
}

// check reads every table and file of the archive and compares it with the manifest; done is told of each.
func (a *archive) check(ctx context.Context, done func(what string, rows int64)) error {
	for _, t := range a.manifest.Tables {
		if _, hash, err := a.sum(ctx, tablePath(t.Name)); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		} else if hash != t.Hash {
			return fmt.Errorf("table %s: its rows are not those that were backed up (SHA-256 %s, not %s)", t.Name, hash, t.Hash)
		}
		done(t.Name, t.Rows)
	}
	for _, f := range a.manifest.Files {
		if size, hash, err := a.sum(ctx, filePath(f.Key)); err != nil {
			return fmt.Errorf("file %s: %w", f.Key, err)
		} else if hash != f.Hash || size != f.Size {
			return fmt.Errorf("file %s: it is not the one that was backed up (SHA-256 %s, not %s)", f.Key, hash, f.Hash)
		}
	}
	return nil
}

func (a *archive) sum(ctx context.Context, path string) (size int64, hash string, err error) {
	f, err := a.zip.Open(path)
	if err != nil {
		return 0, "", fmt.Errorf("%s is not in the backup", path)
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	size, err = io.Copy(sum, reading{ctx, f})
	if err != nil {
		return 0, "", fmt.Errorf("%s cannot be read: %w", path, err)
	}
	return size, hex.EncodeToString(sum.Sum(nil)), nil
}

// reading stops when its context ends.
type reading struct {
	ctx context.Context
	io.Reader
}

func (r reading) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
