package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"talkoot/internal/blob"
	"talkoot/internal/db"
)

// Save writes a backup into the file name, readable by its owner alone. It is written beside it, as name.part, and takes the name only
// once it is whole and on the disk: a backup that was interrupted leaves no file of that name. One that is there already is replaced
// with force only.
func Save(ctx context.Context, d *db.DB, files *blob.Store, version, name string, force bool, progress Progress) (m *Manifest, err error) {
	if err := free(name, force); err != nil {
		return nil, err
	}
	part := name + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, fmt.Errorf("another backup is being written to %s", part)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part)
		}
	}()
	// It may be what an interrupted backup left.
	if err := errors.Join(f.Truncate(0), f.Chmod(0o600)); err != nil {
		return nil, err
	}
	if m, err = Write(ctx, d, files, version, f, progress); err != nil {
		return nil, err
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}
	if err := free(name, force); err != nil {
		return nil, err
	}
	if err := os.Rename(part, name); err != nil {
		return nil, err
	}
	return m, syncFolder(filepath.Dir(name))
}

func free(name string, force bool) error {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is there and is no file", name)
	case !force:
		return fmt.Errorf("%s is there already; --force replaces it", name)
	}
	return nil
}

// syncFolder makes the new name last.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	return folder.Sync()
}
