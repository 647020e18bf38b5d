package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"math"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
)

// On PostgreSQL, transactions and queries written in SQL speak to the driver itself, on connections of the pool that GORM's models use
// too. database/sql's own way costs a goroutine for each transaction and each answer, turns each value over twice, and has a message
// of its own for BEGIN and for COMMIT: here they go along with the first statement and with the last ones.

const (
	opensWriting = "begin isolation level read committed"
	opensReading = "begin isolation level repeatable read read only"

	// stale is how many connections one statement may find closed before it gives up, as of database/sql.
	stale = 3
	// ended is how long a rollback may take: whoever waits for the answer waits for it too. The connection is thrown away where it takes longer.
	ended = time.Second
)

// statement is a query with the database's own marks, its arguments, and what reads its answer; nil where it answers nothing.
type statement struct {
	query string
	args  []any
	read  func(rows pgx.Rows, types *pgtype.Map) error
}

// on runs fn on the driver's own connection.
func on(conn *sql.Conn, fn func(c *pgx.Conn) error) error {
	return conn.Raw(func(driver any) error { return fn(driver.(*stdlib.Conn).Conn()) })
}

// acquire takes a connection of the pool and runs fn on it. Another takes its place while all that is known of one is that nothing of fn
// was sent.
func acquire(ctx context.Context, pool *sql.DB, fn func(c *pgx.Conn) error) (*sql.Conn, error) {
	for n := 1; ; n++ {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return nil, err
		}
		if err = on(conn, fn); n == stale || ctx.Err() != nil || !pgconn.SafeToRetry(err) {
			return conn, err
		}
		_ = conn.Close()
	}
}

// send sends statements in one message, BEGIN before them where they are a transaction's first, and reads the answers.
func (t *Tx) send(statements []statement) error {
	ctx := t.Statement.Context
	if t.conn != nil {
		return on(t.conn, func(c *pgx.Conn) error {
			if err := begun(c); err != nil {
				return err
			}
			return exchange(ctx, c, statements)
		})
	}
	if t.opening != "" {
		statements = append([]statement{{query: t.opening}}, statements...)
	}
	conn, err := acquire(ctx, t.pool, func(c *pgx.Conn) error { return exchange(ctx, c, statements) })
	if t.opening != "" {
		t.conn = conn // also after an error: what comes now must not begin anew
	} else if conn != nil {
		_ = conn.Close()
	}
	return err
}

// begun refuses a connection on which BEGIN itself has failed: what came now would be committed by itself.
func begun(c *pgx.Conn) error {
	if c.PgConn().TxStatus() == 'I' {
		return errors.New("the transaction was never begun")
	}
	return nil
}

func exchange(ctx context.Context, c *pgx.Conn, statements []statement) error {
	if len(statements) == 1 {
		rows, err := c.Query(ctx, statements[0].query, statements[0].args...)
		return statements[0].finish(rows, err, c.TypeMap())
	}
	batch := &pgx.Batch{}
	for _, s := range statements {
		batch.Queue(s.query, s.args...)
	}
	results := c.SendBatch(ctx, batch)
	for _, s := range statements {
		rows, err := results.Query()
		if err = s.finish(rows, err, c.TypeMap()); err != nil {
			_ = results.Close() // says the same again
			return err
		}
	}
	return results.Close()
}

// finish reads an answer to its end, which tells how the statement ended.
func (s statement) finish(rows pgx.Rows, err error, types *pgtype.Map) error {
	if err == nil && s.read != nil {
		err = s.read(rows, types)
	}
	rows.Close()
	return cmp.Or(err, rows.Err())
}

// affected reads an answer that is no rows.
func affected(n *int64) func(pgx.Rows, *pgtype.Map) error {
	return func(rows pgx.Rows, _ *pgtype.Map) error {
		rows.Close()
		*n = rows.CommandTag().RowsAffected()
		return nil
	}
}

// commitNative sends what was kept for the end, and COMMIT, in one message. A transaction without a statement has nothing to end.
func (t *Tx) commitNative() error {
	if t.conn == nil && len(t.last) == 0 {
		return nil
	}
	return t.send(append(t.last, statement{query: "commit", read: func(rows pgx.Rows, _ *pgtype.Map) error {
		rows.Close()
		if rows.Err() == nil && rows.CommandTag().String() == "ROLLBACK" { // an error in it was passed over
			return pgx.ErrTxCommitRollback
		}
		return nil
	}}))
}

// releaseNative ends the transaction where it is still open, and gives the connection back.
func (t *Tx) releaseNative() {
	if t.conn == nil {
		return
	}
	_ = on(t.conn, func(c *pgx.Conn) error {
		if c.IsClosed() || c.PgConn().TxStatus() == 'I' {
			return nil
		}
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Statement.Context), ended)
		defer cancel()
		_, err := c.Exec(ctx, "rollback") // the pool throws away a connection that is left in a transaction
		return err
	})
	_ = t.conn.Close()
}

// opened is the transaction's connection, with BEGIN sent.
func (t *Tx) opened() (*sql.Conn, error) {
	if t.conn == nil {
		err := t.send(nil)
		return t.conn, err
	}
	return t.conn, on(t.conn, begun)
}

// models is a transaction's connection as GORM's models use it.
type models struct{ tx *Tx }

func (m models) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	conn, err := m.tx.opened()
	if err != nil {
		return nil, err
	}
	return conn.PrepareContext(ctx, query)
}

func (m models) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	conn, err := m.tx.opened()
	if err != nil {
		return nil, err
	}
	return conn.ExecContext(ctx, query, args...)
}

func (m models) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	conn, err := m.tx.opened()
	if err != nil {
		return nil, err
	}
	return conn.QueryContext(ctx, query, args...)
}

func (m models) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	conn, err := m.tx.opened()
	if err != nil { // a row cannot be made here that says so; one of a context that has ended does
		ended, cancel := context.WithCancel(ctx)
		cancel()
		return m.tx.pool.QueryRowContext(ended, query, args...)
	}
	return conn.QueryRowContext(ctx, query, args...)
}

// answer is PostgreSQL's rows as fill reads them.
type answer struct {
	pgx.Rows
	types *pgtype.Map
}

func (a answer) Columns() ([]string, error) {
	fields := a.FieldDescriptions()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names, nil
}

func (a answer) Values(into []any) error {
	fields := a.FieldDescriptions()
	for i, raw := range a.RawValues() {
		var err error
		if into[i], err = valueOf(a.types, fields[i], raw); err != nil {
			return err
		}
	}
	return nil
}

// valueOf is one value as database/sql would give it, which is how put takes it. A list is a thousand values and more, nearly all of the
// five kinds that are read here; the driver's own way looks each up in two tables.
func valueOf(types *pgtype.Map, f pgconn.FieldDescription, raw []byte) (any, error) {
	if raw == nil {
		return nil, nil
	}
	if f.DataTypeOID == pgtype.TextOID {
		return string(raw), nil
	}
	if f.Format == pgx.BinaryFormatCode {
		switch f.DataTypeOID {
		case pgtype.Int8OID:
			return int64(binary.BigEndian.Uint64(raw)), nil
		case pgtype.Int4OID:
			return int64(int32(binary.BigEndian.Uint32(raw))), nil
		case pgtype.BoolOID:
			return raw[0] == 1, nil
		case pgtype.TimestamptzOID:
			if since := int64(binary.BigEndian.Uint64(raw)); since != math.MaxInt64 && since != math.MinInt64 { // which stand for no time
				return time.UnixMicro(y2k + since).UTC(), nil
			}
		}
	}
	if kind, ok := types.TypeForOID(f.DataTypeOID); ok {
		return kind.Codec.DecodeDatabaseSQLValue(types, f.DataTypeOID, f.Format, raw)
	}
	return string(raw), nil
}

// y2k is the moment from which PostgreSQL counts microseconds, in those from 1970.
const y2k = 946_684_800_000_000
