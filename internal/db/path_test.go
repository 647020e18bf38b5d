package db_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"talkoot/internal/db"
)

// A data folder may be called anything: the database lies where its name says.
func TestDatabaseLiesWhereItIsNamed(t *testing.T) {
	for _, name := range []string{"#1", "a?b", "50%", "100%25", "Työ ä ö", "x#y?z=%41"} {
		path := filepath.Join(t.TempDir(), name, "talkoot.db")
		d, err := db.Open(context.Background(), "sqlite://"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Migrate(context.Background()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: nothing there: %v", name, err)
		}
	}
}
