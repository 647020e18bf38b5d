package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"syscall"

	"gocloud.dev/blob"
	_ "gocloud.dev/blob/fileblob" // file://
	_ "gocloud.dev/blob/s3blob"   // s3://
	"gocloud.dev/gcerrors"

	"talkoot/internal/fault"
)

// Store keeps files by key. Keys are ours: letters, digits, "-", "." and "/".
type Store struct{ bucket *blob.Bucket }

// Open opens the store at address, file:///path or s3://bucket?region=…; an empty address is the folder "files" in dataDir.
func Open(ctx context.Context, address, dataDir string) (*Store, error) {
	if address == "" {
		folder, err := filepath.Abs(filepath.Join(dataDir, "files"))
		if err != nil {
			return nil, fmt.Errorf("folder for files: %w", err)
		}
		address = (&url.URL{Scheme: "file", Path: filepath.ToSlash(folder)}).String()
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("address for files: %w", err)
	}
	if u.Scheme == "file" { // made when it is missing, without a second file beside each for its attributes
		q := u.Query()
		q.Set("create_dir", "true")
		q.Set("metadata", "skip")
		q.Set("no_tmp_dir", "true") // a rename within one file system keeps a half-written file from being seen
		u.RawQuery = q.Encode()
	}
	bucket, err := blob.OpenBucket(ctx, u.String())
	if err != nil {
		return nil, fmt.Errorf("files at %s: %w", u.Redacted(), err)
	}
	return &Store{bucket}, nil
}

// Close lets the store go.
func (s *Store) Close() error { return s.bucket.Close() }

// Put writes a whole file under key, or nothing when r fails; it gives its size in bytes.
func (s *Store) Put(ctx context.Context, key, contentType string, r io.Reader) (int64, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := s.bucket.NewWriter(ctx, key, &blob.WriterOptions{ContentType: contentType, DisableContentTypeDetection: true})
	if err != nil {
		return 0, away(err)
	}
	n, err := io.Copy(w, r)
	if err != nil {
		cancel() // before Close, so that nothing is kept
		_ = w.Close()
		if full(err) {
			return 0, away(err)
		}
		return 0, err // r's own
	}
	if err := w.Close(); err != nil {
		return 0, away(err)
	}
	return n, nil
}

// Get reads the file under key from offset on, in bytes; not found when there is none.
func (s *Store) Get(ctx context.Context, key string, offset int64) (io.ReadCloser, error) {
	r, err := s.bucket.NewRangeReader(ctx, key, offset, -1, nil)
	if err != nil {
		return nil, away(err)
	}
	return r, nil
}

// Delete takes a file away; one that is not there is no error.
func (s *Store) Delete(ctx context.Context, key string) error {
	err := s.bucket.Delete(ctx, key)
	if err == nil || gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return away(err)
}

func away(err error) error {
	if gcerrors.Code(err) == gcerrors.NotFound {
		return fault.Wrap(err, fault.NotFound, "This file is not there any more.")
	}
	if full(err) {
		return fault.Wrap(err, fault.StorageFull, "The server's storage for files is full. Everything else goes on; try again once there is room.")
	}
	return fault.Wrap(err, fault.Unavailable, "The store for files does not answer. Try again in a moment.")
}

// full says that the disk, or the account's share of it, has no room left.
func full(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
