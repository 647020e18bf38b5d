package blob_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"talkoot/internal/blob"
	"talkoot/internal/fault"
)

func TestStore(t *testing.T) {
	ctx := context.Background()
	for name, address := range map[string]string{"the data folder": "", "an address": "file://" + filepath.ToSlash(filepath.Join(t.TempDir(), "a b#c"))} {
		t.Run(name, func(t *testing.T) {
			if strings.Contains(address, "#") {
				address = strings.NewReplacer(" ", "%20", "#", "%23").Replace(address)
			}
			data := filepath.Join(t.TempDir(), "data with ä # and space")
			s, err := blob.Open(ctx, address, data)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			if n, err := s.Put(ctx, "imports/1.csv", "text/csv", strings.NewReader("Pöytä")); err != nil || n != 7 {
				t.Fatalf("%d, %v", n, err)
			}
			r, err := s.Get(ctx, "imports/1.csv", 1)
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			_ = r.Close()
			if err != nil || string(text) != "öytä" {
				t.Errorf("%q, %v", text, err)
			}
			if _, err := s.Put(ctx, "half.csv", "text/csv", io.MultiReader(strings.NewReader("half"), broken{})); err == nil {
				t.Error("half a file is kept")
			}
			for _, key := range []string{"half.csv", "never.csv"} {
				if _, err := s.Get(ctx, key, 0); !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: %v", key, err)
				}
			}
			for range 2 {
				if err := s.Delete(ctx, "imports/1.csv"); err != nil {
					t.Error(err)
				}
			}
			if address == "" {
				if _, err := os.Stat(filepath.Join(data, "files", "imports")); err != nil {
					t.Error("not in the data folder: ", err)
				}
			}
		})
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("the line broke") }

// A disk without room is told as such, not as a store that is away.
func TestFull(t *testing.T) {
	s, err := blob.Open(context.Background(), "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	_, err = s.Put(context.Background(), "full.csv", "text/csv", noRoom{})
	if !fault.Is(err, fault.StorageFull) {
		t.Errorf("got %v", err)
	}
}

// noRoom fails as a write to a full disk does.
type noRoom struct{}

func (noRoom) Read([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
}
