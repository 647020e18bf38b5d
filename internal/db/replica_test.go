package db_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"talkoot/internal/db"
	"talkoot/internal/fault"
	"talkoot/internal/testkit"
)

// withReplica opens a migrated database and a running replica of it.
func withReplica(t *testing.T) (*db.DB, *testkit.Replica) {
	t.Helper()
	// The tests' server acknowledges before it writes; a replica can only follow what is written.
	address := testkit.PostgresURL(t) + "&synchronous_commit=on"
	r := testkit.NewReplica(t)
	d, err := db.OpenWith(context.Background(), db.Options{URL: address, ReplicaURL: r.URL(address)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	if _, err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return d, r
}

func until(t *testing.T, what string, try func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !try(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// step writes one thing that is told of, and gives its number.
func step(t *testing.T, d *db.DB) (seq int64) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		return tx.Raw(`UPDATE activity_counter SET seq = seq + 1 WHERE id = 1 RETURNING seq`).Scan(&seq).Error
	})
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

// look reads the number, and says whether the replica was asked.
func look(ctx context.Context, d *db.DB) (seq int64, copied bool, err error) {
	err = d.Read(ctx, func(tx *db.Tx) error {
		return tx.DB.Raw(`SELECT seq, pg_is_in_recovery() FROM activity_counter WHERE id = 1`).Row().Scan(&seq, &copied)
	})
	return seq, copied, err
}

func looked(t *testing.T, ctx context.Context, d *db.DB) (seq int64, copied bool) {
	t.Helper()
	seq, copied, err := look(ctx, d)
	if err != nil && db.ReplicaFailed(ctx) { // one that is slow is given up; whoever asked goes to the database, as a request does
		seq, copied, err = look(context.Background(), d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return seq, copied
}

func old(seen int64) context.Context { return db.MayBeOld(context.Background(), seen) }

func isCopied(t *testing.T, d *db.DB, seen int64) bool {
	t.Helper()
	_, copied := looked(t, old(seen), d)
	return copied
}

func TestReplica(t *testing.T) {
	d, r := withReplica(t)
	until(t, "the replica is read", func() bool { return isCopied(t, d, 0) })
	if _, copied := looked(t, context.Background(), d); copied {
		t.Error("without leave the replica was read")
	}

	t.Run("what the reader has seen is there", func(t *testing.T) {
		copies := 0
		for range 300 {
			seq := step(t, d)
			got, copied := looked(t, old(seq), d)
			if got < seq {
				t.Fatalf("seen %d, read %d", seq, got)
			}
			if copied {
				copies++
			}
		}
		t.Logf("the replica had caught up at once %d of 300 times", copies)
		seq := step(t, d)
		until(t, "the replica has it too", func() bool { return isCopied(t, d, seq) })
	})

	t.Run("a request stays with the database once it has been there", func(t *testing.T) {
		ctx := old(1 << 60)
		if _, copied := looked(t, ctx, d); copied {
			t.Fatal("nobody can have seen that")
		}
		if _, copied := looked(t, ctx, d); copied {
			t.Error("it went back in time")
		}
	})

	t.Run("it does not follow", func(t *testing.T) {
		until(t, "the replica is read", func() bool { return isCopied(t, d, 0) })
		r.Pause()
		seq := step(t, d)
		if got, copied := looked(t, old(seq), d); got != seq || copied {
			t.Errorf("seen %d, read %d, from the replica: %v", seq, got, copied)
		}
		until(t, "it is not read any more", func() bool { return !isCopied(t, d, 0) })
		for range 50 {
			if got, copied := looked(t, old(0), d); got != seq || copied {
				t.Fatalf("read %d of %d, from the replica: %v", got, seq, copied)
			}
		}
		r.Resume()
		until(t, "it is read again", func() bool { return isCopied(t, d, seq) })
	})

	t.Run("it is killed under readers", func(t *testing.T) {
		var reads, failed, copies atomic.Int64
		ctx, stop := context.WithCancel(context.Background())
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				for ctx.Err() == nil {
					under := old(0)
					_, copied, err := look(under, d)
					if err != nil && db.ReplicaFailed(under) {
						if !fault.Is(err, fault.Unavailable) {
							t.Errorf("it failed with %v", err)
						}
						_, copied, err = look(context.Background(), d) // as the edge does
					}
					if err != nil {
						failed.Add(1)
						t.Errorf("a reader heard of it: %v", err)
					}
					reads.Add(1)
					if copied {
						copies.Add(1)
					}
				}
			})
		}
		defer func() { stop(); readers.Wait() }()
		until(t, "the replica is read", func() bool { return copies.Load() > 100 })
		r.Kill()
		until(t, "nobody reads it", func() bool {
			before := copies.Load()
			time.Sleep(20 * time.Millisecond)
			return copies.Load() == before
		})
		before := reads.Load()
		until(t, "reading goes on", func() bool { return reads.Load() > before+200 })
		r.Start()
		before = copies.Load()
		until(t, "it is read again", func() bool { return copies.Load() > before+100 })
		stop()
		readers.Wait()
		t.Logf("%d reads, %d of the replica, %d failed", reads.Load(), copies.Load(), failed.Load())
	})

	t.Run("what fn says is not the replica's fault", func(t *testing.T) {
		until(t, "the replica is read", func() bool { return isCopied(t, d, 0) })
		no := errors.New("no")
		ctx := old(0)
		runs := 0
		if err := d.Read(ctx, func(*db.Tx) error { runs++; return no }); !errors.Is(err, no) || runs != 1 || db.ReplicaFailed(ctx) {
			t.Errorf("%v after %d runs, failed: %v", err, runs, db.ReplicaFailed(ctx))
		}
		if err := d.Read(old(0), func(tx *db.Tx) error { return addPerson(tx, "x") }); err == nil {
			t.Error("a read wrote")
		}
		gone, cancel := context.WithCancel(old(0))
		cancel()
		if err := d.Read(gone, func(*db.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("whoever has gone got %v", err)
		}
	})
}

// What is no replica of this database is never read, and stops nothing: not the start, not a read.
func TestReplicaThatIsNone(t *testing.T) {
	address := testkit.PostgresURL(t)
	for name, replica := range map[string]string{
		"nobody is there":     "postgres://nobody@127.0.0.1:1/none?sslmode=disable",
		"the database itself": address,
	} {
		t.Run(name, func(t *testing.T) {
			var log lines
			d, err := db.OpenWith(context.Background(), db.Options{URL: address, ReplicaURL: replica, Log: log.logger()})
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			if _, err := d.Migrate(context.Background()); err != nil {
				t.Fatal(err)
			}
			until(t, "it is said", func() bool { return strings.Contains(log.text(), "replica is not read") })
			for range 20 {
				if isCopied(t, d, 0) {
					t.Fatal("it was read")
				}
			}
			if n, age := d.ReplicaReads(); n != 0 || age >= 0 {
				t.Errorf("%d reads, age %s", n, age)
			}
			if n := strings.Count(log.text(), "\n"); n != 1 {
				t.Errorf("said %d times:\n%s", n, log.text())
			}
		})
	}
	if _, err := db.OpenWith(context.Background(), db.Options{URL: address, ReplicaURL: "postgres://%zz"}); err == nil {
		t.Error("an address that cannot be was taken")
	}
}

// lines keeps what is logged.
type lines struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }
func (l *lines) text() string                { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }
func (l *lines) logger() *slog.Logger        { return slog.New(slog.NewTextHandler(l, nil)) }
