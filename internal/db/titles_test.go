package db_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"talkoot/internal/db"
	"talkoot/internal/testkit"
)

// odd are titles that take words apart in every way.
var odd = []string{
	"Pöytä jää LATTIALLE", "ÄLYKÄS Ovi", "e\u0301te\u0301 et Été", "  Wi-Fi 6, for_all (2026)!", "customer, customers & customer's", "Пиво и Йога", "",
	"?!", strings.Repeat("pitkä", 200), "It's OK", "A “quoted” \"title\" -- 100%",
}

func index(t *testing.T, d *db.DB, docs ...db.Doc) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		for _, doc := range docs {
			if err := tx.Index(doc); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// titles gives what the index of titles holds, a line a row.
func titles(t *testing.T, d *db.DB) (lines []string) {
	t.Helper()
	read(t, d, func(tx *db.Tx) error {
		return tx.Raw(`SELECT kind || ' ' || id || ' ' || challenge_id || ' ' || beginning || ':' || words FROM title_words`).Scan(&lines).Error
	})
	slices.Sort(lines)
	return lines
}

func newest(t *testing.T, d *db.DB, text string) string {
	t.Helper()
	var ids []string
	read(t, d, func(tx *db.Tx) error {
		query, args, ok := tx.NewestTitles(text)
		if !ok {
			ids = []string{"none"}
			return nil
		}
		return tx.Raw(`SELECT id FROM (`+query+`) AS found ORDER BY rank, id DESC`, args...).Scan(&ids).Error
	})
	return strings.Join(ids, " ")
}

func TestNewestTitles(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		var docs []db.Doc
		for id, title := range map[string]string{
			"a": "Pöytä varattu palaverille", "b": "Soitto asiakkaalle tunnissa", "c": "Pöytäliina", "d": "poyta, it again", "e": "Old words", "f": "To be gone pöytä",
		} {
			docs = append(docs, db.Doc{Kind: "idea", ID: id, ChallengeID: "c", Title: title, Body: "Something below"})
		}
		index(t, d, docs...)
		index(t, d, db.Doc{Kind: "idea", ID: "e", ChallengeID: "c", Title: "Later words"})
		if err := d.Write(context.Background(), func(tx *db.Tx) error { return tx.Unindex("idea", "f") }); err != nil {
			t.Fatal(err)
		}
		for text, want := range map[string]string{
			"pöytä": "d a c", "POYTA": "d a c", "asiakkaan": "b", "asiakkaat": "b", "palaver": "a", "pala": "a", "it poyta": "d", "varattu pöytä": "a",
			"old words": "", "later": "e", "something": "", "it": "none", "poy": "none", "?!": "none", "%%%%": "none", "____": "none", `po"y' la%e`: "none",
		} {
			if got := newest(t, d, text); got != want {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
		}
	})
}

// However many newer titles hold a common word, what also holds a rare one is found; the common word alone finds the newest.
func TestTitlesAreReadToABound(t *testing.T) {
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		docs := []db.Doc{{Kind: "idea", ID: "0000", ChallengeID: "c", Title: "A common zebra"}, {Kind: "idea", ID: "0001", ChallengeID: "c", Title: "A common thing, communal"}}
		for n := 2; n < 1100; n++ {
			docs = append(docs, db.Doc{Kind: "idea", ID: fmt.Sprintf("%04d", n), ChallengeID: "c", Title: "So common"})
		}
		index(t, d, docs...)
		for text, want := range map[string]string{"zebra common": "0000", "common zebra": "0000", "common thing": "0001", "communal": ""} {
			if got := newest(t, d, text); got != want {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
		}
		if got := strings.Fields(newest(t, d, "common")); len(got) != 60 || got[0] != "1099" || got[59] != "1040" {
			t.Errorf("the newest are %v", got)
		}
		similar := func(challenge string, beginnings ...string) (ids []string) {
			read(t, d, func(tx *db.Tx) error {
				query, args, _ := tx.SimilarTitles("idea", challenge, beginnings, 100)
				return tx.Raw(`SELECT id FROM (`+query+`) AS found ORDER BY rank, id DESC`, args...).Scan(&ids).Error
			})
			return ids
		}
		if got := similar("c", "common", "zebra"); len(got) != 101 || got[0] != "0000" || got[1] != "1099" {
			t.Errorf("what holds the rare word is not the most similar of %d: %v", len(got), got[:min(3, len(got))])
		}
		if got := similar("another", "common"); len(got) != 0 {
			t.Errorf("another challenge's: %v", got)
		}
	})
}

// Both databases take a title apart alike, whoever wrote it: this version, an older one before the migration, or one beside this.
func TestWordsOfTitles(t *testing.T) {
	held := map[db.Dialect][]string{}
	testkit.Each(t, func(t *testing.T, d *db.DB, _ *testkit.Clock) {
		var docs []db.Doc
		for n, title := range odd {
			docs = append(docs, db.Doc{Kind: "concept", ID: fmt.Sprint("k", n), ChallengeID: "c", Title: title})
		}
		index(t, d, docs...)
		held[d.Dialect()] = titles(t, d)
		if err := d.MigrateTo(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		newestMigration, err := db.NewestMigration()
		if err != nil {
			t.Fatal(err)
		}
		if err := d.MigrateTo(t.Context(), newestMigration); err != nil {
			t.Fatal(err)
		}
		if got := titles(t, d); !slices.Equal(got, held[d.Dialect()]) {
			t.Errorf("the migration wrote\n%q, want\n%q", got, held[d.Dialect()])
		}
		if d.Dialect() == db.SQLite {
			return
		}
		err = d.Write(context.Background(), func(tx *db.Tx) error {
			for _, statement := range []string{
				`DELETE FROM search WHERE id = 'k0'`, `INSERT INTO search (kind, id, challenge_id, title, body, folded) VALUES ('idea', 'older', 'c', 'Wrote this', '', '')`,
				`UPDATE search SET title = 'Changed' WHERE id = 'k1'`,
			} {
				if err := tx.Exec(statement).Error; err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(held[db.Postgres]), func(line string) bool {
			return strings.HasPrefix(line, "concept k0 ") || strings.HasPrefix(line, "concept k1 ")
		})
		want = append(want, "concept k1 c chan: changed ", "idea older c this: wrote this ", "idea older c wrot: wrote this ")
		slices.Sort(want)
		if got := titles(t, d); !slices.Equal(got, want) {
			t.Errorf("beside an older server there are\n%q, want\n%q", got, want)
		}
	})
	if len(held) == 2 && !slices.Equal(held[db.SQLite], held[db.Postgres]) {
		t.Errorf("SQLite holds\n%q, PostgreSQL\n%q", held[db.SQLite], held[db.Postgres])
	}
}
