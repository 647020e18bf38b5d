package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Observer hears of statements, for traces.
type Observer interface {
	// Watches tells whether statements under ctx are of interest.
	Watches(ctx context.Context) bool
	// Statement tells of one that has ended: its words with placeholders, never their values.
	Statement(ctx context.Context, system string, began time.Time, sql string, rows int64, err error)
}

// Observe tells o of every statement it watches; called once, before the database is used.
func (d *DB) Observe(o Observer) error {
	d.observer = o
	for _, p := range d.pools() {
		if err := observe(p.handle, string(d.dialect), o); err != nil {
			return fmt.Errorf("observe the database: %w", err)
		}
	}
	return nil
}

const beganKey = "talkoot:began"

func observe(g *gorm.DB, system string, o Observer) error {
	before := func(tx *gorm.DB) {
		if o.Watches(tx.Statement.Context) {
			tx.InstanceSet(beganKey, time.Now())
		}
	}
	after := func(tx *gorm.DB) {
		if began, ok := tx.InstanceGet(beganKey); ok {
			err := tx.Error
			if NoRow(err) {
				err = nil
			}
			o.Statement(tx.Statement.Context, system, began.(time.Time), tx.Statement.SQL.String(), tx.RowsAffected, err)
		}
	}
	type registrar interface {
		Register(name string, fn func(*gorm.DB)) error
	}
	c := g.Callback()
	for _, r := range []struct{ first, last registrar }{
		{c.Create().Before("*"), c.Create().After("*")}, {c.Query().Before("*"), c.Query().After("*")},
		{c.Update().Before("*"), c.Update().After("*")}, {c.Delete().Before("*"), c.Delete().After("*")},
		{c.Row().Before("*"), c.Row().After("*")}, {c.Raw().Before("*"), c.Raw().After("*")},
	} {
		if err := r.first.Register("talkoot:before", before); err != nil {
			return err
		}
		if err := r.last.Register("talkoot:after", after); err != nil {
			return err
		}
	}
	return nil
}

// Pool is what one pool of connections does just now.
type Pool struct {
	Name  string // "primary", "replica"; SQLite's are "writer" and "reader"
	Stats sql.DBStats
}

// Pools reads the pools without asking the database.
func (d *DB) Pools() []Pool {
	var list []Pool
	for _, p := range d.pools() {
		if pool, err := p.handle.DB(); err == nil {
			list = append(list, Pool{Name: p.name, Stats: pool.Stats()})
		}
	}
	return list
}

type namedPool struct {
	name   string
	handle *gorm.DB
}

// pools lists each pool once.
func (d *DB) pools() []namedPool {
	if d.dialect == SQLite {
		return []namedPool{{"writer", d.writer}, {"reader", d.reader}}
	}
	list := []namedPool{{"primary", d.writer}}
	if d.replica != nil {
		list = append(list, namedPool{"replica", d.replica.pool})
	}
	return list
}
