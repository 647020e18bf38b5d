package sqlite

import (
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/migrator"
	"gorm.io/gorm/schema"
	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// Dialect is SQLite's way of saying what GORM wants to say. It makes no tables: migrations do.
type Dialect struct {
	dsn string
}

// Open is GORM's dialect for the database at dsn, an address as modernc.org/sqlite takes it.
func Open(dsn string) *Dialect { return &Dialect{dsn: dsn} }

// Name is the word by which GORM's models know the dialect.
func (*Dialect) Name() string { return "sqlite" }

// Initialize opens the pool and one connection in it, so that a file that cannot be opened is told at once.
func (d *Dialect) Initialize(db *gorm.DB) error {
	connector, err := newConnector(d.dsn)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(connector)
	if err := pool.Ping(); err != nil {
		_ = pool.Close()
		return err
	}
	db.ConnPool = pool
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses: []string{"INSERT", "VALUES", "ON CONFLICT", "RETURNING"},
		UpdateClauses: []string{"UPDATE", "SET", "FROM", "WHERE", "RETURNING"},
		DeleteClauses: []string{"DELETE", "FROM", "WHERE", "RETURNING"},
		// SQLite gives the number of the last row of those that a statement inserts.
		LastInsertIDReversed: true,
	})
	db.ClauseBuilders["FOR"] = func(clause.Clause, clause.Builder) {} // there is one writer, so there are no rows to lock
	db.ClauseBuilders["LIMIT"] = writeLimit
	return nil
}

// writeLimit writes the numbers themselves, for the reason that Mark gives.
func writeLimit(c clause.Clause, builder clause.Builder) {
	limit, ok := c.Expression.(clause.Limit)
	if !ok {
		return
	}
	rows := -1 // all
	if limit.Limit != nil && *limit.Limit >= 0 {
		rows = *limit.Limit
	}
	if rows >= 0 || limit.Offset > 0 {
		_, _ = builder.WriteString("LIMIT " + strconv.Itoa(rows))
	}
	if limit.Offset > 0 {
		_, _ = builder.WriteString(" OFFSET " + strconv.Itoa(limit.Offset))
	}
}

// Mark is what stands for a value behind the given beginning of a statement. A mark alone behind LIKE or LIMIT makes SQLite plan the
// statement anew for every value, since the value might change the plan: behind LIKE an expression stands, which it leaves alone, and
// behind LIMIT a number is written as it is; then ok is false and there is no value to give.
func Mark(beginning string, value any) (mark string, ok bool) {
	switch {
	case strings.HasSuffix(beginning, " LIKE "):
		return "'' || ?", true
	case strings.HasSuffix(beginning, " LIMIT "):
		if rows, whole := value.(int); whole {
			return strconv.Itoa(rows), false
		}
	}
	return "?", true
}

// Translate gives the errors that callers ask for GORM's own names.
func (*Dialect) Translate(err error) error {
	switch Code(err) {
	case codes.SQLITE_CONSTRAINT_UNIQUE, codes.SQLITE_CONSTRAINT_PRIMARYKEY:
		return gorm.ErrDuplicatedKey
	case codes.SQLITE_CONSTRAINT_FOREIGNKEY:
		return gorm.ErrForeignKeyViolated
	}
	return err
}

// Code is SQLite's extended result code of an error, sqlite.org/rescode.html; 0 for any other error.
func Code(err error) int {
	var e *driver.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return 0
}

// BindVarTo writes the mark for a value of a model's query.
func (*Dialect) BindVarTo(writer clause.Writer, statement *gorm.Statement, _ any) {
	mark, _ := Mark(statement.SQL.String(), nil) // GORM has taken the value already
	_, _ = writer.WriteString(mark)
}

// QuoteTo writes a name, of a table and a column too, in quotation marks.
func (*Dialect) QuoteTo(writer clause.Writer, name string) {
	_ = writer.WriteByte('"')
	for i := range len(name) {
		switch name[i] {
		case '.':
			_, _ = writer.WriteString(`"."`)
		case '"':
			_, _ = writer.WriteString(`""`)
		default:
			_ = writer.WriteByte(name[i])
		}
	}
	_ = writer.WriteByte('"')
}

// Explain is a statement with its values in it, for people to read.
func (*Dialect) Explain(query string, values ...any) string {
	return logger.ExplainSQL(query, nil, `'`, values...)
}

// DefaultValueOf stands for a field that the database fills.
func (*Dialect) DefaultValueOf(*schema.Field) clause.Expression { return clause.Expr{SQL: "NULL"} }

// DataTypeOf is the type of a column in SQLite.
func (*Dialect) DataTypeOf(field *schema.Field) string {
	switch field.DataType {
	case schema.Bool:
		return "boolean"
	case schema.Int, schema.Uint:
		return "integer"
	case schema.Float:
		return "real"
	case schema.String:
		return "text"
	case schema.Time:
		return "datetime"
	case schema.Bytes:
		return "blob"
	}
	return string(field.DataType)
}

// Migrator is GORM's own; nothing here calls it.
func (d *Dialect) Migrator(db *gorm.DB) gorm.Migrator {
	return migrator.Migrator{Config: migrator.Config{DB: db, Dialector: d}}
}
