package live

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops the database of one run

	"talkoot/internal/db"
)

// fresh makes an empty database for one run: in the folder for SQLite, beside the database at address for PostgreSQL. drop removes it.
func fresh(ctx context.Context, address, folder string) (made string, drop func(), err error) {
	if !strings.HasPrefix(address, "postgres") {
		path := filepath.Join(folder, "talkoot.db")
		return "sqlite://" + path, func() {
			for _, end := range []string{"", "-wal", "-shm"} {
				_ = os.Remove(path + end)
			}
		}, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", nil, err
	}
	pool, err := sql.Open("pgx", address)
	if err != nil {
		return "", nil, err
	}
	name := "bench_live_" + strconv.FormatUint(rand.Uint64(), 36)
	if _, err := pool.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		_ = pool.Close()
		return "", nil, fmt.Errorf("a database for the run: %w", err)
	}
	u.Path = "/" + name
	return u.String(), func() {
		_, _ = pool.Exec("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)")
		_ = pool.Close()
	}, nil
}

// settle migrates the database and puts n people with a session each into it, the first of them a facilitator. It gives what their
// cookies hold.
func settle(ctx context.Context, address string, n int) ([]string, error) {
	d, err := db.Open(ctx, address, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = d.Close() }()
	if _, err := d.Migrate(ctx); err != nil {
		return nil, err
	}
	cookies := make([]string, n)
	err = d.Write(ctx, func(tx *db.Tx) error {
		now := tx.Now()
		for i := range cookies {
			id := fmt.Sprintf("reader-%06d", i)
			cookies[i] = fmt.Sprintf("%043d", i) // as long as a real one; a secret it need not be here
			hash := sha256.Sum256([]byte(cookies[i]))
			if err := tx.Exec(`INSERT INTO people (id, issuer, subject, email, name, department, created_at, updated_at) VALUES (?, 'bench', ?, ?, ?, ?, ?, ?)`,
				id, id, id+"@havulinna.example", "Reader "+strconv.Itoa(i), "Department "+strconv.Itoa(i%40), now, now).Error; err != nil {
				return err
			}
			if err := tx.Exec(`INSERT INTO sessions (id_hash, person_id, id_token, created_at, seen_at, expires_at) VALUES (?, ?, '', ?, ?, ?)`,
				hex.EncodeToString(hash[:]), id, now, now, now.Add(12*time.Hour)).Error; err != nil {
				return err
			}
		}
		return tx.Exec(`INSERT INTO person_roles (person_id, role, source) VALUES ('reader-000000', 'facilitator', 'product')`).Error
	})
	return cookies, err
}
