package db

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"modernc.org/sqlite"
)

// The words of titles stand in a table of their own, title_words, whose indexes give the newest titles with a word and end there: an
// index of full text looks at everything that holds a word, however few are wanted. On PostgreSQL a trigger keeps it in step with
// what search holds; SQLite knows no triggers on such a table, so what writes there writes here too.

// How far the index is read for a word. Whoever wants more goes on with Match or MatchSimilar, which look at everything.
const (
	titlesRead  = 1000
	titlesFound = 60 // are enough, of which a reader may not see each
)

const (
	inBeginning = 4   // letters of a word, where the index is entered
	inWords     = 500 // letters of a title are kept
)

// SQLite reads its documents by number and knows neither regular expressions nor marks.
func init() {
	for name, of := range map[string]func(args []string) (driver.Value, error){
		"search_row":     func(args []string) (driver.Value, error) { return searchRow(args[0], args[1]), nil },
		"words_of_title": func(args []string) (driver.Value, error) { return wordsOfTitle(args[0]), nil },
		"beginnings_of":  func(args []string) (driver.Value, error) { return json.Marshal(beginningsOf(args[0])) },
	} {
		sqlite.MustRegisterDeterministicScalarFunction(name, -1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			texts := make([]string, len(args))
			for i, a := range args {
				texts[i], _ = a.(string)
			}
			return of(texts)
		})
	}
}

// wordsOfTitle are the words of a title in small letters without marks, a space before and behind each; PostgreSQL has a function of the
// same name, and of beginningsOf's.
func wordsOfTitle(title string) string {
	words := strings.FieldsFunc(first(inWords, fold(strings.ToLower(title))), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return " " + strings.Join(words, " ") + " "
}

// beginningsOf are where the index has these words.
func beginningsOf(words string) []string {
	beginnings := strings.Fields(words)
	for i, w := range beginnings {
		beginnings[i] = first(inBeginning, w)
	}
	slices.Sort(beginnings)
	return slices.Compact(beginnings)
}

// first is what a text begins with.
func first(letters int, text string) string {
	if r := []rune(text); len(r) > letters {
		return string(r[:letters])
	}
	return text
}

func (t *Tx) addTitle(doc Doc) error {
	words := wordsOfTitle(doc.Title)
	for _, b := range beginningsOf(words) {
		err := t.Exec(`INSERT INTO title_words (kind, id, challenge_id, beginning, words) VALUES (?, ?, ?, ?, ?)`, doc.Kind, doc.ID, doc.ChallengeID, b, words).Error
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) removeTitle(kind, id string) error {
	return t.Exec(`DELETE FROM title_words WHERE kind = ? AND id = ?`, kind, id).Error
}

// loadTitles writes the words of all titles once search is loaded, where no trigger has done so and the schema is not older than they are.
func (b *Bulk) loadTitles(ctx context.Context) error {
	var there bool
	query := `SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '` + titlesTable + `')`
	if err := b.tx.QueryRowContext(ctx, query).Scan(&there); err != nil || !there {
		return err
	}
	return b.Exec(ctx, `INSERT INTO title_words (kind, id, challenge_id, beginning, words) SELECT s.kind, s.id, s.challenge_id, b.value, s.words
		FROM (SELECT kind, id, challenge_id, words_of_title(title) AS words FROM search) s, json_each(beginnings_of(s.words)) b`)
}

// DocOf joins what search holds, as doc, to rows that have its kind and id.
func (t *Tx) DocOf(rows string) string {
	if t.dialect == SQLite {
		return fmt.Sprintf(` JOIN search doc ON doc.rowid = search_row(%s.kind, %s.id)`, rows, rows)
	}
	return fmt.Sprintf(` JOIN search doc ON doc.kind = %s.kind AND doc.id = %s.id`, rows, rows)
}

// NewestTitles is Match over the newest titles alone, and without title and body: what holds all the words there, words as they were typed
// before what only begins so. It reads the newest titles with each of the words, so that one that is rare finds what is old. ok is
// false where every word is too short to be looked up.
func (t *Tx) NewestTitles(text string) (query string, args []any, ok bool) {
	var lists, whole, holds []string
	var begin, are, beginSo []any
	for _, w := range searchWords(text) {
		whole, holds = append(whole, "words LIKE ?"), append(holds, "words LIKE ?")
		stem := fold(stemPrefix(w))
		are, beginSo = append(are, "% "+fold(w)+" %"), append(beginSo, "% "+stem+"%")
		if b := first(inBeginning, stem); utf8.RuneCountInString(b) == inBeginning && !slices.Contains(begin, any(b)) {
			lists = append(lists, fmt.Sprintf(`SELECT kind, id, challenge_id, words FROM (
				SELECT kind, id, challenge_id, words FROM title_words WHERE beginning = ? ORDER BY id DESC LIMIT %d) AS list%d`, titlesRead, len(begin)))
			begin = append(begin, b)
		}
	}
	return fmt.Sprintf(`SELECT kind, id, challenge_id, MIN(rank) AS rank FROM (
			SELECT kind, id, challenge_id, CASE WHEN %s THEN 0 ELSE 1 END AS rank FROM (%s) AS newest WHERE %s ORDER BY id DESC LIMIT %d) AS held
		GROUP BY kind, id, challenge_id`, strings.Join(whole, " AND "), strings.Join(lists, " UNION ALL "), strings.Join(holds, " AND "), titlesFound*len(lists)),
		slices.Concat(are, begin, beginSo), len(lists) > 0
}

// SimilarTitles is MatchSimilar over so many of the newest titles of the challenge with each of the words. The fewer of them hold a word, the
// more it weighs.
func (t *Tx) SimilarTitles(kind, challengeID string, beginnings []string, newest int) (query string, args []any, ok bool) {
	var hits []string
	for i, b := range beginnings {
		hits = append(hits, fmt.Sprintf(`SELECT %d AS n, id FROM (SELECT id, words FROM title_words WHERE challenge_id = ? AND kind = ? AND beginning = ?
			ORDER BY id DESC LIMIT %d) AS newest WHERE words LIKE ?`, i, newest))
		args = append(args, challengeID, kind, first(inBeginning, b), "% "+b+"%")
	}
	return `WITH hits AS (` + strings.Join(hits, " UNION ALL ") + `), weights AS (SELECT n, CAST(1 AS DOUBLE PRECISION) / COUNT(*) AS weight FROM hits GROUP BY n)
		SELECT hits.id, -SUM(weights.weight) AS rank FROM hits JOIN weights ON weights.n = hits.n GROUP BY hits.id`, args, len(hits) > 0
}
