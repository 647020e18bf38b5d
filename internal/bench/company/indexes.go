package company

import (
	"fmt"

	"talkoot/internal/db"
)

// large are the tables that get so many rows that indexes and foreign keys are made sooner once all are there. What is unique stays
// throughout, but for PostgreSQL's key of the votes, the one that is not filled in its order.
var large = []string{"ideas", "insights", "votes", "comments", "activities", "search", "insight_search"}

// aside is one index or foreign key of a large table: the statement that takes it off and the one that puts it back.
type aside struct{ Off, Back string }

// strip takes indexes and foreign keys off, and gives SQLite memory for the fill; dress undoes both. A fill that is cut short between
// the two leaves a database without them, but it has people by then, and no second fill takes it.
func (m *maker) strip() error {
	return m.d.Write(m.ctx, func(tx *db.Tx) error {
		query, args := `SELECT 'DROP INDEX ' || name AS off, sql AS back FROM sqlite_master WHERE type = 'index' AND sql NOT LIKE '% UNIQUE %'
			AND tbl_name IN ? ORDER BY rowid`, []any{large}
		if tx.Dialect() == db.Postgres {
			query, args = `SELECT 'ALTER TABLE ' || t || ' DROP CONSTRAINT ' || conname AS off,
					'ALTER TABLE ' || t || ' ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid) AS back
				FROM (SELECT *, conrelid::regclass::text AS t FROM pg_constraint) c WHERE t IN ? AND (contype = 'f' OR conname = 'votes_pkey')
				UNION ALL (SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
				FROM pg_index WHERE NOT indisunique AND indrelid::regclass::text IN ? ORDER BY indexrelid)`, []any{large, large}
		}
		if err := tx.Raw(query, args...).Scan(&m.asides).Error; err != nil {
			return err
		}
		for _, a := range m.asides {
			if err := tx.Exec(a.Off).Error; err != nil {
				return err
			}
		}
		if tx.Dialect() == db.Postgres {
			return nil
		}
		if err := tx.Raw(`PRAGMA cache_size`).Scan(&m.cache).Error; err != nil {
			return err
		}
		return tx.Exec(`PRAGMA cache_size = -500000`).Error // kilobytes
	})
}

// dress puts back what strip took off.
func (m *maker) dress() error {
	return m.d.Write(m.ctx, func(tx *db.Tx) error {
		if tx.Dialect() == db.Postgres {
			if err := tx.Exec(`SET LOCAL maintenance_work_mem = '512MB'`).Error; err != nil {
				return err
			}
		}
		for _, a := range m.asides {
			if err := tx.Exec(a.Back).Error; err != nil {
				return err
			}
		}
		if tx.Dialect() == db.Postgres {
			return nil
		}
		return tx.Exec(fmt.Sprintf(`PRAGMA cache_size = %d`, m.cache)).Error
	})
}
