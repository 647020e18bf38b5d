package db_test

import (
	"context"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// A server that vanishes inside a transaction does not hold its locks for long: each connection has said how long it may stand idle.
func TestIdleTransactionsEnd(t *testing.T) {
	d, err := db.Open(context.Background(), testkit.PostgresURL(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var said string
	err = d.Write(context.Background(), func(tx *db.Tx) error { return tx.Raw(`SHOW idle_in_transaction_session_timeout`).Scan(&said).Error })
	if patience, parseErr := time.ParseDuration(said); err != nil || parseErr != nil || patience <= 0 || patience > 30*time.Second {
		t.Errorf("a transaction may stand idle for %q, %v", said, err)
	}
}
