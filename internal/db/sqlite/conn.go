package sqlite

import (
	"container/list"
	"context"
	"database/sql/driver"

	modernc "modernc.org/sqlite"
)

// keeps is how many prepared statements a connection keeps. All that the product asks are some 560, of 9 KB in the middle; lists of other
// lengths make more, which come and go.
const keeps = 600

// newConnector opens connections that keep their prepared statements. To parse and plan a statement takes SQLite longer than most take to
// run; GORM's own store forgets what was prepared within a transaction when it ends, and here everything runs within one.
func newConnector(dsn string) (driver.Connector, error) {
	inner, err := modernc.NewConnector(dsn)
	return connector{inner}, err
}

type connector struct{ driver.Connector }

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &conn{driverConn: inner.(driverConn), kept: map[string]*list.Element{}, order: list.New()}, nil
}

// driverConn is what the driver's connections can do, of what database/sql asks for.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// statement is a prepared statement of the driver's.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// conn is a connection; database/sql sees to it that one goroutine at a time uses it.
type conn struct {
	driverConn
	kept  map[string]*list.Element // of those that are not in use, by their text
	order *list.List               // of *keptStatement, the last used one in front
}

type keptStatement struct {
	query string
	statement
}

// take gives a prepared statement into the hands of who runs it: a second one who asks for the same meanwhile gets another.
func (c *conn) take(ctx context.Context, query string) (*keptStatement, error) {
	if at, ok := c.kept[query]; ok {
		delete(c.kept, query)
		return c.order.Remove(at).(*keptStatement), nil
	}
	prepared, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &keptStatement{query, prepared.(statement)}, nil
}

// give takes a statement back for the next one who asks. One that has failed is not kept.
func (c *conn) give(s *keptStatement, err error) error {
	if _, there := c.kept[s.query]; there || err != nil {
		return s.Close()
	}
	c.kept[s.query] = c.order.PushFront(s)
	if c.order.Len() <= keeps {
		return nil
	}
	oldest := c.order.Remove(c.order.Back()).(*keptStatement)
	delete(c.kept, oldest.query)
	return oldest.Close()
}

// ExecContext runs a statement that answers no rows.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(ctx, args)
	if closing := c.give(s, err); err == nil {
		err = closing
	}
	return result, err
}

// QueryContext runs a query; its statement is in use until the rows are closed.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	found, err := s.QueryContext(ctx, args)
	if err != nil {
		_ = c.give(s, err)
		return nil, err
	}
	return &rows{found, c, s}, nil
}

// Close lets go of the statements and of the connection.
func (c *conn) Close() error {
	for at := c.order.Front(); at != nil; at = at.Next() {
		_ = at.Value.(*keptStatement).Close()
	}
	c.kept, c.order = nil, list.New()
	return c.driverConn.Close()
}

type rows struct {
	driver.Rows
	conn      *conn
	statement *keptStatement
}

// Close gives the statement back.
func (r *rows) Close() error {
	err := r.Rows.Close()
	if given := r.conn.give(r.statement, err); err == nil {
		err = given
	}
	return err
}
