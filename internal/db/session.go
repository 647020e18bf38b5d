package db

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// idle is how long PostgreSQL waits for the next word inside a transaction. A server that is cut off in the middle of one would else
// hold its locks, and the log's counter among them, until the system of the database's machine gives the line up: two hours.
const idle = "5s"

// randomPage is what a page read out of order costs beside one read in order. PostgreSQL supposes a turning disk, 4, and would rather
// read a small table whole for each row that names one of its own.
const randomPage = "1.1"

// dialPostgres gives GORM connections that say both once each. It is no parameter of the start of a session: PgBouncer refuses those
// that it does not know.
func dialPostgres(address string) (gorm.Dialector, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return postgres.New(postgres.Config{Conn: stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "SET idle_in_transaction_session_timeout = '"+idle+"'; SET random_page_cost = "+randomPage)
		return err
	}))}), nil
}
