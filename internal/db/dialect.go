package db

import (
	"cmp"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/text/unicode/norm"

	"talkoot/internal/db/sqlite"
)

// Dialect is the kind of database. All that differs between the two stands in this file, and what GORM and the driver need in sqlite.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// words are what migrations may leave to the dialect.
func (d Dialect) words() *strings.Replacer {
	if d == SQLite {
		return strings.NewReplacer("{{TIME}}", "DATETIME", "{{NO_ROWID}}", "WITHOUT ROWID")
	}
	return strings.NewReplacer("{{TIME}}", "TIMESTAMPTZ", "{{NO_ROWID}}", "")
}

func (d Dialect) txOptions(readOnly bool) []*sql.TxOptions {
	if d == SQLite {
		return nil // the pool's connections are read-only, or immediate, by themselves
	}
	if readOnly {
		return []*sql.TxOptions{{Isolation: sql.LevelRepeatableRead, ReadOnly: true}}
	}
	return []*sql.TxOptions{{Isolation: sql.LevelReadCommitted}}
}

// SQLite's result codes, sqlite.org/rescode.html; the extended codes keep the primary one in the low byte.
const (
	sqliteBusy     = 5
	sqliteLocked   = 6
	sqliteFull     = 13
	sqliteCantOpen = 14
	sqliteIOErr    = 10
)

func sqliteCode(err error) int { return sqlite.Code(err) & 0xff }

// PostgreSQL's SQLSTATE, postgresql.org/docs/current/errcodes-appendix.html.
func pgCode(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// isRetryable says that two transactions met and that the same work may well go through now.
func (d Dialect) isRetryable(err error) bool {
	if d == SQLite {
		c := sqliteCode(err)
		return c == sqliteBusy || c == sqliteLocked
	}
	switch pgCode(err) {
	case "40001", "40P01", "55P03":
		return true
	}
	return d.isOldPlan(err)
}

// isOldPlan says that a newer version has changed a table beside this one, so that a prepared plan does not fit any more.
func (d Dialect) isOldPlan(err error) bool {
	return d == Postgres && pgCode(err) == "0A000" && strings.Contains(err.Error(), "cached plan must not change result type")
}

// isAway says that the database cannot be reached or is going down.
func (d Dialect) isAway(err error) bool {
	var netErr net.Error
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.As(err, &netErr) {
		return true
	}
	if d == SQLite {
		c := sqliteCode(err)
		return c == sqliteCantOpen || c == sqliteIOErr
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || pgconn.SafeToRetry(err) || strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "unexpected EOF") {
		return true
	}
	code := pgCode(err)
	// 08 connection, 57P admin shutdown and starting up, 53300 too many connections, 25006 read-only (a standby).
	return strings.HasPrefix(code, "08") || strings.HasPrefix(code, "57P") || code == "53300" || code == "25006"
}

func (d Dialect) isFull(err error) bool {
	if d == SQLite {
		return sqliteCode(err) == sqliteFull
	}
	return pgCode(err) == "53100"
}

// ForUpdate locks the rows a query names until the transaction ends. SQLite has one writer, so there is nothing to lock.
func (t *Tx) ForUpdate() string {
	if t.dialect == Postgres {
		return " FOR UPDATE"
	}
	return ""
}

// Doc is one thing that search can find.
type Doc struct {
	Kind, ID, ChallengeID, Title, Body string
}

// Index makes a thing findable by its words, replacing what was indexed of it before.
func (t *Tx) Index(doc Doc) error {
	if err := t.Unindex(doc.Kind, doc.ID); err != nil {
		return err
	}
	return t.AddDocs([]Doc{doc})
}

// AddDocs is Index for things that are new, many at once, so that nothing has to be looked for first.
func (t *Tx) AddDocs(docs []Doc) error {
	if err := t.addTo("search", docs); err != nil || t.dialect == Postgres {
		return err
	}
	for _, doc := range docs {
		if err := t.addTitle(doc); err != nil {
			return err
		}
	}
	return nil
}

// Unindex takes a thing out of the search.
func (t *Tx) Unindex(kind, id string) error {
	if t.dialect == SQLite {
		if err := t.Exec(`DELETE FROM search WHERE rowid = ? AND kind = ? AND id = ?`, searchRow(kind, id), kind, id).Error; err != nil {
			return err
		}
		return t.removeTitle(kind, id)
	}
	return t.Exec(`DELETE FROM search WHERE kind = ? AND id = ?`, kind, id).Error
}

// docRows bounds how many documents one statement indexes.
const docRows = 250

// IndexInsights makes insights findable by their words, many at once, replacing what was indexed of them before. They have a table of
// their own, so that a hundred thousand quotes do not slow the search of everything else.
func (t *Tx) IndexInsights(docs []Doc) error {
	ids := make([]string, len(docs))
	for i, d := range docs {
		ids[i] = d.ID
	}
	if err := t.UnindexInsights(ids); err != nil {
		return err
	}
	return t.AddInsights(docs)
}

// AddInsights is IndexInsights for insights that are new, so that nothing has to be looked for first.
func (t *Tx) AddInsights(docs []Doc) error { return t.addTo("insight_search", docs) }

// addTo adds documents to one of the tables made for the search.
func (t *Tx) addTo(table string, docs []Doc) error {
	type numbered struct {
		row int64 // SQLite's
		*Doc
	}
	rows := make([]numbered, len(docs))
	for i := range docs {
		rows[i].Doc = &docs[i]
	}
	insert := `INSERT INTO ` + table + ` (kind, id, challenge_id, title, body, folded) VALUES `
	if t.dialect == SQLite {
		insert = `INSERT INTO ` + table + ` (rowid, kind, id, challenge_id, title, body) VALUES `
		for i, r := range rows {
			rows[i].row = searchRow(r.Kind, r.ID)
		}
		// FTS5 collects what a transaction adds and writes it out whenever a row's number is not above the last one: in their order, once.
		slices.SortFunc(rows, func(a, b numbered) int { return cmp.Compare(a.row, b.row) })
	}
	for part := range slices.Chunk(rows, docRows) {
		marks, args := "(?, ?, ?, ?, ?, ?)", make([]any, 0, 6*len(part))
		for _, r := range part {
			if t.dialect == SQLite {
				args = append(args, r.row, r.Kind, r.ID, r.ChallengeID, r.Title, r.Body)
			} else {
				args = append(args, r.Kind, r.ID, r.ChallengeID, r.Title, r.Body, foldedIn(table, r.Title+" "+r.Body))
			}
		}
		if err := t.Exec(insert+strings.Repeat(marks+", ", len(part)-1)+marks, args...).Error; err != nil {
			return err
		}
	}
	return nil
}

// foldedIn is what PostgreSQL keeps of words without their marks. An insight without any is found by the words themselves.
func foldedIn(table, words string) string {
	folded := fold(words)
	if table == "insight_search" && folded == words {
		return ""
	}
	return folded
}

// UnindexInsights takes insights out of the search.
func (t *Tx) UnindexInsights(ids []string) error {
	for part := range slices.Chunk(ids, 1000) {
		var err error
		if t.dialect == SQLite {
			rows := make([]int64, len(part))
			for i, id := range part {
				rows[i] = searchRow("insight", id)
			}
			err = t.Exec(`DELETE FROM insight_search WHERE rowid IN ?`, rows).Error
		} else {
			err = t.Exec(`DELETE FROM insight_search WHERE kind = 'insight' AND id IN ?`, part).Error
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Ranked is a Match for WITH, as whose query it stands: SQLite knows its rank inside the search alone, and PostgreSQL would keep what is
// not wanted.
func (t *Tx) Ranked(match string) string {
	if t.dialect == SQLite {
		return " AS MATERIALIZED (" + match + ")"
	}
	return " AS NOT MATERIALIZED (" + match + ")"
}

// MatchInsights is Match over the insights, every word needed.
func (t *Tx) MatchInsights(text string) (query string, args []any, ok bool) {
	return t.matchIn("insight_search", text)
}

// searchRow is the row of a thing in SQLite's search: an FTS5 table finds rows by number alone, by anything else it reads them all.
// The number follows from the name; that two of a million names share one of 2^63 numbers will not happen.
func searchRow(kind, id string) int64 {
	sum := sha256.Sum256([]byte(kind + "\x00" + id))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// Match gives a subquery of the search for use in FROM: (SELECT kind, id, challenge_id, title, body, rank …) with rank smaller for a better match.
// Every word must be there, the last one as a beginning. ok is false when text has no word.
func (t *Tx) Match(text string) (query string, args []any, ok bool) {
	return t.matchIn("search", text)
}

// matchIn is Match in one of the tables made for it.
func (t *Tx) matchIn(table, text string) (query string, args []any, ok bool) {
	words := searchWords(text)
	if len(words) == 0 {
		return "", nil, false
	}
	if t.dialect == SQLite {
		terms := make([]string, len(words))
		for i, w := range words {
			terms[i] = `"` + w + `"`
			if len([]rune(w)) >= 3 {
				terms[i] = `("` + w + `" OR "` + stemPrefix(w) + `"*)`
			}
		}
		// bm25 is negative, the better the smaller; a word in the title weighs four times.
		return `SELECT kind, id, challenge_id, title, body, bm25(` + table + `, 0, 0, 0, 4.0, 1.0) AS rank FROM ` + table + ` WHERE ` + table + ` MATCH ?`,
			[]any{strings.Join(terms, " AND ")}, true
	}
	var simple []string
	for _, w := range words {
		s := stemPrefix(w) // finds whatever begins with the whole word too
		alternatives := []string{s + ":*"}
		if f := fold(s); f != s {
			alternatives = append(alternatives, f+":*")
		}
		simple = append(simple, "("+strings.Join(alternatives, " | ")+")")
	}
	var forms []string
	args = []any{strings.Join(simple, " & ")}
	for _, language := range []string{"english", "finnish", "swedish"} {
		forms = append(forms, "plainto_tsquery('"+language+"', ?)")
		args = append(args, strings.Join(words, " "))
	}
	// Titles alone are weighed, and stand first: the other vectors would have to be unpacked for each of thousands of hits. The query is made
	// once and kept from the planner, which thinks too little of what unpacking costs and would read the whole table.
	rank := "0"
	if table == "search" {
		rank = "CASE WHEN s.head @@ (SELECT q FROM q) THEN -ts_rank(s.head, (SELECT q FROM q)) ELSE 0 END"
	}
	return `WITH q AS MATERIALIZED (SELECT to_tsquery('simple', ?) || ` + strings.Join(forms, " || ") + ` AS q)
		SELECT s.kind, s.id, s.challenge_id, s.title, s.body, ` + rank + ` AS rank FROM ` + table + ` s WHERE s.words @@ (SELECT q FROM q)`, args, true
}

// MatchSimilar is Match for what says much the same, (SELECT id, rank …): of one kind and challenge, what holds two words that begin as two
// of beginnings do, which are letters without marks; a single one must, on PostgreSQL, stand in the title. ok is false where there is
// nothing to ask.
func (t *Tx) MatchSimilar(kind, challengeID string, beginnings []string) (query string, args []any, ok bool) {
	if len(beginnings) == 0 {
		return "", nil, false
	}
	word, and, or := "%s:*", " & ", " | "
	if t.dialect == SQLite {
		word, and, or = `"%s"*`, " AND ", " OR "
	}
	var terms []string
	for i, b := range beginnings {
		for _, c := range beginnings[:i] {
			terms = append(terms, "("+fmt.Sprintf(word, c)+and+fmt.Sprintf(word, b)+")")
		}
	}
	condition := "s.words @@ (SELECT q FROM q) AND s.head @@ (SELECT challenge FROM q)"
	if len(beginnings) == 1 {
		terms, condition = []string{fmt.Sprintf(word, beginnings[0])}, "s.head @@ (SELECT challenge && q FROM q)"
	}
	args = []any{strings.Join(terms, or), challengeID, kind}
	if t.dialect == SQLite {
		return `SELECT id, bm25(search, 0, 0, 0, 4.0, 1.0) AS rank FROM search WHERE search MATCH ? AND challenge_id = ? AND kind = ?`, args, true
	}
	return `WITH q AS MATERIALIZED (SELECT to_tsquery('simple', ?) AS q, quote_literal('@' || CAST(? AS TEXT))::tsquery AS challenge)
		SELECT s.id, 0 AS rank FROM search s WHERE s.kind = ? AND ` + condition, args, true
}

// searchWords keeps letters and digits only, so that nothing a person types is an operator; at most twelve words.
func searchWords(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 12 {
		words = words[:12]
	}
	return words
}

// stemPrefix shortens a long word by its last letters, so that a Finnish or Swedish ending still finds its neighbours:
// "asiakkaat" finds what begins with "asiakka".
func stemPrefix(word string) string {
	r := []rune(word)
	if len(r) >= 7 {
		return string(r[:len(r)-2])
	}
	return word
}

// fold takes the marks off letters: "pöytä" becomes "poyta".
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return s
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}
