package testkit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"talkoot/internal/db"
	"talkoot/migrations"
)

// Making the tables takes longer than most tests, so they are made once: a file is copied, and PostgreSQL copies a template.

var emptyFile = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "talkoot-template")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "talkoot.db")
	if err := migrate("sqlite://" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func migrate(address string) error {
	d, err := db.Open(context.Background(), address, nil)
	if err != nil {
		return err
	}
	if _, err := d.Migrate(context.Background()); err != nil {
		_ = d.Close()
		return err
	}
	return d.Close() // the last to close a file leaves all of it in one piece
}

// migratedSQLite is SQLiteURL with every table.
func migratedSQLite(t testing.TB) string {
	t.Helper()
	content, err := emptyFile()
	if err != nil {
		t.Fatal(err)
	}
	address := SQLiteURL(t)
	if err := os.WriteFile(strings.TrimPrefix(address, "sqlite://"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	return address
}

// migratedPostgres takes a database that has every table and nothing else, and gives its address. The databases stay in the cluster for
// the next test, of whichever program: PostgreSQL is slow at making and dropping them, and quick at emptying.
func migratedPostgres(t testing.TB) string {
	t.Helper()
	base := postgresBase(t)
	template, err := templateOf(base)
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	// Whoever holds a database's lock uses it; the lock goes with the connection.
	admin, done, err := administer(base)
	if err != nil {
		t.Fatalf("PostgreSQL for the tests: %v", err)
	}
	t.Cleanup(done)
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s_%d", template, n)
		var mine, there bool
		err := admin.Raw("SELECT pg_try_advisory_lock(hashtext(?))", name).Scan(&mine).Error
		if err == nil && !mine {
			continue
		}
		if err == nil {
			err = admin.Raw("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = ?)", name).Scan(&there).Error
		}
		if err == nil && there {
			if err = empty(admin, base, name); err == nil {
				return inDatabase(base, name)
			}
			err = admin.Exec("DROP DATABASE " + name + " WITH (FORCE)").Error
		}
		if err == nil {
			err = admin.Exec("CREATE DATABASE " + name + " TEMPLATE " + template).Error
		}
		if err != nil {
			t.Fatalf("a database for the test: %v", err)
		}
		return inDatabase(base, name)
	}
}

// shape tells every column, trigger, index and constraint: a test may have changed some.
const shape = `SELECT md5(string_agg(x, ',' ORDER BY x)) FROM (
	SELECT c.relname || '.' || a.attname || ':' || a.atttypid || a.attnotnull AS x FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
	UNION ALL SELECT 'trigger ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
	UNION ALL SELECT 'constraint ' || conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
	UNION ALL SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_temp%' AND nspname NOT LIKE 'pg\_toast\_temp%') AS all_of_it`

// keep puts aside what migrations themselves wrote, and the shape.
const keep = `CREATE SCHEMA kept;
DO $$ DECLARE t record; filled boolean; BEGIN
	FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
		EXECUTE format('SELECT EXISTS (SELECT 1 FROM public.%I)', t.relname) INTO filled;
		IF filled THEN
			EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', t.relname, t.relname);
		END IF;
	END LOOP;
	EXECUTE format('COMMENT ON SCHEMA kept IS %L', (` + shape + `));
END $$`

// clear leaves what was put aside and nothing else. Triggers sleep: also what nobody may delete goes.
const clear = `DO $$ DECLARE t record; BEGIN
	IF (` + shape + `) <> obj_description('kept'::regnamespace, 'pg_namespace') THEN
		RAISE 'the test before has changed the tables';
	END IF;
	SET LOCAL lock_timeout = '5s';
	SET LOCAL session_replication_role = replica;
	FOR t IN SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
		IF pg_relation_size(t.oid) > 1000000 THEN
			EXECUTE format('TRUNCATE public.%I CASCADE', t.relname);
		ELSE
			EXECUTE format('DELETE FROM public.%I', t.relname);
		END IF;
	END LOOP;
	FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'kept'::regnamespace AND relkind = 'r' LOOP
		EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', t.relname, t.relname);
	END LOOP;
END $$`

// empty clears a database, whoever still has it open.
func empty(admin *gorm.DB, base, name string) error {
	if err := admin.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?", name).Error; err != nil {
		return err
	}
	return in(base, name, clear)
}

// in runs one statement inside a database of the cluster.
func in(base, name, statement string) error {
	inside, done, err := administer(inDatabase(base, name))
	if err != nil {
		return err
	}
	defer done()
	return inside.Exec(statement).Error
}

var (
	templates sync.Mutex
	made      = map[string]string{} // by cluster
)

// templateOf gives the name of the cluster's migrated database. It is made by whichever test program comes first and stays, named after
// the migrations it holds.
func templateOf(base string) (string, error) {
	templates.Lock()
	defer templates.Unlock()
	if name, ok := made[base]; ok {
		return name, nil
	}
	sum := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(migrations.FS, path)
		_, _ = fmt.Fprintf(sum, "%s\n%s\n", path, content) // a hash takes everything
		return err
	})
	if err != nil {
		return "", err
	}
	name := "talkoot_template_" + hex.EncodeToString(sum.Sum(nil))[:16]
	admin, done, err := administer(base)
	if err != nil {
		return "", err
	}
	defer done()
	// One makes it while the others wait: the lock is this connection's.
	if err := admin.Exec("SELECT pg_advisory_lock(8041652)").Error; err != nil {
		return "", err
	}
	var there bool
	if err := admin.Raw("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = ?)", name).Scan(&there).Error; err != nil {
		return "", err
	}
	if !there {
		half := name + "_half" // what was killed in the middle is not mistaken for it
		for _, step := range []func() error{
			func() error { return admin.Exec("DROP DATABASE IF EXISTS " + half).Error },
			func() error { return admin.Exec("CREATE DATABASE " + half).Error },
			func() error { return migrate(inDatabase(base, half)) },
			func() error { return in(base, half, keep) },
			func() error { return admin.Exec("ALTER DATABASE " + half + " RENAME TO " + name).Error },
		} {
			if err := step(); err != nil {
				return "", err
			}
		}
	}
	made[base] = name
	return name, nil
}

// administer opens one connection to the cluster.
func administer(base string) (admin *gorm.DB, done func(), err error) {
	admin, err = gorm.Open(postgres.Open(base), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return nil, nil, err
	}
	pool, err := admin.DB()
	if err != nil {
		return nil, nil, err
	}
	pool.SetMaxOpenConns(1)
	return admin, func() { _ = pool.Close() }, nil
}

func inDatabase(base, name string) string {
	u, err := url.Parse(base)
	if err != nil {
		panic(err) // a connection has been made with it
	}
	u.Path = "/" + name
	return u.String()
}
